"""What the study says besides opinions and checklist: who else pays, permits, changed versions, what may go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aubette.model.enums import FieldGroup, HolderState
from aubette.model.money import Money
from aubette.model.project import Commitment, Project
from aubette.model.study import OtherFunding, Permit, Revision
from aubette.publish.lens import Lens


@dataclass(frozen=True)
class Told:
    """A short list of the study under its title."""

    title: str
    lines: tuple[str, ...]


def study_lists(lens: Lens, project: Project) -> tuple[Told, ...]:
    """The lists that hold something and may be shown today, in the order in which residents ask for them."""
    study = project.study
    if study is None:
        return ()
    found = (
        ("funding", FieldGroup.COST_LINES, [_funding(lens, one) for one in study.other_funding]),
        ("revisions", FieldGroup.OPINIONS, [_revision(lens, one) for one in study.revisions]),
        ("permits", FieldGroup.CHECKLIST, [_permit(lens, one) for one in study.permits]),
        ("risks", FieldGroup.CHECKLIST, [lens.say(one) for one in study.risks]),
    )
    return tuple(
        Told(lens.words.say(f"site.project.{name}.title"), tuple(lines))
        for name, group, lines in found
        if lines and lens.site.shows(project, group)
    )


def planned_running_cost(lens: Lens, project: Project) -> Money | None:
    """What the study said a year would cost, None where nobody said or where it may not be shown."""
    planned = project.study.running_cost if project.study else None
    return planned.per_year if planned and lens.site.shows(project, FieldGroup.COST_TOTAL) else None


def followed(lens: Lens, project: Project) -> Iterator[tuple[str, str]]:
    """Whether those who proposed the project still follow it: words only, never a name."""
    promise = project.holder.commitment
    if promise is not None:
        yield lens.words.say("site.project.followed.title"), _promise(lens, promise)


def _promise(lens: Lens, promise: Commitment) -> str:
    say = lens.words.say
    if promise.state is not HolderState.ACTIVE:
        return say(f"site.project.followed.{promise.state.value}")
    if not promise.accepted:
        return say("site.project.followed.declined")
    if promise.until:
        return say("site.project.followed.until", day=promise.until)
    return say("site.project.followed.active")


def _funding(lens: Lens, one: OtherFunding) -> str:
    key = "secured" if one.secured else "open"
    told = lens.words.say(f"site.project.funding.{key}", source=one.source, amount=one.amount)
    return f"{told} ({one.reference})" if one.reference else told


def _revision(lens: Lens, one: Revision) -> str:
    say = lens.words.say
    if one.accepted_on:
        answer = say("site.project.revisions.accepted", day=one.accepted_on)
    elif one.refused_on:
        answer = say("site.project.revisions.refused", day=one.refused_on)
    else:
        answer = say("site.project.revisions.open")
    return say("site.project.revisions.one", day=one.proposed_on, summary=lens.say(one.summary), answer=answer)


def _permit(lens: Lens, one: Permit) -> str:
    say = lens.words.say
    if one.granted_on:
        return say("site.project.permits.granted", kind=one.kind, day=one.granted_on)
    key = "asked" if one.asked_on else "open"
    told = say(f"site.project.permits.{key}", kind=one.kind, day=one.asked_on)
    return f"{told}, {say('site.project.permits.months', n=one.months)}" if one.months else told
