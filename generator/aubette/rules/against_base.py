"""A project against the state before the change: who it is never changes, what was decided stays written (R34, R45).

A `corrected` decision with a reason and an approver may mend submission facts; nothing lifts the other rules. What
stays after the council's vote stands in `against_base_adopted`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aubette.model.document import Step
from aubette.model.enums import Provenance, Status
from aubette.model.finding import Finding, Place, Related
from aubette.model.money import Money
from aubette.model.project import Project
from aubette.model.text import Text
from aubette.model.works import Reference
from aubette.rules.context import Context
from aubette.rules.lifecycle import is_corrected, value_at

SUBMISSION_FACTS = ("submission.received_on", "submission.channel", "submission.estimate", "submission.acknowledged_on")
"""What was recorded when the idea arrived: once written, it stays (R35)."""

FROZEN_ON_BALLOT = ("estimated_cost", "envelope", "areas", "scope")
"""What decides which envelope pays, and how much; the title, which voters read, is frozen in each of its languages."""

OFF_BALLOT = (Status.IN_PREPARATION, Status.SUBMITTED, Status.ELIGIBLE, Status.UNDER_STUDY, Status.FEASIBLE)
"""Where a correction could take a candidate back to, and voters would find him no more."""

GROWING = ("decisions", "implementation.updates")
FIRST = (Status.IN_PREPARATION, Status.SUBMITTED, Status.ELIGIBLE, Status.INELIGIBLE)
"""Where the file of a new idea may start: it may be received and examined in one change."""


@dataclass(frozen=True)
class Pair:
    """One project before and after the change."""

    before: Project
    after: Project


def pairs(context: Context) -> Iterator[Pair]:
    """The projects of live editions that both states hold: the same file, else the same key elsewhere."""
    if context.base is None:
        return
    by_file = {p.origin.file: p for p in context.city.projects}
    by_key = {p.key: p for p in context.city.projects}
    for before in _live(context):
        after = by_file.get(before.origin.file) or by_key.get(before.key)
        if after is not None:
            yield Pair(before, after)


def _live(context: Context) -> Iterator[Project]:
    """The projects before the change whose edition was live then, so that no change can put itself out of reach."""
    base = context.base
    if base is not None:
        live = {e.id for e in base.editions if e.provenance is Provenance.LIVE}
        yield from (p for p in base.projects if p.edition in live)


def identity_kept(context: Context) -> Iterator[Finding]:
    """The key and, once written, the number and the edition of a project never change."""
    for pair in pairs(context):
        for name in ("key", "number", "edition"):
            before, after = getattr(pair.before, name), getattr(pair.after, name)
            if before is not None and before != after:
                yield changed("base/identity-changed", pair, (name,), before, after)


def submission_kept(context: Context) -> Iterator[Finding]:
    """How and when an idea arrived stays as it was recorded, unless a correction says why."""
    for pair in pairs(context):
        if is_corrected(pair.after, pair.before) or pair.before.status is Status.IN_PREPARATION:
            continue
        for path in SUBMISSION_FACTS:
            before, after = value_at(pair.before, path), value_at(pair.after, path)
            if before is not None and before != after:
                yield changed("base/submission-changed", pair, path.split("."), before, after)


def lists_only_grow(context: Context) -> Iterator[Finding]:
    """Decisions and news of the works are added at the end; what stands is neither changed nor removed."""
    for pair in pairs(context):
        for path in GROWING:
            position = first_difference(_items(pair.before, path), _items(pair.after, path))
            if position is not None:
                steps: tuple[Step, ...] = (*path.split("."), position)
                yield Finding(
                    "base/list-rewritten",
                    pair.after.origin.at(*steps),
                    {"project": pair.before.name, "field": path, "position": position + 1},
                    related=(Related(pair.before.origin.at(*steps), "before-here"),),
                )


def projects_stay(context: Context) -> Iterator[Finding]:
    """A project's file is never deleted: an idea is withdrawn, merged or refused, and stays readable."""
    keys = {p.key for p in context.city.projects}
    for before in _live(context):
        if before.key not in keys and before.origin.file not in context.comparison.paths:
            yield Finding("base/project-deleted", Place(before.origin.file), {"project": before.name})


def first_status(context: Context) -> Iterator[Finding]:
    """A new project starts where every idea starts, never further on."""
    if context.base is None:
        return
    editions = {e.id for e in context.base.editions if e.provenance is Provenance.LIVE}
    known = {p.key for p in context.base.projects} | context.comparison.earlier
    for project in context.city.projects:
        if project.edition not in editions or project.key in known or project.origin.file in known:
            continue
        if project.status not in FIRST:
            params = {"project": project.name, "status": project.status.value, "allowed": tuple(s.value for s in FIRST)}
            yield Finding("base/new-project-status", project.origin.at("status"), params)


def candidates_kept(context: Context) -> Iterator[Finding]:
    """Once the ballot is frozen, the title, cost, place and envelope of its candidates stay until the council adopts.

    A correction may mend a title; nothing takes a candidate off the ballot but a withdrawal.
    """
    for pair in pairs(context):
        frozen = {c.number for c in context.comparison.ballots.get(pair.before.edition, ())}
        if pair.before.number not in frozen:
            continue
        if pair.before.status is Status.ON_BALLOT and pair.after.status in OFF_BALLOT:
            yield changed("base/candidate-changed", pair, ("status",), pair.before.status, pair.after.status)
        if pair.after.status is Status.ON_BALLOT:
            yield from _candidate_moved(pair)


def _candidate_moved(pair: Pair) -> Iterator[Finding]:
    for name in FROZEN_ON_BALLOT:
        before, after = getattr(pair.before, name), getattr(pair.after, name)
        if before != after:
            yield changed("base/candidate-changed", pair, (name,), before, after)
    lost = None if is_corrected(pair.after, pair.before) else lost_text(pair.before.title, pair.after.title)
    if lost:
        yield changed("base/candidate-changed", pair, ("title",), *lost)


def lost_text(before: Text, after: Text) -> tuple[str, str | None] | None:
    """The first text that is not as people read it, and what stands there; a language that is added is none."""
    texts = after.by_lang
    for lang, text in before.by_lang.items():
        now = texts.get(lang)
        if now != text and (lang or text not in texts.values()):
            return text, now if now is not None else texts.get("")
    return None


def ballot_closed(context: Context) -> Iterator[Finding]:
    """No project comes onto a ballot that is frozen without it."""
    for pair in pairs(context):
        candidates = context.comparison.ballots.get(pair.before.edition)
        joins = pair.after.status is Status.ON_BALLOT and pair.before.status is not Status.ON_BALLOT
        if candidates and joins and pair.after.number not in {c.number for c in candidates}:
            place = pair.after.origin.at("status")
            related = (Related(Place(f"votes/{pair.before.edition}/ballot/ballot.csv"), "frozen-here"),)
            yield Finding("base/ballot-closed", place, {"project": pair.after.name}, related=related)


def first_difference(before: Sequence[object], after: Sequence[object]) -> int | None:
    """The position of the first item that is not as it was, None where the list only grew."""
    return next((i for i, item in enumerate(before) if i >= len(after) or after[i] != item), None)


def _items(project: Project, path: str) -> tuple[object, ...]:
    found = value_at(project, path)
    return found if isinstance(found, tuple) else ()


def changed(
    code: str, pair: Pair, steps: Sequence[Step], before: object, after: object, there: Sequence[Step] = ()
) -> Finding:
    """A field that may not change, with both values as a file writes them; `there` is where it stood, if elsewhere."""
    field = ".".join(step for step in steps if isinstance(step, str))
    return Finding(
        code,
        pair.after.origin.at(*steps),
        {"project": pair.before.name, "field": field, "before": written(before), "after": written(after)},
        related=(Related(pair.before.origin.at(*(there or steps)), "before-here"),),
    )


def written(value: object) -> str:
    """A value for people who compare it with the file; `-` where there is none."""
    if value is None or value == ():
        return "-"
    if isinstance(value, tuple):
        return ", ".join(map(written, value))
    if isinstance(value, Reference):
        return f"{value.reference} ({value.date})"
    return value.written() if isinstance(value, Money) else str(value)
