"""Who pays what of a project: size tiers, funding brackets, and other money, secured or not (R47, F16).

The envelope pays F(c), the sum over the tier's brackets; what is left needs other funding that is named and secured.
`budget/unfunded-part`, `budget/unsecured-funding`, `budget/funding-without-proof`,
`budget/tiers-out-of-order`, `budget/brackets-out-of-order` and `budget/no-tier`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aubette.model.accounts import funded_part
from aubette.model.enums import Status
from aubette.model.finding import Finding, Related, Severity
from aubette.model.money import Money, total
from aubette.model.paying import tier_of
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, live_editions

UNFINISHED = (Status.ELIGIBLE, Status.UNDER_STUDY)


def unfunded_part(context: Context) -> Iterator[Finding]:
    """What the envelope does not pay of a studied project is covered by other funding, and secured."""
    for edition, project in binding_projects(context.city):
        cost = project.estimated_cost
        if cost is None or project.study is None or project.status in UNFINISHED:
            continue
        paid, other = funded_part(edition, cost), project.study.other_funding
        secured = total(f.amount for f in other if f.secured)
        promised = total(f.amount for f in other)
        if cost - paid > promised:
            yield Finding(
                "budget/unfunded-part",
                project.origin.at("study", "other_funding"),
                {"project": project.name, "cost": cost, "paid": paid, "missing": cost - paid - promised},
                related=(Related(edition.origin.at("size_tiers"), "brackets-here"),),
            )
        else:
            yield from _unsecured(project, needed=cost - paid > secured)


def _unsecured(project: Project, *, needed: bool) -> Iterator[Finding]:
    """Each promise without proof, and each unsecured one where the project cannot do without it."""
    for position, funding in enumerate(project.study.other_funding if project.study else ()):
        if funding.secured and funding.reference is None:
            yield Finding(
                "budget/funding-without-proof",
                project.origin.at("study", "other_funding", position),
                {"project": project.name, "source": funding.source, "amount": funding.amount},
                Severity.WARNING,
            )
        elif needed and not funding.secured:
            yield Finding(
                "budget/unsecured-funding",
                project.origin.at("study", "other_funding", position, "secured"),
                {"project": project.name, "source": funding.source, "amount": funding.amount},
            )


def tiers(context: Context) -> Iterator[Finding]:
    """Size tiers stand from small to large, so do the brackets of each; only the last of them has no limit."""
    for edition in live_editions(context.city):
        wrong = out_of_order([tier.up_to for tier in edition.size_tiers])
        if wrong is not None:
            place = edition.origin.at("size_tiers", wrong)
            yield Finding("budget/tiers-out-of-order", place, {"tier": edition.size_tiers[wrong].id})
        for position, tier in enumerate(edition.size_tiers):
            wrong = out_of_order([bracket.up_to for bracket in tier.funding])
            if wrong is not None:
                place = edition.origin.at("size_tiers", position, "funding", wrong)
                yield Finding("budget/brackets-out-of-order", place, {"tier": tier.id})


def out_of_order(limits: Sequence[Money | None]) -> int | None:
    """The first limit that does not exceed the one before it, or that stands behind one without end."""
    for position in range(1, len(limits)):
        before, here = limits[position - 1], limits[position]
        if before is None or (here is not None and here <= before):
            return position
    return None


def tier_found(context: Context) -> Iterator[Finding]:
    """Some size tier reaches the cost of each project, for it sets the delay, the support and the funding."""
    for edition, project in binding_projects(context.city):
        cost = project.estimated_cost
        if edition.size_tiers and cost is not None and tier_of(edition, cost) is None:
            yield Finding(
                "budget/no-tier",
                project.origin.at("estimated_cost"),
                {"project": project.name, "cost": cost},
                related=(Related(edition.origin.at("size_tiers"), "tiers-here"),),
            )
