"""What the council adopted, and what services and residents were told since, against the state before the change.

Act and money, the promised days, what voters chose, a service's opinion, the evaluation: once written they stay. A
`corrected` decision with a reason and an approver mends any of them; the ledger tells of money; a revision or a
re-examination opens an opinion again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date as Date

from aubette.model.enums import Outcome, Status
from aubette.model.finding import Finding
from aubette.model.lifecycle import WON
from aubette.model.project import Location, Project
from aubette.model.study import ServiceOpinion
from aubette.model.text import Text
from aubette.model.works import Evaluation, Milestone
from aubette.rules.against_base import FROZEN_ON_BALLOT, Pair, changed, lost_text, pairs
from aubette.rules.context import Context
from aubette.rules.lifecycle import is_corrected, value_at
from aubette.rules.reading import names_of

ACT = ("implementation.funded", "implementation.deliberation")
DAYS = ("implementation.started_on", "implementation.delivered_on")
"""What happened on a day, once written, like the `actual` day of a milestone."""

MILESTONE = ("planned", "actual")
OPINION = ("verdict", "answered_on", "comment")
"""The comment can be mended while the study is open; verdict and day cannot."""

STUDIED = (Status.UNDER_STUDY, Status.FEASIBLE, Status.UNFEASIBLE)
"""Where a service may answer anew, after the holder revised the idea or the refusal was examined again."""


def _adopted(context: Context) -> Iterator[Pair]:
    """The projects that stood after the council's vote before the change, without those that it corrects."""
    for pair in pairs(context):
        if pair.before.status in WON and not is_corrected(pair.after, pair.before):
            yield pair


def act_kept(context: Context) -> Iterator[Finding]:
    """What the council gave, and its act, stay; a new act about the same project is an entry of the ledger (R22)."""
    for pair in _adopted(context):
        if not _in_ledger(context, pair):
            yield from _unlike(pair, "base/act-rewritten", ACT)


def _in_ledger(context: Context, pair: Pair) -> bool:
    """Whether the ledger tells of the new money: an entry that this change adds, or one by the act now named."""
    known = context.base.ledger(pair.before.edition).entries if context.base else ()
    act = value_at(pair.after, "implementation.deliberation")
    other = act != value_at(pair.before, "implementation.deliberation")
    names = names_of(pair.after)
    return any(
        names & {e.project, e.to, e.from_} and (e not in known or (other and e.act == getattr(act, "reference", None)))
        for e in context.city.ledger(pair.before.edition).entries
    )


def milestones_kept(context: Context) -> Iterator[Finding]:
    """A promised day stays as it was promised, a day on which something happened as it was recorded (R33)."""
    for pair in _adopted(context):
        before, after = _milestones(pair.before), _milestones(pair.after)
        for name, (position, old) in before.items():
            index, new = after.get(name, (position, None))
            steps = ("implementation", "milestones", position)
            if new is None:
                yield changed("base/milestone-rewritten", pair, ("implementation", "milestones"), name, None, steps)
                continue
            for field in MILESTONE:
                was, now = getattr(old, field), getattr(new, field)
                if was is not None and was != now:
                    place = ("implementation", "milestones", index, field)
                    yield changed("base/milestone-rewritten", pair, place, was, now, (*steps, field))
        yield from _unlike(pair, "base/milestone-rewritten", DAYS)


def _milestones(project: Project) -> dict[str, tuple[int, Milestone]]:
    works = project.implementation
    return {m.id: (i, m) for i, m in enumerate(works.milestones)} if works else {}


def opinions_kept(context: Context) -> Iterator[Finding]:
    """What a service answered stays, until a revision or a re-examination asks it again (R15, R45)."""
    for pair in pairs(context):
        if is_corrected(pair.after, pair.before):
            continue
        answers = {o.service: (i, o) for i, o in enumerate(pair.after.study.opinions if pair.after.study else ())}
        for position, old in enumerate(pair.before.study.opinions if pair.before.study else ()):
            index, new = answers.get(old.service, (None, None))
            if old.verdict is None or _asked_again(pair, old, new):
                continue
            here = ("study", "opinions") if index is None else ("study", "opinions", index)
            for field in OPINION[:2] if pair.before.status is Status.UNDER_STUDY else OPINION:
                was, now = getattr(old, field), getattr(new, field, None)
                if lost := _lost(was, now):
                    there = ("study", "opinions", position, field)
                    place = here if new is None else (*here, field)
                    yield changed("base/opinion-rewritten", pair, place, *lost, there)


def _asked_again(pair: Pair, old: ServiceOpinion, new: ServiceOpinion | None) -> bool:
    """Whether something between the two answers made the service answer anew."""
    if new is None or new.answered_on is None or pair.after.status not in STUDIED:
        return False
    revisions = pair.after.study.revisions if pair.after.study else ()
    occasions = [r.proposed_on for r in revisions]
    occasions += [d.date for d in pair.after.decisions if d.outcome is Outcome.REEXAMINED]
    return any((old.answered_on or Date.min) <= day <= new.answered_on for day in occasions)


def evaluation_kept(context: Context) -> Iterator[Finding]:
    """An evaluation is published once: its cost, its figures and its words stay (R37)."""
    for pair in pairs(context):
        if pair.before.status is Status.EVALUATED and not is_corrected(pair.after, pair.before):
            names = (f"evaluation.{f.name}" for f in fields(Evaluation))
            yield from _unlike(pair, "base/evaluation-rewritten", tuple(names))


def choice_kept(context: Context) -> Iterator[Finding]:
    """What voters chose is what the council adopted and what is built: title, cost, place and who pays.

    The change that adopts a project holds to this too.
    """
    names = ("title", *(f"location.{f.name}" for f in fields(Location)))
    for pair in pairs(context):
        chosen = pair.before.status is Status.ON_BALLOT and pair.after.status in WON
        if (chosen or pair.before.status in WON) and not is_corrected(pair.after, pair.before):
            yield from _unlike(pair, "base/choice-changed", names)
            for name in FROZEN_ON_BALLOT:
                was, now = getattr(pair.before, name), getattr(pair.after, name)
                if was != now:
                    yield changed("base/choice-changed", pair, (name,), was, now)


def _unlike(pair: Pair, code: str, paths: tuple[str, ...]) -> Iterator[Finding]:
    """Each of these fields that was written and is not any more what it was."""
    for path in paths:
        lost = _lost(value_at(pair.before, path), value_at(pair.after, path))
        if lost:
            yield changed(code, pair, path.split("."), *lost)


def _lost(before: object, after: object) -> tuple[object, object] | None:
    """What stood there and what stands there now, where something was written and is gone; a translation is no loss."""
    if isinstance(before, Text) and (after is None or isinstance(after, Text)):
        return lost_text(before, after or Text({}))
    return None if before is None or before == after else (before, after)
