"""The edition's envelope against the city's investment budget (R01, R21, R22)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding, Related, Severity
from aubette.model.money import Money
from aubette.model.numerals import percent
from aubette.rules.context import Context
from aubette.rules.reading import live_editions, unless_lifted


def share(context: Context) -> Iterator[Finding]:
    """The envelope may not exceed the maximum share of the investment budget: E <= floor(s * I)."""
    for edition in live_editions(context.city):
        budget = edition.budget
        most = Money(int(percent(budget.max_share_percent) * budget.city_investment_budget.cents))
        if budget.envelope <= most:
            continue
        finding = Finding(
            "budget/share",
            edition.origin.at("budget", "envelope"),
            {"edition": edition.id, "envelope": budget.envelope, "most": most, "share": budget.max_share_percent},
            related=(Related(edition.origin.at("budget", "max_share_percent"), "share-set-here"),),
        )
        yield unless_lifted(context.city, edition.id, finding, None)


def trajectory(context: Context) -> Iterator[Finding]:
    """An envelope below the share promised for its year is a warning: the council may decide otherwise, visibly."""
    for edition in live_editions(context.city):
        for position, step in enumerate(edition.budget.trajectory):
            promised = Money(int(percent(step.share_percent) * edition.budget.city_investment_budget.cents))
            if step.year == edition.year_decision and edition.budget.envelope < promised:
                yield Finding(
                    "budget/trajectory",
                    edition.origin.at("budget", "envelope"),
                    {"edition": edition.id, "envelope": edition.budget.envelope, "promised": promised},
                    Severity.WARNING,
                    (Related(edition.origin.at("budget", "trajectory", position), "promised-here"),),
                )


def promises_within_share(context: Context) -> Iterator[Finding]:
    """No year is promised more than the maximum share, whatever the growth (R21 is bounded by R01)."""
    for edition in live_editions(context.city):
        most = edition.budget.max_share_percent
        for position, step in enumerate(edition.budget.trajectory):
            if percent(step.share_percent) > percent(most):
                yield Finding(
                    "budget/trajectory-over-share",
                    edition.origin.at("budget", "trajectory", position, "share_percent"),
                    {"edition": edition.id, "year": step.year, "promised": step.share_percent, "share": most},
                    related=(Related(edition.origin.at("budget", "max_share_percent"), "share-set-here"),),
                )


def deliberation(context: Context) -> Iterator[Finding]:
    """An envelope without the reference of its deliberation is not final; the site says so (R22)."""
    for edition in live_editions(context.city):
        if edition.budget.deliberation is None:
            place = edition.origin.at("budget", "envelope")
            yield Finding("budget/no-deliberation", place, {"edition": edition.id}, Severity.WARNING)
