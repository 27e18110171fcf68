"""The rule of a contest is said with every clause that was declared, and with none that was not."""

from __future__ import annotations

import pytest

from aubette.model.counting import (
    Comparison,
    Completion,
    CountingRule,
    Leftover,
    Measure,
    Method,
    Quota,
    Then,
    Thresholds,
    TieBreak,
)
from aubette.model.outcome import EnvelopeOutcome, Outcome
from aubette.publish.pages.results_rule import rule_sentence
from aubette.publish.tally import comparison_sentence, moved_sentence, shares_sentence
from aubette.words.catalogue import Catalogue

PLAIN = rule_sentence(Catalogue("en"), Outcome("c", CountingRule(), (), ()), {})
POINTS = Measure.POINTS


def told(rule: CountingRule) -> str:
    return rule_sentence(Catalogue("en"), Outcome("c", rule, (), ()), {"e": "Big projects"})


@pytest.mark.parametrize(
    ("rule", "clause"),
    [
        (CountingRule(measure=POINTS, weights=(5, 3, 1)), "are worth 5, 3 and 1 points, those after them none."),
        (CountingRule(measure=POINTS, weights="borda"), "the last choice is worth no point"),
        (CountingRule(thresholds=Thresholds(votes=20)), "A project needs at least 20 votes."),
        (CountingRule(measure=POINTS, thresholds=Thresholds(points=1)), "A project needs at least 1 point."),
        (CountingRule(thresholds=Thresholds(share_percent="12.5")), "at least 12.5% of the valid ballots."),
        (CountingRule(thresholds=Thresholds(cost_divisor=3)), "its share of the envelope divided by 3"),
        (CountingRule(exclusions=(("a", "b"),)), "Of projects that exclude each other, only one can win."),
        (CountingRule(min_winners_per_area=2), "Each neighbourhood has at least 2 winners, as far as money goes."),
        (CountingRule(max_winners=1), "An envelope has at most 1 winner."),
        (CountingRule(quotas=(Quota("e", 1),)), "The envelope “Big projects” has at most 1 winner."),
        (CountingRule(max_winners_per_area=1), "A neighbourhood has at most 1 winner."),
        (CountingRule(leftover=Leftover.CARRY), "What an envelope leaves goes to the next one."),
        (CountingRule(leftover=Leftover.POOL_BY_VOTES), "What all envelopes leave goes to the best placed"),
        (CountingRule(Method.EQUAL_SHARES, completion=Completion.ADD1, step=1000), "raised by 10\u00a0€ at a time"),
        (CountingRule(Method.EQUAL_SHARES, then=Then.VOTES), "What is left then goes to projects in the order"),
        (CountingRule(Method.EQUAL_SHARES, comparison=Comparison.PROJECTS), "the one that more voters prefer is kept."),
    ],
)
def test_a_clause_is_told_where_it_is_declared(rule: CountingRule, clause: str) -> None:
    assert clause in told(rule)
    assert clause not in PLAIN


def test_a_rule_without_clauses_is_two_sentences() -> None:
    assert PLAIN.count(".") == 2


def test_ties_are_settled_in_an_order_where_there_are_several_ways() -> None:
    assert PLAIN.endswith("A tie is settled, in this order, by the lowest cost and the public draw.")
    assert told(CountingRule(ties=(TieBreak.RECEIPT,))).endswith("A tie is settled by the receipt number.")


def test_a_share_of_the_ballots_is_written_as_the_language_does() -> None:
    rule = CountingRule(thresholds=Thresholds(share_percent="12.5"))
    said = rule_sentence(Catalogue("de"), Outcome("c", rule, (), ()), {})
    assert "12,5\u00a0%" in said


@pytest.mark.parametrize("lang", ["fr", "en", "de"])
def test_how_equal_shares_went_and_what_passed_between_envelopes_is_told(lang: str) -> None:
    notes = {"voters": 320, "first_share": "62500", "share": "67200", "steps": 47, "ended": "exhausted"}
    words = Catalogue(lang)
    said = shares_sentence(words, EnvelopeOutcome("e", 100, 0, (), notes=notes))
    assert all(figure in said for figure in ("320", "625", "672", "47"))
    gave, had = (moved_sentence(words, EnvelopeOutcome("e", 100, 0, (), received)) for received in (-700, 800))
    assert "7\u00a0€" in gave.replace("€7", "7\u00a0€")
    assert "8\u00a0€" in had.replace("€8", "8\u00a0€")
    kept = Outcome("c", CountingRule(), (), (), notes={"prefer_shares": 128, "prefer_votes": 67, "kept": "shares"})
    assert all(figure in comparison_sentence(words, kept) for figure in ("128", "67"))
    nothing = EnvelopeOutcome("e", 100, 0, ())
    assert not shares_sentence(words, nothing)
    assert not moved_sentence(words, nothing)
    assert not comparison_sentence(words, Outcome("c", CountingRule(), (), ()))
