"""Contests that elect nobody: an opinion before the vote, and a shortlist that makes the next ballot."""

from __future__ import annotations

from typing import Any

import pytest
import toy
from toy import Toy, counted, fates, reported

from aubette.model.enums import Provenance
from aubette.model.evidence import FrozenContest, Verified
from aubette.model.finding import Severity
from aubette.model.outcome import Outcome, by_project
from aubette.model.source import MemorySource
from aubette.publish.site import Votes
from aubette.votes import inventory
from aubette.votes.count.contest import count
from aubette.votes.count.outcome_json import outcome_data
from aubette.votes.count.rule_data import from_mapping
from aubette.votes.count.standing import feeders_first
from aubette.votes.gather import gather
from aubette.votes.unit import Context
from aubette.votes.verify import answer
from aubette.workflow.results import winners

SUPPORTS = {
    "id": "soutiens",
    "label": "Soutiens reçus sur la plateforme",
    "effect": "shortlist",
    "shortlist": 2,
    "feeds": "ville",
    "envelopes": ["ville"],
    "ballot": {"type": "approval"},
    "units": [{"id": "plateforme", "channel": "online", "label": "Soutiens comptés ailleurs"}],
    "counting": {"method": "greedy", "measure": "votes", "thresholds": {"votes": 10}, "ties": ["lowest_cost"]},
}


def with_supports(**changes: Any) -> toy.Edit:
    def edit(data: dict[str, Any]) -> None:
        data["contests"] = [SUPPORTS | changes, *data["contests"]]

    return edit


def field(*votes: tuple[int, int]) -> list[Toy]:
    return [
        Toy(f"00{n}", 10_000 * n, {"soutiens": support, "ville": vote}) for n, (support, vote) in enumerate(votes, 1)
    ]


def test_a_shortlist_chooses_who_may_win() -> None:
    """Supports counted elsewhere come in as a tally; the third idea never reaches the vote."""
    results = counted("angers-2018", field((50, 1), (40, 9), (30, 0)), edit=with_supports())
    assert fates(results, "soutiens") == {"001": "shortlisted", "002": "shortlisted", "003": "not_shortlisted"}
    assert fates(results, "ville") == {"001": "selected", "002": "selected", "003": "not_shortlisted"}
    reasons = {p.number[-3:]: p.reason.code for p in results.outcomes[1].projects}
    assert reasons == {"001": "fits", "002": "fits", "003": "not_kept"}
    assert winners([results]) == {"angers-2018": {"angers-2018-001", "angers-2018-002"}}


def test_of_what_it_did_not_keep_the_shortlist_speaks() -> None:
    """Nobody could vote for it in the decisive contest: its votes are those of the shortlist, not none."""
    results = counted("angers-2018", field((50, 1), (40, 9), (30, 0)), edit=with_supports())
    assert results.evidence
    votes = Votes(results.evidence, results.outcomes)
    third, second = votes.of("angers-2018-003"), votes.of("angers-2018-002")
    assert third
    assert second
    assert (third.score, third.reason.code, votes.left_out(third.number)) == (30, "beyond_shortlist", True)
    assert (second.score, second.reason.code, votes.left_out(second.number)) == (9, "fits", False)


def test_what_stays_under_a_shortlists_threshold_is_not_shortlisted() -> None:
    low = with_supports(counting={"method": "greedy", "measure": "votes", "thresholds": {"votes": 45}})
    results = counted("angers-2018", field((50, 1), (40, 0), (30, 0)), edit=low)
    assert results.evidence
    votes = Votes(results.evidence, results.outcomes)
    second = votes.of("angers-2018-002")
    assert second
    assert (second.score, second.reason.code, votes.left_out(second.number)) == (40, "below_votes", True)


def test_without_the_shortlist_the_third_would_have_won() -> None:
    results = counted("angers-2018", field((50, 1), (40, 9), (30, 5)))
    assert fates(results)["003"] == "selected"


def test_votes_for_what_the_shortlist_did_not_keep_are_refused() -> None:
    results = counted("angers-2018", field((50, 1), (40, 9), (30, 5)), edit=with_supports())
    assert [o.contest for o in results.outcomes] == ["soutiens"]
    (finding,) = results.findings
    assert (finding.code, finding.params["names"]) == ("count/votes-for-not-shortlisted", ("angers-2018-003",))
    assert results.broken


def test_a_threshold_holds_for_a_shortlist_too() -> None:
    results = counted("angers-2018", field((50, 1), (9, 0), (8, 0)), edit=with_supports())
    assert fates(results, "soutiens") == {"001": "shortlisted", "002": "below_threshold", "003": "below_threshold"}


def test_a_tie_at_the_last_place_is_decided_by_the_chain_and_told() -> None:
    results = counted("angers-2018", field((50, 1), (40, 3), (40, 0)), edit=with_supports())
    assert fates(results, "soutiens")["002"] == "shortlisted"
    (tie,) = results.outcomes[0].ties
    assert (tie.numbers, str(tie.decided_by)) == (("angers-2018-002", "angers-2018-003"), "lowest_cost")


def test_a_tie_at_the_last_place_waits_for_the_draw() -> None:
    rule = {**SUPPORTS["counting"], "ties": ["draw"]}  # type: ignore[dict-item]
    results = counted("angers-2018", field((50, 1), (40, 3), (40, 0)), edit=with_supports(counting=rule))
    assert [f.code for f in results.findings] == ["count/tie-undecided"]
    assert results.outcomes == ()


def test_a_tie_above_the_last_place_is_none() -> None:
    rule = {**SUPPORTS["counting"], "ties": ["draw"]}  # type: ignore[dict-item]
    results = counted("angers-2018", field((40, 1), (40, 3), (30, 0)), edit=with_supports(counting=rule))
    assert fates(results, "soutiens")["003"] == "not_shortlisted"
    assert results.outcomes[0].ties == ()


def early(silent: str) -> Verified:
    """What is known of a live edition while a contest has not reported; seals are another matter."""
    votes = field((50, 0), (40, 0), (30, 0)) if silent == "ville" else field((0, 5))
    files, city = reported("angers-2018", votes, edit=with_supports(), silent=frozenset({silent}))
    held = inventory.take(MemorySource(files), "angers-2018")
    found = gather(held, Context(city.config.id, "angers-2018", None, None), Severity.NOTE)
    return answer(found, found.findings, Provenance.LIVE)


def test_a_shortlist_is_known_before_the_next_contest_reports() -> None:
    known = early("ville")
    assert known.evidence is None
    assert known.early is not None
    assert [c.id for c in known.early.ballot.contests] == ["soutiens"]
    rule = from_mapping(known.early.ballot.contests[0].rule)
    outcome = count(known.early, "soutiens", rule, {}, {})
    assert isinstance(outcome, Outcome)
    assert [p.status.value for p in outcome.projects] == ["shortlisted", "shortlisted", "not_shortlisted"]


def test_a_decisive_contest_is_never_counted_early() -> None:
    known = early("soutiens")
    assert (known.evidence, known.early) == (None, None)


def test_an_opinion_ranks_and_elects_nobody() -> None:
    """Metz: what the internet prefers loses in the hall, and nobody is elected twice or by the opinion."""
    projects = [
        Toy("001", 80_000, {"avis": 90, "salle": 10}, "comite-01"),
        Toy("002", 70_000, {"avis": 10, "salle": 30}, "comite-01"),
    ]
    results = counted("metz", projects)
    assert fates(results, "avis") == {"001": "ranked", "002": "ranked"}
    assert fates(results, "salle") == {"001": "not_selected", "002": "selected"}
    assert winners([results]) == {"metz": {"metz-002"}}
    assert {n: p.status.value for n, p in by_project(results.outcomes).items()} == {
        "metz-001": "not_selected",
        "metz-002": "selected",
    }
    data = outcome_data("metz", results.outcomes, {}, what_if=False)
    assert data["projects"]["metz-002"]["status"] == "selected"
    assert data["before"][0]["projects"]["metz-001"] == {
        "status": "ranked",
        "votes": 90,
        "rank": 1,
        "reason": "ranked",
    }
    assert {e["contest"] for e in data["envelopes"]} == {"salle"}


def contest(name: str, feeds: str | None = None) -> FrozenContest:
    whole = results_contest()
    return FrozenContest(name, whole.effect, whole.ballot, {}, whole.envelopes, feeds=feeds)


def results_contest() -> FrozenContest:
    evidence = counted("angers-2018", field((0, 5))).evidence
    assert evidence is not None
    return evidence.ballot.contests[0]


def test_contests_are_counted_after_those_that_feed_them() -> None:
    last, middle, first = contest("c"), contest("b", "c"), contest("a", "b")
    assert [c.id for c in feeders_first((last, middle, first))] == ["a", "b", "c"]
    with pytest.raises(ValueError, match="a"):
        feeders_first((contest("a", "b"), contest("b", "a")))


@pytest.mark.parametrize("feeds", ["soutiens", "ville"])
def test_a_frozen_ballot_whose_contests_feed_themselves_is_refused(feeds: str) -> None:
    def circle(data: dict[str, Any]) -> None:
        with_supports(feeds=feeds)(data)
        data["contests"][1]["feeds"] = "soutiens"

    with pytest.raises(AssertionError, match=r"contests\[[01]\].feeds"):
        counted("angers-2018", field((1, 1)), edit=circle)
