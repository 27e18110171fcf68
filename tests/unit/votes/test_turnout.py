"""Turnout by channel as values: sums, figures that nobody wrote down, and breakdowns that tell of no few people."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sealing
from hypothesis import given
from hypothesis import strategies as st

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, Provenance, VoteChannel
from aubette.model.evidence import Evidence, Unit, UnitReturn
from aubette.model.small_cells import LEAST
from aubette.model.turnout import Turnout, breakdown, by_channel, total, turnout

KNOWN = st.integers(0, 10_000)
PARTS = st.lists(st.builds(Turnout, *[st.one_of(st.none(), KNOWN)] * 5), min_size=1, max_size=8)


def evidence_of(house: sealing.House) -> Evidence:
    found = house.verdict().evidence
    assert found is not None
    return found


def spread(evidence: Evidence, channels: list[VoteChannel], by: int) -> Evidence:
    """The units of `ville` on other channels, each with so many times what it counted."""
    returns = []
    for report, channel in zip(evidence.of("ville"), channels, strict=True):
        figures = report.figures
        more = {name: getattr(figures, name) * by for name in ("roll", "ballots_found", "blank", "null", "valid")}
        said = replace(report.manifest, figures=replace(figures, **more))
        amounts = {number: amount * by for number, amount in report.tally.amounts.items()}
        unit, tally = Unit("ville", report.unit.unit, channel), replace(report.tally, amounts=amounts)
        returns.append(replace(report, unit=unit, manifest=said, tally=tally))
    return replace(evidence, returns=tuple(returns))


CHANNELS = st.lists(st.sampled_from(list(VoteChannel)), min_size=4, max_size=4)


@given(PARTS)
def test_an_unknown_figure_is_never_summed_as_nought(parts: list[Turnout]) -> None:
    for place, figure in enumerate(total(parts).figures):
        column = [part.figures[place] for part in parts]
        assert (figure is None) == (None in column)
        assert figure is None or figure == sum(one or 0 for one in column)


@given(CHANNELS, st.integers(1, 40))
def test_channels_make_the_whole(built: sealing.House, channels: list[VoteChannel], by: int) -> None:
    evidence = spread(evidence_of(built), channels, by)
    whole = total(turnout(report, evidence.provenance) for report in evidence.of("ville"))
    assert total(by_channel(evidence, "ville").values()) == whole
    assert set(by_channel(evidence, "ville")) == set(channels)


@given(CHANNELS, st.integers(1, 40), st.integers(0, 200))
def test_a_breakdown_shows_sums_of_enough_people_only(
    built: sealing.House, channels: list[VoteChannel], by: int, limit: int
) -> None:
    evidence = spread(evidence_of(built), channels, by)
    made, parts, totals = breakdown(evidence, "ville", limit), by_channel(evidence, "ville"), evidence.totals("ville")
    if len(set(channels)) == 1:
        assert made is None
        return
    assert made is not None
    valid = [parts[channel].valid or 0 for channel in made.channels]
    assert made.crowded == all(have >= max(limit, LEAST) for have in valid)
    assert made.crowded or not made.rows
    for number, row in made.rows.items():
        assert sum(row) == totals[number]
        assert all(LEAST <= figure < have for figure, have in zip(row, valid, strict=True))


def test_points_are_not_people(house: sealing.House) -> None:
    """With three points each, eleven people give up to 33: thirty points may come from ten of them."""
    evidence = evidence_of(house)
    (online,) = evidence.of("nord")
    paper = replace(online, unit=Unit("nord", "salle", VoteChannel.PAPER))

    def with_points(report: UnitReturn, first: int) -> UnitReturn:
        figures = replace(report.figures, valid=100)
        tally = replace(report.tally, amounts={sealing.D: first, sealing.E: 90})
        return replace(report, manifest=replace(report.manifest, figures=figures), tally=tally)

    for first, shown in ((30, set()), (33, {sealing.D, sealing.E})):
        made = breakdown(replace(evidence, returns=(with_points(online, 80), with_points(paper, first))), "nord", LEAST)
        assert made is not None
        assert set(made.rows) == shown


def test_of_a_public_data_set_roll_and_null_ballots_are_not_known(house: sealing.House) -> None:
    evidence = replace(evidence_of(house), provenance=Provenance.IMPORTED)
    said = by_channel(evidence, "ville")[VoteChannel.PAPER]
    assert said == Turnout(None, 30, 3, None, 24)
    assert said.per_name is None


def test_a_share_is_of_the_names_ticked_off() -> None:
    assert Turnout(200, 199, 4, 1, 194).per_name == Fraction(199, 200)
    assert Turnout(0, 0, 0, 0, 0).per_name is None
    assert Turnout(200, None, 4, None, 194).per_name is None


def test_the_most_that_a_ranking_gives_is_its_first_place(house: sealing.House) -> None:
    """Three hundred points through a channel of a hundred voters are all that they had: everybody's first place."""
    evidence = evidence_of(house)
    ranked = replace(
        evidence.ballot.contest("nord"),
        ballot=BallotRules(BallotType.RANKED, max_choices=2),
        rule={"method": "greedy", "measure": "points", "weights": [3, 1]},
    )
    (online,) = evidence.of("nord")
    figures = replace(online.figures, valid=100)
    first = replace(
        online,
        manifest=replace(online.manifest, figures=figures),
        tally=replace(online.tally, amounts={sealing.D: 300, sealing.E: 100}),
    )
    second = replace(
        first,
        unit=Unit("nord", "salle", VoteChannel.PAPER),
        tally=replace(online.tally, amounts={sealing.D: 250, sealing.E: 150}),
    )
    made = breakdown(
        replace(evidence, ballot=replace(evidence.ballot, contests=(ranked,)), returns=(first, second)), "nord", LEAST
    )
    assert made is not None
    assert not made.rows
