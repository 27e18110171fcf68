"""Money year by year: what may be committed in all, and what is paid each year within it (R40, AP and CP).

For each project the sum of its yearly payment credits (CP) is what the council authorised (AP), ledger movements
included; for the edition, credits make its envelope, and no year's projects ask more than that year has.
`budget/payment-credits`, `budget/edition-credits`, `budget/year-credits`, `budget/spent-over-committed`,
`budget/spent-over-final-cost` and `budget/over-funded`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import Status
from aubette.model.finding import Finding, Related, Severity
from aubette.model.ledger import moved_into_project
from aubette.model.money import ZERO, Money, total
from aubette.model.numerals import percent
from aubette.model.project import Project
from aubette.model.works import Implementation
from aubette.rules.context import Context
from aubette.rules.reading import live_editions


def _funded(city: City) -> Iterator[tuple[Edition, Project, Implementation, Money]]:
    """Projects that the council funded and did not give up, with the amount."""
    for edition in live_editions(city):
        for project in city.projects_of(edition.id):
            works = project.implementation
            if works and works.funded is not None and project.status is not Status.CANCELLED:
                yield edition, project, works, works.funded


def payment_credits(context: Context) -> Iterator[Finding]:
    """A project's yearly credits add up to what it was given: AP = sum of CP."""
    for _, project, works, funded in _funded(context.city):
        if not works.payment_credits:
            continue
        summed = total(credit.amount for credit in works.payment_credits)
        if summed not in (funded, funded + moved_into_project(context.city, project)):
            yield Finding(
                "budget/payment-credits",
                project.origin.at("implementation", "payment_credits"),
                {"project": project.name, "sum": summed, "funded": funded},
                related=(Related(project.origin.at("implementation", "funded"), "total-set-here"),),
            )


def edition_credits(context: Context) -> Iterator[Finding]:
    """The edition's yearly credits add up to its envelope."""
    for edition in live_editions(context.city):
        summed = total(credit.amount for credit in edition.budget.payment_credits)
        if edition.budget.payment_credits and summed != edition.budget.envelope:
            yield Finding(
                "budget/edition-credits",
                edition.origin.at("budget", "payment_credits"),
                {"edition": edition.id, "sum": summed, "envelope": edition.budget.envelope},
                related=(Related(edition.origin.at("budget", "envelope"), "total-set-here"),),
            )


def year_credits(context: Context) -> Iterator[Finding]:
    """What projects are to be paid in a year stays within the edition's credits of that year."""
    asked: defaultdict[tuple[str, int], Money] = defaultdict(lambda: ZERO)
    for edition, _, works, _ in _funded(context.city):
        for credit in works.payment_credits:
            asked[edition.id, credit.year] += credit.amount
    for edition in live_editions(context.city):
        by_year = {c.year: (n, c.amount) for n, c in enumerate(edition.budget.payment_credits)}
        for (identifier, year), amount in sorted(asked.items()):
            position, voted = by_year.get(year, (None, ZERO))
            if identifier == edition.id and by_year and amount > voted:
                steps = () if position is None else (position, "amount")
                yield Finding(
                    "budget/year-credits",
                    edition.origin.at("budget", "payment_credits", *steps),
                    {"edition": edition.id, "year": str(year), "asked": amount, "voted": voted},
                )


def works_figures(context: Context) -> Iterator[Finding]:
    """Nothing is paid that was not committed, and more than was voted is committed only with the ledger's leave."""
    for edition, project, works, funded in _funded(context.city):
        committed, spent = works.committed, works.spent
        if spent is not None and committed is not None and spent > committed:
            yield Finding(
                "budget/spent-over-committed",
                project.origin.at("implementation", "spent"),
                {"project": project.name, "spent": spent, "committed": committed},
                related=(Related(project.origin.at("implementation", "committed"), "committed-here"),),
            )
        yield from _final_cost(project, spent)
        holds = funded + moved_into_project(context.city, project)
        tolerated = (1 + percent(edition.delivery.over_cost_percent)) * holds.cents
        if committed is not None and committed.cents > tolerated:
            yield Finding(
                "budget/over-funded",
                project.origin.at("implementation", "committed"),
                {"project": project.name, "committed": committed, "holds": holds, "over": committed - holds},
                Severity.WARNING,
                (Related(project.origin.at("implementation", "funded"), "total-set-here"),),
            )


def _final_cost(project: Project, spent: Money | None) -> Iterator[Finding]:
    """A project did not cost less in the end than was paid for it."""
    told = project.evaluation
    if told is not None and spent is not None and spent > told.final_cost:
        yield Finding(
            "budget/spent-over-final-cost",
            project.origin.at("evaluation", "final_cost"),
            {"project": project.name, "final": told.final_cost, "spent": spent},
            Severity.WARNING,
            (Related(project.origin.at("implementation", "spent"), "spent-here"),),
        )
