"""What an edition's contests say of one another and of their envelopes, before anybody votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aubette.model.contest import Contest
from aubette.model.edition import Edition
from aubette.model.enums import Cadence, Effect
from aubette.model.finding import Finding, Related, Severity
from aubette.rules.context import Context
from aubette.rules.reading import live_editions

BY_VOTES_ONLY = frozenset(
    {"overflow", "min_winners_per_area", "max_winners", "max_winners_per_area", "quotas", "leftover"}
)
BY_SHARES_ONLY = frozenset({"utility", "completion", "start", "step", "then", "comparison"})
UNHEEDED: Mapping[str, frozenset[str]] = {
    "greedy": BY_SHARES_ONLY,
    "grades": BY_SHARES_ONLY,
    "equal-shares": BY_VOTES_ONLY,
}
"""The clauses that a method does not read."""

DECIDING = frozenset({"draw", "id", "receipt"})
"""The tie-breaks that never leave two projects equal."""

SILENT: tuple[object, ...] = (0, None, "none", "return", "exact", [], (), {})
"""Values that ask for nothing, so that a rule may spell them out."""


def shortlists_lead_on(context: Context) -> Iterator[Finding]:
    """A shortlist feeds a contest, only a shortlist does, and no contest chooses its own candidates in the end."""
    for edition in live_editions(context.city):
        feeds = {c.id: c.feeds for c in edition.contests}
        for position, contest in enumerate(edition.contests):
            place = edition.origin.at("contests", position, "feeds" if contest.feeds else "effect")
            if contest.effect is Effect.SHORTLIST and contest.feeds is None:
                yield Finding("ballot/shortlist-without-contest", place, {"contest": contest.id})
            elif contest.effect is not Effect.SHORTLIST and contest.feeds is not None:
                params = {"contest": contest.id, "fed": contest.feeds}
                yield Finding("ballot/feeds-without-shortlist", place, params)
            elif _feeds_itself(contest, feeds):
                yield Finding("ballot/feeds-itself", place, {"contest": contest.id})


def _feeds_itself(contest: Contest, feeds: Mapping[str, str | None]) -> bool:
    following, seen = contest.feeds, set[str]()
    while following is not None and following not in seen:
        seen.add(following)
        following = feeds.get(following)
    return contest.id in seen


def quotas_have_envelopes(context: Context) -> Iterator[Finding]:
    """A quota is for an envelope of its own contest."""
    for edition in live_editions(context.city):
        for position, contest in enumerate(edition.contests):
            for n, envelope in enumerate(_quotas(contest)):
                if envelope not in contest.envelopes:
                    yield Finding(
                        "ballot/quota-elsewhere",
                        edition.origin.at("contests", position, "counting", "quotas", n, "envelope"),
                        {"contest": contest.id, "envelope": envelope},
                        related=(Related(edition.origin.at("contests", position, "envelopes"), "envelopes-here"),),
                    )


def _quotas(contest: Contest) -> Iterator[str]:
    quotas = contest.counting.get("quotas")
    for quota in quotas if isinstance(quotas, list | tuple) else ():
        yield str(quota["envelope"])


def clauses_are_heeded(context: Context) -> Iterator[Finding]:
    """A clause that the contest's method does not read promises what the count will not do."""
    for edition in live_editions(context.city):
        for position, contest in enumerate(edition.contests):
            for keys in _unheeded(contest.counting):
                yield Finding(
                    "ballot/clause-unheeded",
                    edition.origin.at("contests", position, "counting", *keys),
                    {"contest": contest.id, "clause": ".".join(keys), "method": str(contest.counting["method"])},
                    Severity.WARNING,
                )


def _unheeded(rule: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The places of such clauses; equal shares that are compared with the order of votes read those of both."""
    method = str(rule.get("method"))
    compared = method == "equal-shares" and rule.get("comparison", "none") != "none"
    for clause in sorted(UNHEEDED.get(method, frozenset()) & set(rule)):
        if not compared and rule[clause] not in SILENT and (clause, rule[clause]) != ("overflow", "skip"):
            yield (clause,)
    if rule.get("thresholds", {}).get("points") and (method == "grades" or rule.get("measure") != "points"):
        yield "thresholds", "points"


def chains_decide(context: Context) -> Iterator[Finding]:
    """A declared chain of tie-breaks decides between any two projects, or a count may wait for ever."""
    for edition in live_editions(context.city):
        for position, contest in enumerate(edition.contests):
            ties = contest.counting.get("ties")
            if not isinstance(ties, list | tuple) or contest.effect is Effect.ADVISORY:
                continue
            if not DECIDING & {str(tie) for tie in ties}:
                place = edition.origin.at("contests", position, "counting", "ties")
                yield Finding("ballot/ties-may-stay-open", place, {"contest": contest.id}, Severity.WARNING)


def cadence_kept(context: Context) -> Iterator[Finding]:
    """After an edition of two years, the next one is decided two years later (Strasbourg, season 2)."""
    for edition in live_editions(context.city):
        if edition.cadence is Cadence.BIENNIAL:
            yield from _too_soon(edition, context.city.editions)


def _too_soon(edition: Edition, others: tuple[Edition, ...]) -> Iterator[Finding]:
    for other in others:
        if other.year_decision == edition.year_decision + 1:
            yield Finding(
                "calendar/edition-too-soon",
                other.origin.at("year_decision"),
                {"edition": other.id, "earlier": edition.id, "year": edition.year_decision + 2},
                related=(Related(edition.origin.at("cadence"), "cadence-set-here"),),
            )
