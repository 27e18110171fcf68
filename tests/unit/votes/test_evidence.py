"""What the values of sealed votes say by themselves: candidates, weights, kinds, and what one ballot may add."""

from __future__ import annotations

from dataclasses import replace

import forms
import pytest

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType
from aubette.model.evidence import BallotGroup, FrozenBallot, TallyKind, joined
from aubette.votes import ballots
from aubette.votes.consistency import Bounds, bounds


def ranked(weights: object, most: int | None) -> FrozenBallot:
    contest = replace(
        forms.contest("rang"),
        ballot=BallotRules(BallotType.RANKED, max_choices=most),
        rule={"measure": "points", "weights": weights},
    )
    return replace(forms.BALLOT, contests=(contest,))


def test_candidates_are_the_projects_of_the_contests_envelopes() -> None:
    assert [project.number for project in forms.BALLOT.candidates("nord")] == ["2027-004", "2027-005"]
    with pytest.raises(KeyError):
        forms.BALLOT.candidates("sud")


@pytest.mark.parametrize(
    ("weights", "most", "kind", "expected"),
    [
        ([3, 2, 1], 3, TallyKind.POINTS, Bounds(3, 3, 6)),
        ([3, 2], 3, TallyKind.POINTS, Bounds(3, 3, 5)),
        ("borda", 2, TallyKind.POINTS, Bounds(1, 0, 1)),
        ("borda", None, TallyKind.POINTS, Bounds(2, 0, 3)),
        ([], 2, TallyKind.VOTES, Bounds(1, 1, 2)),
    ],
)
def test_weights_of_ranked_ballots(weights: object, most: int | None, kind: TallyKind, expected: Bounds) -> None:
    ballot = ranked(weights, most)
    assert ballot.kind("rang") is kind
    assert bounds(ballot, "rang") == expected


def test_weights_do_not_matter_where_votes_are_counted() -> None:
    votes = replace(forms.contest("rang"), rule={"measure": "votes", "weights": [3, 2, 1]})
    ballot = replace(forms.BALLOT, contests=(votes,))
    assert ballot.weights("rang") == ()
    assert ballot.kind("rang") is TallyKind.VOTES


@pytest.mark.parametrize(
    ("contest", "kind", "expected"),
    [
        ("ville", TallyKind.VOTES, Bounds(1, 1, 3)),
        ("nord", TallyKind.POINTS, Bounds(3, 1, 5)),
        ("rang", TallyKind.POINTS, Bounds(3, 5, 6)),
        ("mention", TallyKind.POINTS, Bounds(3, 0, 9)),
        ("panier", TallyKind.VOTES, Bounds(1, 1, 3)),
        ("unique", TallyKind.VOTES, Bounds(1, 1, 1)),
    ],
)
def test_what_one_ballot_may_add(contest: str, kind: TallyKind, expected: Bounds) -> None:
    assert forms.BALLOT.kind(contest) is kind
    assert bounds(forms.BALLOT, contest) == expected


def test_points_come_from_voters_from_places_or_from_the_tick() -> None:
    groups = (BallotGroup(2, ("a", "b"), ()), BallotGroup(1, ("b", "c", "a"), ()))
    assert ballots.sums(groups) == {"a": 3, "b": 3, "c": 1}
    assert ballots.sums(groups, (3, 2)) == {"a": 6, "b": 7, "c": 2}
    assert ballots.sums(groups, "borda") == {"a": 2, "b": 2, "c": 1}
    assert ballots.sums((BallotGroup(3, ("a", "b"), (0, 4)),)) == {"a": 0, "b": 12}


def test_equal_ballots_of_several_units_are_joined() -> None:
    one = (BallotGroup(1, (), ()), BallotGroup(2, ("a",), ()))
    two = (BallotGroup(5, ("a",), ()), BallotGroup(1, ("a", "b"), ()))
    assert joined([one, two]) == (BallotGroup(1, (), ()), BallotGroup(7, ("a",), ()), BallotGroup(1, ("a", "b"), ()))
