"""The life of a project as one table, from which checks, diagrams, timelines and form choices are drawn.

Stages follow the founding workshop (R34). `selected` and `not_selected` stand in the table but are never written in
a file: they are computed from verified votes. A city may tune phase windows and required fields (`Tuning`), not edges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aubette.model.enums import Outcome, PhaseKind, Status


class Actor(StrEnum):
    """Who may make a transition."""

    PARTICIPATION = "participation"
    SERVICE = "service"
    COMMITTEE = "committee"
    VOTERS = "voters"
    COUNCIL = "council"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted step: who makes it, the decision it needs, the fields that must then be there."""

    before: Status
    after: Status
    actor: Actor
    outcome: Outcome | None = None
    required: tuple[str, ...] = ()
    phases: tuple[PhaseKind, ...] = ()
    back: bool = False


S, A, D, P = Status, Actor, Outcome, PhaseKind

REFUSAL = (
    "decisions[-1].code",
    "decisions[-1].rule",
    "decisions[-1].reason",
    "decisions[-1].service",
    "decisions[-1].date",
    "decisions[-1].reexamination_until",
    "decisions[-1].other_route",
)
REASON = ("decisions[-1].reason", "decisions[-1].service", "decisions[-1].date")
EXAMINED = ("number", "submission.acknowledged_on", "eligibility.decided_on")
STUDIED = ("study.closed_on", "study.opinions", "study.checklist", "estimated_cost", "study.planned_delivery")
ACT = ("implementation.deliberation", "implementation.funded", "implementation.service")

_RECEPTION = (P.SUBMISSION, P.RECEPTION, P.FEASIBILITY_STUDY)
_STUDY = (P.RECEPTION, P.FEASIBILITY_STUDY, P.VALIDATION)
_CATALOGUE = (P.VALIDATION, P.CATALOGUE, P.SHORTLISTING, P.VOTE)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.IN_PREPARATION, S.SUBMITTED, A.HOLDER, required=("submission.received_on",), phases=(P.SUBMISSION,)),
    Transition(S.SUBMITTED, S.ELIGIBLE, A.PARTICIPATION, D.ELIGIBLE, EXAMINED, _RECEPTION),
    Transition(S.SUBMITTED, S.INELIGIBLE, A.PARTICIPATION, D.INELIGIBLE, (*EXAMINED, *REFUSAL), _RECEPTION),
    Transition(S.ELIGIBLE, S.UNDER_STUDY, A.PARTICIPATION, None, ("study.opened_on", "study.opinions"), _STUDY),
    Transition(S.UNDER_STUDY, S.FEASIBLE, A.SERVICE, D.FEASIBLE, STUDIED, _STUDY),
    Transition(S.UNDER_STUDY, S.UNFEASIBLE, A.SERVICE, D.UNFEASIBLE, ("study.closed_on", *REFUSAL), _STUDY),
    Transition(S.FEASIBLE, S.ON_BALLOT, A.COMMITTEE, None, ("number", "estimated_cost"), _CATALOGUE),
    Transition(S.FEASIBLE, S.NOT_SHORTLISTED, A.COMMITTEE, D.NOT_SHORTLISTED, REASON, _CATALOGUE),
    Transition(S.ON_BALLOT, S.SELECTED, A.VOTERS),
    Transition(S.ON_BALLOT, S.NOT_SELECTED, A.VOTERS),
    Transition(S.SELECTED, S.ADOPTED, A.COUNCIL, D.ADOPTED, ACT),
    Transition(S.SELECTED, S.CANCELLED, A.COUNCIL, D.REJECTED_BY_COUNCIL, REASON),
    Transition(S.ADOPTED, S.IN_PROGRESS, A.SERVICE, None, ("implementation.started_on", "implementation.milestones")),
    Transition(S.IN_PROGRESS, S.DELIVERED, A.SERVICE, None, ("implementation.delivered_on", "implementation.spent")),
    Transition(S.DELIVERED, S.EVALUATED, A.PARTICIPATION, None, ("evaluation",)),
    *(
        Transition(before, S.MERGED, A.PARTICIPATION, D.MERGED, ("merged_into", *REASON))
        for before in (S.SUBMITTED, S.ELIGIBLE, S.UNDER_STUDY, S.FEASIBLE)
    ),
    *(
        Transition(before, S.WITHDRAWN, A.HOLDER, D.WITHDRAWN, REASON)
        for before in (S.IN_PREPARATION, S.SUBMITTED, S.ELIGIBLE, S.UNDER_STUDY, S.FEASIBLE, S.ON_BALLOT)
    ),
    *(
        Transition(before, S.SUSPENDED, A.COUNCIL, D.SUSPENDED, REASON)
        for before in (S.SELECTED, S.ADOPTED, S.IN_PROGRESS)
    ),
    *(
        Transition(before, S.CANCELLED, A.COUNCIL, D.CANCELLED, REASON)
        for before in (S.ADOPTED, S.IN_PROGRESS, S.SUSPENDED)
    ),
    Transition(S.SUSPENDED, S.ADOPTED, A.COUNCIL, D.RESUMED, REASON),
    Transition(S.SUSPENDED, S.IN_PROGRESS, A.COUNCIL, D.RESUMED, REASON),
    Transition(S.INELIGIBLE, S.ELIGIBLE, A.COMMITTEE, D.REEXAMINED, ("decisions[-1].reference", *REASON), back=True),
    Transition(S.UNFEASIBLE, S.UNDER_STUDY, A.COMMITTEE, D.REEXAMINED, ("decisions[-1].reference", *REASON), back=True),
    Transition(S.UNFEASIBLE, S.FEASIBLE, A.COMMITTEE, D.REEXAMINED, ("decisions[-1].reference", *STUDIED), back=True),
    Transition(S.NOT_SHORTLISTED, S.ON_BALLOT, A.COMMITTEE, D.REEXAMINED, ("decisions[-1].reference",), back=True),
    Transition(S.NOT_SELECTED, S.ADOPTED, A.COUNCIL, D.ADOPTED, (*ACT, "ledger.reallocation"), back=True),
)

WRITTEN = tuple(status for status in Status if status not in (S.SELECTED, S.NOT_SELECTED))
"""The statuses that a file may carry."""

REFUSED = (S.INELIGIBLE, S.UNFEASIBLE, S.NOT_SHORTLISTED)
CLOSED = (*REFUSED, S.MERGED, S.WITHDRAWN, S.CANCELLED, S.NOT_SELECTED)
WON = (S.SELECTED, S.ADOPTED, S.IN_PROGRESS, S.DELIVERED, S.EVALUATED, S.SUSPENDED, S.CANCELLED)

FELL = (D.REJECTED_BY_COUNCIL, D.WITHDRAWN, D.CANCELLED)
"""The decisions after which a counted winner is none any more."""

BINDING = tuple(s for s in Status if s not in (S.IN_PREPARATION, S.SUBMITTED, *REFUSED, S.MERGED, S.WITHDRAWN))
"""From `eligible` on, rules about content bind; an idea that breaks one can be recorded, and refused with it."""


class PublicStep(StrEnum):
    """The five steps that residents see (R10)."""

    SUBMISSION = "submission"
    STUDY = "study"
    CATALOGUE = "catalogue"
    VOTE = "vote"
    IMPLEMENTATION = "implementation"


PUBLIC_STEP: Mapping[Status, PublicStep] = {
    S.IN_PREPARATION: PublicStep.SUBMISSION,
    S.SUBMITTED: PublicStep.SUBMISSION,
    S.ELIGIBLE: PublicStep.STUDY,
    S.INELIGIBLE: PublicStep.SUBMISSION,
    S.UNDER_STUDY: PublicStep.STUDY,
    S.FEASIBLE: PublicStep.CATALOGUE,
    S.UNFEASIBLE: PublicStep.STUDY,
    S.NOT_SHORTLISTED: PublicStep.CATALOGUE,
    S.ON_BALLOT: PublicStep.VOTE,
    S.SELECTED: PublicStep.VOTE,
    S.NOT_SELECTED: PublicStep.VOTE,
    S.ADOPTED: PublicStep.IMPLEMENTATION,
    S.IN_PROGRESS: PublicStep.IMPLEMENTATION,
    S.DELIVERED: PublicStep.IMPLEMENTATION,
    S.EVALUATED: PublicStep.IMPLEMENTATION,
    S.MERGED: PublicStep.SUBMISSION,
    S.WITHDRAWN: PublicStep.SUBMISSION,
    S.SUSPENDED: PublicStep.IMPLEMENTATION,
    S.CANCELLED: PublicStep.IMPLEMENTATION,
}


def transition(before: Status, after: Status) -> Transition | None:
    """The row of the table for this step, or None where the step is forbidden.

    A file passes from `on_ballot` to what follows the vote, since nobody writes `selected`: such a step is judged as
    the one from the computed status, which the caller gives.
    """
    return next((t for t in TRANSITIONS if t.before is before and t.after is after), None)


def next_statuses(before: Status) -> tuple[Status, ...]:
    """The statuses that may follow, in the order of the table."""
    return tuple(t.after for t in TRANSITIONS if t.before is before)
