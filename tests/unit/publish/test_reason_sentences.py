"""What the sentence of a project says is true of it also where places, rules or orders meet."""

from __future__ import annotations

from aubette.model.contest import BallotRules
from aubette.model.counting import Candidate, CountingRule, Pot, TieBreak
from aubette.model.enums import BallotType, Effect
from aubette.model.evidence import FrozenContest, FrozenEnvelope
from aubette.model.outcome import Outcome
from aubette.publish.tally import reason_sentence
from aubette.votes.count.contest import count_greedy
from aubette.votes.count.standing import standing
from aubette.words.catalogue import Catalogue

WORDS = Catalogue("en")


def said(outcome: Outcome, number: str) -> str:
    return reason_sentence(WORDS, outcome.of(number))


def test_of_two_equals_the_one_that_a_shortlist_leaves_is_behind_its_last_place() -> None:
    purse = FrozenEnvelope("e", 100_00)
    contest = FrozenContest("c", Effect.SHORTLIST, BallotRules(BallotType.APPROVAL), {}, (purse,), 2, "final")
    field = [Candidate("a", 1, "e", 9, 9), Candidate("b", 2, "e", 5, 5), Candidate("d", 3, "e", 5, 5)]
    outcome = standing(contest, CountingRule(ties=(TieBreak.LOWEST_COST,)), field, 10)
    assert isinstance(outcome, Outcome)
    assert said(outcome, "b") == "In place 2: the shortlist keeps 2 projects."
    assert said(outcome, "d") == "In place 3: the shortlist keeps only 2 projects."


def test_a_winner_that_excludes_another_may_be_less_voted() -> None:
    field = [Candidate("a", 50, "e", 9, 9), Candidate("b", 50, "e", 1, 1, "x")]
    rule = CountingRule(min_winners_per_area=1, exclusions=(("a", "b"),))
    outcome = count_greedy("c", rule, [Pot("e", 100)], field, 10)
    assert isinstance(outcome, Outcome)
    assert outcome.winners == ("b",)
    assert said(outcome, "a") == "Another winner, b, takes the same place or meets the same need."


def test_picks_that_are_worth_nothing_are_not_called_absent() -> None:
    outcome = count_greedy("c", CountingRule(), [Pot("e", 100)], [Candidate("a", 50, "e", 0, 4)], 10)
    assert isinstance(outcome, Outcome)
    assert said(outcome, "a") == "No vote, no point that counts: such a project never wins."
