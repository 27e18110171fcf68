"""Who does what at each stage, with no empty cell, and the acts behind it (R09, R22, R41, R42)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.enums import GovernanceRole, PhaseKind
from aubette.model.finding import Finding, Param, Related, Severity
from aubette.rules.context import Context
from aubette.rules.reading import day, live_editions

NEEDED = (
    PhaseKind.SUBMISSION,
    PhaseKind.RECEPTION,
    PhaseKind.FEASIBILITY_STUDY,
    PhaseKind.VALIDATION,
    PhaseKind.VOTE,
    PhaseKind.COUNT,
    PhaseKind.ADOPTION,
    PhaseKind.IMPLEMENTATION,
    PhaseKind.EVALUATION,
)


def stages_covered(context: Context) -> Iterator[Finding]:
    """The role matrix has a line for every stage, and every stage has a directorate that leads it."""
    for edition in live_editions(context.city):
        if edition.governance is None:
            yield Finding("governance/missing", edition.origin.at("id"), {"edition": edition.id})
            continue
        lines = {line.stage: (n, line) for n, line in enumerate(edition.governance.stages)}
        for stage in NEEDED:
            if stage not in lines:
                place = edition.origin.at("governance", "stages")
                yield Finding("governance/stage-missing", place, {"edition": edition.id, "stage": stage.value})
                continue
            position, line = lines[stage]
            if GovernanceRole.LEADS not in (line.participation, line.territory, line.finance):
                place = edition.origin.at("governance", "stages", position)
                yield Finding("governance/nobody-leads", place, {"stage": stage.value})


def one_leads(context: Context) -> Iterator[Finding]:
    """One directorate leads a stage: where two do, each may wait for the other (R42)."""
    for edition in live_editions(context.city):
        for position, line in enumerate(edition.governance.stages if edition.governance else ()):
            roles = {"participation": line.participation, "territory": line.territory, "finance": line.finance}
            leading = [name for name, role in roles.items() if role is GovernanceRole.LEADS]
            if len(leading) > 1:
                place = edition.origin.at("governance", "stages", position, leading[1])
                related = (Related(edition.origin.at("governance", "stages", position, leading[0]), "leading-here"),)
                params: dict[str, Param] = {"stage": line.stage.value, "leading": tuple(leading)}
                yield Finding("governance/several-lead", place, params, Severity.WARNING, related)


def pilot_measured(context: Context) -> Iterator[Finding]:
    """A pilot edition says by what it will be judged (R49)."""
    for edition in live_editions(context.city):
        if edition.pilot and not edition.indicators:
            place = edition.origin.at("pilot")
            yield Finding("governance/pilot-without-indicator", place, {"edition": edition.id}, Severity.WARNING)


def rules_adopted(context: Context) -> Iterator[Finding]:
    """The rules carry their deliberation before ideas are received."""
    for edition in live_editions(context.city):
        if edition.rules is None:
            yield Finding("governance/no-rules", edition.origin.at("id"), {"edition": edition.id})
        elif edition.rules.deliberation is None:
            place = edition.origin.at("rules")
            yield Finding("governance/rules-not-adopted", place, {"edition": edition.id}, Severity.WARNING)
        elif (deposit := edition.phase(PhaseKind.SUBMISSION)) and edition.rules.deliberation.date > day(deposit.starts):
            yield Finding(
                "governance/rules-adopted-late",
                edition.origin.at("rules", "deliberation", "date"),
                {"edition": edition.id, "date": edition.rules.deliberation.date, "starts": day(deposit.starts)},
                Severity.WARNING,
                (Related(edition.origin.at("phases", edition.phases.index(deposit)), "submission-phase-here"),),
            )


def committee_validated(context: Context) -> Iterator[Finding]:
    """Before projects reach the ballot, the follow-up committee validated the list."""
    for edition in live_editions(context.city):
        on_ballot = [p for p in context.city.projects_of(edition.id) if p.status.value == "on_ballot"]
        meetings = edition.committee.meetings if edition.committee else ()
        if on_ballot and not any(m.validated is PhaseKind.VALIDATION for m in meetings):
            place = edition.origin.at("committee")
            yield Finding("governance/list-not-validated", place, {"edition": edition.id, "n": len(on_ballot)})
