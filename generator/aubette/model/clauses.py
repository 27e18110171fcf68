"""What is particular in an edition's rules, read from the rules themselves: codes and figures, never sentences.

The words stand in the catalogues under `presets.clause.<code>`. A clause that the edition does not make is not listed,
so that what is said of an edition can never differ from what is checked and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aubette.model.contest import Contest
from aubette.model.edition import Edition
from aubette.model.enums import BallotType, Cadence, Effect, EnvelopeKind, HolderKind, SplitMode, VoteChannel
from aubette.model.money import Money, total

Value = int | str | Money | tuple[str, ...]


class Chapter(StrEnum):
    """The part of the rules that a clause belongs to."""

    MONEY = "money"
    PROPOSING = "proposing"
    VOTING = "voting"


@dataclass(frozen=True)
class Clause:
    """One clause: its code and the figures of its sentence; `n` chooses the plural."""

    code: str
    chapter: Chapter
    params: Mapping[str, Value] = field(default_factory=dict)


Found = Iterator[tuple[str, dict[str, Value]]]


def clauses_of(edition: Edition) -> tuple[Clause, ...]:
    """The clauses of an edition, chapter after chapter, each once; that every kind of holder is admitted is none."""
    readers: tuple[tuple[Chapter, Callable[[Edition], Found]], ...] = (
        (Chapter.MONEY, _division),
        (Chapter.MONEY, _caps),
        (Chapter.PROPOSING, _proposing),
        (Chapter.VOTING, _contests),
        (Chapter.VOTING, _counting),
    )
    found = [Clause(code, chapter, params) for chapter, read in readers for code, params in read(edition)]
    return tuple(clause for n, clause in enumerate(found) if clause not in found[:n])


def _division(edition: Edition) -> Found:
    yield "envelope", {"amount": edition.budget.envelope, "percent": edition.budget.max_share_percent}
    if edition.cadence is Cadence.BIENNIAL:
        yield "biennial", {}
    areas = tuple(e for e in edition.envelopes if e.kind is EnvelopeKind.AREA)
    others = [e for e in edition.envelopes if e.kind is not EnvelopeKind.AREA]
    city = [e for e in others if e.kind is EnvelopeKind.CITY]
    groups = [e for e in others if e.kind is EnvelopeKind.GROUP]
    mode = edition.split.mode if edition.split else SplitMode.EXPLICIT
    if areas:
        yield f"areas_{mode.value}", {"n": len(areas), "amount": total(e.amount for e in areas)}
    if groups:
        yield "groups", {"n": len(groups), "amount": total(e.amount for e in groups)}
    if city and (areas or groups):
        yield "beside_city", {"amount": total(e.amount for e in city)}
    elif len(city) == 1:
        yield "one_envelope", {}
    if any(e.kind is EnvelopeKind.RESERVE for e in others):
        yield "reserve", {"amount": total(e.amount for e in others if e.kind is EnvelopeKind.RESERVE)}
    operating = total(e.operating for e in edition.envelopes)
    if operating:
        yield "sections", {"investment": edition.budget.envelope, "operating": operating}
    for tier in edition.size_tiers:
        kept = any(tier.id in e.tiers for e in edition.envelopes)
        if kept and tier.up_to is not None:
            yield "tier", {"limit": tier.up_to}


def _caps(edition: Edition) -> Found:
    caps = edition.caps
    if caps.project_area is not None and caps.project_area == caps.project_city:
        yield "project_cap", {"cap": caps.project_area}
    else:
        if caps.project_area is not None:
            yield "project_cap_area", {"cap": caps.project_area}
        if caps.project_city is not None:
            yield "project_cap_city", {"cap": caps.project_city}
    if caps.project_minimum is not None:
        yield "project_minimum", {"minimum": caps.project_minimum}
    if caps.area is not None:
        yield "area_cap", {"cap": caps.area}
    if caps.running_cost_percent is not None:
        none = caps.running_cost_percent in ("0", "0.0")
        yield "no_running_cost" if none else "running_cost", {"percent": caps.running_cost_percent}


def _proposing(edition: Edition) -> Found:
    rules = edition.eligibility
    if rules is None:
        return
    if set(rules.holder_kinds) != set(HolderKind):
        admitted = HolderKind.ASSOCIATION in rules.holder_kinds
        yield "associations" if admitted else "no_associations", {}
    if rules.min_age is not None:
        yield "age_to_propose", {"age": rules.min_age}
    if rules.max_ideas_per_holder is not None:
        yield "ideas_per_holder", {"n": rules.max_ideas_per_holder}
    if rules.city_min_areas is not None:
        yield "many_areas", {"n": rules.city_min_areas}
    if rules.min_collective_members is not None:
        yield "collective_members", {"n": rules.min_collective_members}


def _contests(edition: Edition) -> Found:
    decisive = [c for c in edition.contests if c.effect is Effect.DECISIVE]
    for contest in edition.contests:
        if contest.effect is Effect.ADVISORY:
            yield "advisory", {}
        if contest.effect is Effect.SHORTLIST:
            yield "shortlist", {"n": contest.shortlist or 0}
        if contest.min_age is not None:
            yield "age_to_vote", {"age": contest.min_age}
        yield from _ballot(contest)
    if any(u.channel is VoteChannel.MEETING for c in decisive for u in c.units):
        yield "in_the_hall", {}
    if len(decisive) > 1:
        yield "several_contests", {"n": len(decisive)}


def _ballot(contest: Contest) -> Found:
    ballot = contest.ballot
    if ballot.type is BallotType.GRADES:
        yield "grades", {"n": len(ballot.grades)}
    elif ballot.type is BallotType.POINTS and ballot.max_points:
        yield "points", {"n": ballot.max_points}
    elif ballot.max_choices and ballot.min_choices:
        yield "choices_between", {"least": ballot.min_choices, "most": ballot.max_choices}
    elif ballot.max_choices:
        yield "choices", {"n": ballot.max_choices}
    if ballot.cost_cap:
        yield "cost_cap", {}


def _counting(edition: Edition) -> Found:
    for contest in edition.contests:
        rule = contest.counting
        if contest.effect is not Effect.DECISIVE:
            continue
        if rule.get("method", "greedy") == "greedy":
            yield "stop" if rule.get("overflow") == "stop" else "skip", {}
        for code in ("min_winners_per_area", "max_winners", "max_winners_per_area"):
            number = rule.get(code)
            if isinstance(number, int) and number:
                yield code, {"n": number}
        quotas = rule.get("quotas")
        for quota in quotas if isinstance(quotas, list | tuple) else ():
            yield "quota", {"n": int(quota["most"]), "envelope": str(quota["envelope"])}
        leftover = rule.get("leftover")
        if leftover in ("pool_by_votes", "carry"):
            yield f"leftover_{leftover}", {}
