"""What the sentence of a project says is true of it also where places, rules or orders meet."""

from __future__ import annotations

import pytest

from aubette.model.contest import BallotRules
from aubette.model.counting import Candidate, CountingRule, Pot, Quota, Thresholds, TieBreak
from aubette.model.enums import BallotType, Effect
from aubette.model.evidence import FrozenContest, FrozenEnvelope
from aubette.model.outcome import Outcome, Tie
from aubette.publish.tally import reason_sentence, tie_sentence
from aubette.votes.count.contest import count_greedy
from aubette.votes.count.standing import standing
from aubette.words.catalogue import Catalogue

WORDS = Catalogue("en")


def said(outcome: Outcome, number: str, words: Catalogue = WORDS) -> str:
    return reason_sentence(words, outcome.of(number))


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


@pytest.mark.parametrize(
    ("lang", "full", "few"),
    [
        ("en", "Rank 2: the envelope already has its only winner.", "1 vote, at least 2 were needed."),
        ("fr", "Au rang 2 : l'enveloppe a déjà son seul lauréat.", "1 voix, il en fallait au moins 2."),
        (
            "de",
            "Rang 2: das Budget hat schon das eine gewählte Projekt, das es haben darf.",
            "1 Stimme, mindestens 2 waren nötig.",
        ),
    ],
)
def test_one_winner_and_one_vote_take_the_singular(lang: str, full: str, few: str) -> None:
    field = [Candidate("a", 50, "e", 9, 9), Candidate("b", 50, "e", 5, 5), Candidate("d", 50, "e", 1, 1)]
    rule = CountingRule(quotas=(Quota("e", 1),), thresholds=Thresholds(votes=2))
    outcome = count_greedy("c", rule, [Pot("e", 200)], field, 10)
    assert isinstance(outcome, Outcome)
    told = [said(outcome, number, Catalogue(lang)).replace("\u00a0", " ") for number in ("b", "d")]
    assert told == [full, few]


def test_a_german_tie_is_decided_by_the_area_in_the_accusative() -> None:
    tie = Tie("e", ("a", "b"), TieBreak.AREA_WITHOUT_WINNER)
    assert tie_sentence(Catalogue("de"), tie).endswith(
        "Gleichstand entschieden durch den Stadtteil ohne gewähltes Projekt."
    )
