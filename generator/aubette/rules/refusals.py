"""Every refusal answers « pourquoi mon idée a-t-elle été refusée ? » in full, by a rule that was in force (R45)."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.edition import Edition
from aubette.model.enums import Outcome
from aubette.model.finding import Finding, Param, Place, Related
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import live_editions

REFUSALS = (Outcome.INELIGIBLE, Outcome.UNFEASIBLE, Outcome.NOT_SHORTLISTED)
CODED = (Outcome.INELIGIBLE, Outcome.UNFEASIBLE)
REASONED = (*REFUSALS, Outcome.CANCELLED, Outcome.SUSPENDED, Outcome.MERGED, Outcome.WITHDRAWN, Outcome.REEXAMINED)


def complete(context: Context) -> Iterator[Finding]:
    """A refusal carries its reason, its code and rule, until when a re-examination can be asked, and another route.

    A re-examination, which undoes one, cites the meeting that granted it.
    """
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            for position, decision in enumerate(project.decisions):
                for name, code in _missing(decision.outcome):
                    if getattr(decision, name) is None:
                        place = project.origin.at("decisions", position)
                        yield Finding(code, place, {"project": project.name, "field": name})


def _missing(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """The fields that a decision of this outcome must carry, with the code to say when one is absent."""
    if outcome in REASONED:
        yield "reason", "feasibility/refusal-without-reason"
    if outcome in CODED:
        yield "code", "feasibility/refusal-without-code"
        yield "rule", "feasibility/refusal-without-rule"
    if outcome in REFUSALS:
        yield "reexamination_until", "feasibility/refusal-without-reexamination"
        yield "other_route", "feasibility/refusal-without-route"
    if outcome is Outcome.REEXAMINED:
        yield "reference", "feasibility/reexamination-without-reference"


def rule_in_force(context: Context) -> Iterator[Finding]:
    """The rule cited exists in the edition's rules and covers the code given."""
    for edition in live_editions(context.city):
        articles = {a.id: a for a in edition.rules.articles} if edition.rules else {}
        for project in context.city.projects_of(edition.id):
            for position, decision in enumerate(project.decisions):
                if decision.rule is None:
                    continue
                article = articles.get(decision.rule)
                if article and (decision.code is None or not article.codes or decision.code in article.codes):
                    continue
                place = project.origin.at("decisions", position, "rule")
                params: dict[str, Param] = {"project": project.name, "rule": decision.rule, "known": tuple(articles)}
                if article is None:
                    yield Finding("feasibility/unknown-rule", place, params, related=_rules(edition))
                else:
                    yield _not_covered(project, place, decision.rule, decision.code or "", edition)


def _rules(edition: Edition) -> tuple[Related, ...]:
    return (Related(edition.origin.at("rules", "articles"), "rules-here"),)


def _not_covered(project: Project, place: Place, rule: str, code: str, edition: Edition) -> Finding:
    params = {"project": project.name, "rule": rule, "refusal": code}
    return Finding("feasibility/rule-does-not-cover", place, params, related=_rules(edition))


def dates(context: Context) -> Iterator[Finding]:
    """Decisions stand in the order of their dates, and a re-examination can be asked for."""
    for edition in live_editions(context.city):
        for project in context.city.projects_of(edition.id):
            before = None
            for position, decision in enumerate(project.decisions):
                if before and decision.date < before:
                    yield Finding(
                        "lifecycle/decisions-out-of-order",
                        project.origin.at("decisions", position, "date"),
                        {"project": project.name, "date": decision.date, "before": before},
                    )
                until = decision.reexamination_until
                if until and until <= decision.date:
                    yield Finding(
                        "feasibility/reexamination-too-short",
                        project.origin.at("decisions", position, "reexamination_until"),
                        {"project": project.name, "until": until, "date": decision.date},
                    )
                before = decision.date
