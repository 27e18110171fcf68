"""The estimate behind a project's cost: its lines make the amount that voters read, tax included (F11, R24).

`budget/cost-lines`, `budget/contingency-low` and `budget/running-cost-missing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.accounts import including_tax
from aubette.model.edition import Edition
from aubette.model.enums import Status, TaxBasis
from aubette.model.finding import Finding, Related
from aubette.model.money import Money, total
from aubette.model.numerals import percent
from aubette.model.project import Project
from aubette.model.study import Cost
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, unless_lifted

UNFINISHED = (Status.ELIGIBLE, Status.UNDER_STUDY)
"""While the study is open its figures may still be missing or disagree."""


def estimate_of(cost: Cost) -> Money | None:
    """Lines and contingency together, tax included; None for an estimate without tax that gives no rate of it."""
    summed = total(line.amount for line in cost.lines) + cost.contingency
    if cost.tax is TaxBasis.INCL_TAX:
        return summed
    return None if cost.vat_percent is None else including_tax(summed, cost.vat_percent)


def _estimated(context: Context) -> Iterator[tuple[Edition, Project, Cost]]:
    for edition, project in binding_projects(context.city):
        if project.status not in UNFINISHED and project.study and project.study.cost:
            yield edition, project, project.study.cost


def cost_lines(context: Context) -> Iterator[Finding]:
    """From the end of the study on, the lines and the contingency add up to the estimated cost, to the cent."""
    for _, project, cost in _estimated(context):
        summed, written = estimate_of(cost), project.estimated_cost
        if summed is not None and written is not None and summed != written:
            yield Finding(
                "budget/cost-lines",
                project.origin.at("study", "cost", "lines"),
                {"project": project.name, "sum": summed, "cost": written, "n": len(cost.lines)},
                related=(Related(project.origin.at("estimated_cost"), "total-set-here"),),
            )


def contingency(context: Context) -> Iterator[Finding]:
    """The estimate keeps for the unforeseen at least the part of its lines that the rules ask."""
    for edition, project, cost in _estimated(context):
        least = edition.caps.contingency_minimum_percent
        lines = total(line.amount for line in cost.lines)
        if least is None or cost.contingency.cents >= percent(least) * lines.cents:
            continue
        finding = Finding(
            "budget/contingency-low",
            project.origin.at("study", "cost", "contingency"),
            {"project": project.name, "contingency": cost.contingency, "lines": lines, "least": least},
            related=(Related(edition.origin.at("caps", "contingency_minimum_percent"), "minimum-set-here"),),
        )
        yield unless_lifted(context.city, edition.id, finding, project)


def running_cost_stated(context: Context) -> Iterator[Finding]:
    """Where the rules limit running costs, a studied project says what it will cost each year, nothing included."""
    for edition, project in binding_projects(context.city):
        limited = edition.caps.running_cost_percent is not None or edition.caps.running_cost_total is not None
        studied = project.status not in UNFINISHED and project.study is not None
        if limited and studied and project.study and project.study.running_cost is None:
            yield Finding("budget/running-cost-missing", project.origin.at("study"), {"project": project.name})
