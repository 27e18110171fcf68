"""What a project will cost each year once delivered, and what running the programme costs (R24)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from aubette.model.accounts import programme_cost
from aubette.model.finding import Finding, Related, Severity
from aubette.model.money import Money, total
from aubette.model.numerals import beside, percent
from aubette.rules.budget_envelopes import winners_of
from aubette.rules.context import Context
from aubette.rules.reading import binding_projects, live_editions, unless_lifted


def ratio(context: Context) -> Iterator[Finding]:
    """A project's yearly running cost stays under the declared part of its cost."""
    for edition, project in binding_projects(context.city):
        limit, cost = edition.caps.running_cost_percent, project.estimated_cost
        running = project.study.running_cost if project.study else None
        if limit is None or running is None or not cost:
            continue
        if running.per_year.cents > percent(limit) * cost.cents:
            finding = Finding(
                "budget/running-cost-ratio",
                project.origin.at("study", "running_cost", "per_year"),
                {
                    "project": project.name,
                    "per_year": running.per_year,
                    "cost": cost,
                    "ratio": beside(Fraction(running.per_year.cents, cost.cents), percent(limit)),
                    "limit": limit,
                    "most": Money(int(percent(limit) * cost.cents)),
                },
                related=(Related(edition.origin.at("caps", "running_cost_percent"), "limit-set-here"),),
            )
            yield unless_lifted(context.city, edition.id, finding, project)


def edition_total(context: Context) -> Iterator[Finding]:
    """The winners' running costs together stay under the total that future operating budgets can bear."""
    for edition in live_editions(context.city):
        limit = edition.caps.running_cost_total
        winners = [p for envelope in edition.envelopes for p in winners_of(context, edition, envelope)]
        yearly = total(p.study.running_cost.per_year for p in winners if p.study and p.study.running_cost)
        if limit is not None and yearly > limit:
            finding = Finding(
                "budget/running-cost-total",
                edition.origin.at("caps", "running_cost_total"),
                {"edition": edition.id, "per_year": yearly, "limit": limit, "n": len(winners)},
            )
            yield unless_lifted(context.city, edition.id, finding, None)


def programme(context: Context) -> Iterator[Finding]:
    """The programme's own cost stays under its declared part of the envelope, planned or spent."""
    for edition in live_editions(context.city):
        limit = edition.caps.programme_cost_percent
        if limit is None:
            continue
        costs = programme_cost(edition)
        if costs.cents > percent(limit) * edition.budget.envelope.cents:
            yield Finding(
                "budget/programme-cost",
                edition.origin.at("budget", "programme_costs"),
                {
                    "edition": edition.id,
                    "cost": costs,
                    "envelope": edition.budget.envelope,
                    "limit": limit,
                    "most": Money(int(percent(limit) * edition.budget.envelope.cents)),
                },
                Severity.WARNING,
                (Related(edition.origin.at("caps", "programme_cost_percent"), "limit-set-here"),),
            )
