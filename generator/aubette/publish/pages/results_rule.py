"""The rule of a contest in sentences: how projects are ranked, every clause that was declared, what settles ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from aubette.model.counting import Comparison, Completion, CountingRule, Leftover, Measure, Method, Then
from aubette.model.enums import Effect
from aubette.model.money import Money
from aubette.model.outcome import Outcome, Result
from aubette.words.catalogue import Catalogue

Say = Callable[..., str]
ROOM = "site.results.rule"


def rule_sentence(words: Catalogue, outcome: Outcome, envelopes: Mapping[str, str]) -> str:
    """The rule applied, a sentence for each of its clauses; `envelopes` are their names by id."""
    say = words.say
    if outcome.effect is not Effect.DECISIVE:
        kept = sum(p.status is Result.SHORTLISTED for p in outcome.projects)
        return " ".join((say(f"{ROOM}.{outcome.effect.value}", n=kept), *_scores(say, outcome.rule)))
    return " ".join((*_clauses(say, outcome.rule, envelopes), *_ties(words, outcome.rule)))


def _clauses(say: Say, rule: CountingRule, envelopes: Mapping[str, str]) -> Iterator[str]:
    if rule.method is Method.GREEDY:
        yield say(f"{ROOM}.greedy_{rule.overflow.value}_{rule.measure.value}")
    else:
        yield say(f"{ROOM}.{rule.method.value}")
    yield from _scores(say, rule)
    yield from _least(say, rule)
    yield from _winners(say, rule, envelopes)
    if rule.leftover is not Leftover.RETURN:
        yield say(f"{ROOM}.{rule.leftover.value}")
    if rule.method is Method.EQUAL_SHARES:
        yield from _shares(say, rule)


def _scores(say: Say, rule: CountingRule) -> Iterator[str]:
    """What the places of a ranked ballot are worth; other ballots have no weights."""
    if rule.measure is Measure.POINTS and rule.weights == "borda":
        yield say(f"{ROOM}.borda")
    elif rule.measure is Measure.POINTS and rule.weights:
        yield say(f"{ROOM}.weights", weights=tuple(map(str, rule.weights)))


def _least(say: Say, rule: CountingRule) -> Iterator[str]:
    limits = rule.thresholds
    if limits.votes > 1:
        yield say(f"{ROOM}.least_votes", n=limits.votes)
    if limits.points and rule.measure is Measure.POINTS and rule.method is not Method.GRADES:
        yield say(f"{ROOM}.least_points", n=limits.points)
    if limits.share_percent.strip("0."):
        yield say(f"{ROOM}.least_share", share=limits.share_percent)
    if limits.cost_divisor is not None:
        yield say(f"{ROOM}.least_by_cost", n=limits.cost_divisor)


def _winners(say: Say, rule: CountingRule, envelopes: Mapping[str, str]) -> Iterator[str]:
    if rule.exclusions:
        yield say(f"{ROOM}.exclusions")
    if rule.min_winners_per_area:
        yield say(f"{ROOM}.min_winners_per_area", n=rule.min_winners_per_area)
    if rule.max_winners is not None:
        yield say(f"{ROOM}.max_winners", n=rule.max_winners)
    for quota in rule.quotas:
        yield say(f"{ROOM}.quota", n=quota.most, envelope=envelopes.get(quota.envelope, quota.envelope))
    if rule.max_winners_per_area is not None:
        yield say(f"{ROOM}.max_winners_per_area", n=rule.max_winners_per_area)


def _shares(say: Say, rule: CountingRule) -> Iterator[str]:
    if rule.completion is not Completion.NONE:
        yield say(f"{ROOM}.raised", step=Money(rule.step))
    if rule.then is Then.VOTES:
        yield say(f"{ROOM}.then_votes")
    if rule.comparison is not Comparison.NONE:
        yield say(f"{ROOM}.compared")


def _ties(words: Catalogue, rule: CountingRule) -> Iterator[str]:
    names = words.formats.listed([words.say(f"labels.tie.{tie.value}") for tie in rule.ties])
    if names:
        yield words.say(f"{ROOM}.ties", ties=names, n=len(rule.ties))
