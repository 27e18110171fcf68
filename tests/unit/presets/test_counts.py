"""Every clause on counting of every preset: one toy election counted from files that shows its effect."""

from __future__ import annotations

from typing import Any

import pytest
from toy import Edit, Toy, all_fates, counted, fates

from aubette.model.evidence import BallotGroup
from aubette.workflow.results import Results

S, N = "selected", "not_selected"
COVERED = {
    ("strasbourg-s1", "points"),
    ("strasbourg-s2", "points"),
    ("metz", "advisory"),
    ("metz", "in_the_hall"),
    ("metz", "beside_city"),
    ("paris-2021", "grades"),
    ("paris-2021", "max_winners"),
    ("rennes-s6", "groups"),
    ("montreuil-s2", "several_contests"),
    ("grenoble-2017", "quota"),
    ("grenoble-2017", "leftover_carry"),
    ("lyon-2022", "beside_city"),
    ("toulouse-2022", "min_winners_per_area"),
    ("toulouse-2022", "leftover_pool_by_votes"),
    ("toulouse-2022", "reserve"),
    ("dijon-2025", "max_winners"),
    ("dijon-2025", "in_the_hall"),
    ("dijon-2025", "several_contests"),
    ("paris-2021", "several_contests"),
    *((preset, "skip") for preset in ("grenoble-2017", "toulouse-2022")),
}
"""The clauses of presets whose effect on a count is shown here; the presets of `SKIPPING` come to them."""


def rule(**clauses: Any) -> Edit:
    """The same edition with other clauses in every contest; None removes a clause."""

    def edit(data: dict[str, Any]) -> None:
        for contest in data["contests"]:
            changed = {**contest["counting"], **clauses}
            contest["counting"] = {key: value for key, value in changed.items() if value is not None}

    return edit


def amounts(results: Results) -> dict[str, tuple[int, int]]:
    """What each envelope with a candidate received from others and has left, in units."""
    used = {p.envelope for o in results.outcomes for p in o.projects}
    return {
        e.id: (e.received // 100, e.left // 100)
        for o in results.outcomes
        for e in o.envelopes
        if e.id in used or e.received
    }


SKIPPING = (
    ("strasbourg-s1", "quartier-01", 116_838),
    ("strasbourg-s2", "quartier-01", 233_676),
    ("metz", "comite-01", 80_000),
    ("montreuil-s2", "quartier-01", 178_571),
    ("lyon-2022", "arrondissement-01", 583_333),
    ("rennes-s6", "quartier-01", 1_000_000),
    ("dijon-2025", "quartier-01", 45_000),
    ("angers-2018", "", 1_000_000),
    ("lorient-2021", "", 285_000),
    ("loire-atlantique-2023", "", 2_000_000),
)
COVERED |= {(preset, "skip") for preset, *_ in SKIPPING}


@pytest.mark.parametrize(("preset", "area", "holds"), SKIPPING)
def test_what_does_not_fit_is_passed_over(preset: str, area: str, holds: int) -> None:
    """The second by votes is one unit too dear for what is left; the third fits, and would not under the stop rule."""
    first = holds // 2
    field = [
        Toy("001", first, 50, area),
        Toy("002", holds - first + 1, 40, area),
        Toy("003", holds - first, 30, area),
        *(Toy(f"90{n}", 1, 29, area) for n in range(2)),
    ]
    last = "salle" if preset == "metz" else "quartier-01" if preset == "dijon-2025" else None
    rest = {"900": N, "901": N}
    assert fates(counted(preset, field), last) == {"001": S, "002": N, "003": S, **rest}
    assert fates(counted(preset, field, edit=rule(overflow="stop")), last) == {"001": S, "002": N, "003": N, **rest}


@pytest.mark.parametrize(("preset", "cost"), [("strasbourg-s1", 60_000), ("strasbourg-s2", 120_000)])
def test_strasbourg_five_points_rank_intensity_and_not_heads(preset: str, cost: int) -> None:
    """Three people give 002 all their points, four give 001 two of theirs and the rest to another area."""
    a, b, d = (f"{preset}-00{n}" for n in (1, 2, 3))
    groups = (BallotGroup(4, (a, d), (2, 3)), BallotGroup(3, (b,), (5,)))
    field = [Toy("001", cost, 0, "quartier-01"), Toy("002", cost, 0, "quartier-01"), Toy("003", 999, 0, "quartier-02")]
    by_points = counted(preset, field, ballots_of={"projets": groups})
    assert fates(by_points) == {"001": N, "002": S, "003": S}
    by_heads = counted(preset, field, ballots_of={"projets": groups}, edit=rule(measure="votes"))
    assert fates(by_heads) == {"001": S, "002": N, "003": S}


def test_metz_areas_and_city_have_money_apart() -> None:
    """A city project with fewer votes wins beside a committee's whose money is gone; amounts never mix."""
    field = [
        Toy("001", 80_000, 50, "comite-01"),
        Toy("002", 10_000, 40, "comite-01"),
        Toy("003", 120_000, 5),
        Toy("004", 80_000, 1, "comite-02"),
    ]
    assert fates(counted("metz", field), "salle") == {"001": S, "002": N, "003": S, "004": S}


def graded(*medians: int) -> tuple[BallotGroup, ...]:
    """Ten equal ballots that give each project its grade, the best last."""
    numbers = tuple(f"paris-2021-{n:03}" for n in range(1, len(medians) + 1))
    return (BallotGroup(10, numbers, medians),)


def test_paris_three_winners_in_an_arrondissement_and_two_for_the_city() -> None:
    """Sixty arrondissement winners and two for the city, whatever money is left."""
    field = [Toy(f"00{n}", 1_000_000, 0, "arrondissement-01") for n in range(1, 5)]
    ballots = {"arrondissement-01": graded(3, 2, 1, 1)}
    with_draw = rule(ties=["id"])
    assert fates(counted("paris-2021", field, ballots_of=ballots, edit=with_draw), "arrondissement-01")["004"] == N
    unlimited = counted("paris-2021", field, ballots_of=ballots, edit=rule(ties=["id"], max_winners=None))
    assert fates(unlimited, "arrondissement-01")["004"] == S
    city = [Toy(f"00{n}", 1_000_000, 0) for n in range(1, 4)]
    results = counted("paris-2021", city, ballots_of={"paris": graded(3, 2, 1)})
    assert fates(results, "paris") == {"001": S, "002": S, "003": N}


def test_paris_the_median_grade_beats_the_number_of_fans() -> None:
    """001 has people who adore it, 002 the better median; by points 001 would be first."""
    a, b = "paris-2021-001", "paris-2021-002"
    groups = (BallotGroup(4, (a, b), (3, 1)), BallotGroup(5, (a, b), (0, 1)))
    field = [Toy("001", 4_000_000, 0), Toy("002", 4_000_000, 0)]
    judged = counted("paris-2021", field, ballots_of={"paris": groups})
    assert fates(judged, "paris") == {"001": N, "002": S}
    pointed = rule(method="greedy", measure="points", ties=["id"])
    by_points = counted("paris-2021", field, ballots_of={"paris": groups}, edit=pointed)
    assert fates(by_points, "paris") == {"001": S, "002": N}


def test_paris_arrondissements_and_city_are_voted_apart() -> None:
    """One city project and one of an arrondissement: the worse grade of the one takes nothing from the other."""
    field = [Toy("001", 4_000_000, 0), Toy("002", 6_000_000, 0, "arrondissement-01")]
    ballots = {
        "paris": (BallotGroup(9, ("paris-2021-001",), (1,)),),
        "arrondissement-01": (BallotGroup(9, ("paris-2021-002",), (3,)),),
    }
    assert all_fates(counted("paris-2021", field, ballots_of=ballots)) == {"001": S, "002": S}


def test_rennes_priority_areas_have_an_envelope_of_their_own() -> None:
    """Nine hundred votes elsewhere do not take what is kept for priority areas, and the other way round."""
    field = [
        Toy("001", 700_000, 900, "quartier-06"),
        Toy("002", 700_000, 800, "quartier-07"),
        Toy("003", 900_000, 30, "quartier-01"),
        Toy("004", 200_000, 20, "quartier-02"),
        Toy("005", 1_500_000, 10),
    ]
    assert fates(counted("rennes-s6", field)) == {"001": S, "002": N, "003": S, "004": N, "005": S}


def test_montreuil_two_ballots_the_city_project_does_not_compete_with_the_areas() -> None:
    field = [
        Toy("001", 178_571, 5, "quartier-01"),
        Toy("002", 10_000, 4, "quartier-01"),
        Toy("003", 500_000, 900),
        Toy("004", 1, 800),
    ]
    assert all_fates(counted("montreuil-s2", field)) == {"001": S, "002": N, "003": S, "004": N}


def test_grenoble_one_large_project_then_small_ones_with_what_is_left() -> None:
    field = [
        Toy("001", 500_000, 700),
        Toy("002", 250_000, 690),
        Toy("011", 180_000, 300),
        Toy("012", 150_000, 200),
        Toy("013", 120_000, 100),
    ]
    results = counted("grenoble-2017", field)
    assert fates(results) == {"001": S, "002": N, "011": S, "012": N, "013": S}
    assert amounts(results) == {"gros": (-300_000, 0), "petits": (300_000, 0)}
    without = counted("grenoble-2017", field, edit=rule(quotas=None))
    assert fates(without) == {"001": S, "002": S, "011": N, "012": N, "013": N}
    kept_apart = counted("grenoble-2017", field, edit=rule(leftover=None))
    assert fates(kept_apart)["011"] == N


def test_lyon_areas_by_population_beside_a_transversal_envelope() -> None:
    field = [
        Toy("001", 583_333, 20, "arrondissement-01"),
        Toy("002", 583_334, 30, "arrondissement-01"),
        Toy("003", 583_334, 20, "arrondissement-02"),
        Toy("004", 2_000_000, 20),
    ]
    assert fates(counted("lyon-2022", field)) == {"001": S, "002": N, "003": S, "004": S}


def two_areas() -> list[Toy]:
    """Two neighbourhoods: in the first, little votes and room for a second winner; in the second, many votes."""
    return [
        Toy("001", 200_000, 20, "quartier-01"),
        Toy("002", 101_000, 15, "quartier-01"),
        Toy("003", 90_000, 10, "quartier-01"),
        Toy("004", 250_000, 900, "quartier-02"),
        Toy("005", 240_000, 800, "quartier-02"),
        Toy("006", 50_000, 700, "quartier-02"),
    ]


def test_toulouse_two_winners_in_each_area_then_the_best_voted_of_all() -> None:
    """The rest of 18 areas and 2 million more go by votes alone: 005 first, then 002, wherever they stand."""
    results = counted("toulouse-2022", two_areas())
    leftover = "funded_from_leftover"
    assert fates(results) == {"001": S, "002": leftover, "003": S, "004": S, "005": leftover, "006": S}
    assert sum(received for received, _ in amounts(results).values()) == 0
    assert all(left >= 0 for _, left in amounts(results).values())
    alone = counted("toulouse-2022", two_areas(), edit=rule(leftover="return"))
    assert fates(alone) == {"001": S, "002": N, "003": S, "004": S, "005": N, "006": S}


def test_toulouse_without_the_guarantee_one_area_has_a_single_winner() -> None:
    """The stop rule leaves the second place empty; the guarantee, served first, does not."""
    stop = {"overflow": "stop", "leftover": "return"}
    guaranteed = fates(counted("toulouse-2022", two_areas(), edit=rule(**stop)))
    bare = fates(counted("toulouse-2022", two_areas(), edit=rule(**stop, min_winners_per_area=None)))
    assert (guaranteed["001"], guaranteed["003"]) == (S, S)
    assert (bare["001"], bare["003"]) == (S, N)


def test_dijon_a_workshop_picks_at_most_three() -> None:
    field = [Toy(f"00{n}", 10_000, 10 - n, "quartier-01") for n in range(1, 5)]
    assert fates(counted("dijon-2025", field), "quartier-01") == {"001": S, "002": S, "003": S, "004": N}
    free = counted("dijon-2025", field, edit=rule(max_winners=None))
    assert fates(free, "quartier-01")["004"] == S


def test_dijon_each_neighbourhood_counts_apart() -> None:
    field = [
        Toy("001", 45_000, 3, "quartier-01"),
        Toy("002", 45_000, 90, "quartier-02"),
        Toy("003", 1_000, 80, "quartier-02"),
    ]
    assert all_fates(counted("dijon-2025", field)) == {"001": S, "002": S, "003": N}
