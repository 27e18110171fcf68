"""Who voted, by channel: the figures of the minutes added up, and what was counted for each project through each one.

Nothing here is secret. The sealed `tally.csv` of every unit is public, and must be: whoever adds them up has each
figure below. A unit's page repeats its sealed tally whole for the same reason, for what is hidden there could not be
compared with the sheet that was signed in ink. Small units are protected before they seal, by counting with a
neighbour. What is decided here is only what our own tables may point at: a breakdown by channel is drawn by us, nobody
sealed it, and nobody needs it to check a count. So it never shows what few people chose (see `small_cells`), and it is
left out as a whole where a channel has fewer valid ballots than a unit needs to count alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, Provenance, VoteChannel
from aubette.model.evidence import Evidence, TallyKind, UnitReturn
from aubette.model.small_cells import LEAST, may_show


@dataclass(frozen=True, slots=True)
class Turnout:
    """What the minutes of a unit, a channel or a contest say; None is a figure that nobody wrote down."""

    roll: int | None
    found: int | None
    blank: int | None
    null: int | None
    valid: int | None

    @property
    def figures(self) -> tuple[int | None, ...]:
        """Names ticked off, ballots found, blank, null and valid ones, in this order."""
        return self.roll, self.found, self.blank, self.null, self.valid

    @property
    def per_name(self) -> Fraction | None:
        """Ballots counted (blank, null or valid) per name ticked off; None where a figure is missing, or every name.

        The roll holds those who came, not those who could have come: a share other than one is a gap in the minutes.
        """
        counted = _sum((self.blank, self.null, self.valid))
        return Fraction(counted, self.roll) if self.roll and counted is not None else None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What was counted through each channel, per project; a project whose row is not shown is absent from `rows`."""

    channels: tuple[VoteChannel, ...]
    rows: Mapping[str, tuple[int, ...]]
    limit: int
    """How many valid ballots each channel needs for a row to be shown at all."""
    crowded: bool
    """Whether each channel has as many."""


def turnout(report: UnitReturn, provenance: Provenance) -> Turnout:
    """The figures of one unit; a public data set tells neither the names ticked off nor the null ballots."""
    said = report.figures
    imported = provenance is Provenance.IMPORTED
    roll, null = (None, None) if imported else (said.roll, said.null)
    return Turnout(roll, said.ballots_found, said.blank, null, said.valid)


def total(parts: Iterable[Turnout]) -> Turnout:
    """The sum of several; one figure that is not known leaves its sum unknown."""
    columns = zip(*(part.figures for part in parts), strict=True)
    return Turnout(*(_sum(column) for column in columns))


def by_channel(evidence: Evidence, contest: str) -> dict[VoteChannel, Turnout]:
    """The turnout of each channel of a contest, in the order of the channels."""
    reports = _per_channel(evidence, contest)
    return {channel: total(turnout(one, evidence.provenance) for one in said) for channel, said in reports.items()}


def breakdown(evidence: Evidence, contest: str, limit: int) -> Breakdown | None:
    """What each channel counted for each project, as far as it may be shown; None where there are not two channels.

    `limit` is how many valid ballots a unit needs to count alone (`Policy.small_unit_limit`); fewer than `LEAST` is no
    limit. Points are not people: as many as `LEAST` voters may give a project are the least that is shown of them.
    """
    limit = max(limit, LEAST)
    reports = _per_channel(evidence, contest)
    valid = {channel: sum(one.figures.valid for one in said) for channel, said in reports.items()}
    channels = tuple(channel for channel, ballots in valid.items() if ballots)
    if len(channels) < 2:
        return None
    crowded = all(valid[channel] >= limit for channel in channels)
    numbers = tuple(project.number for project in evidence.ballot.candidates(contest))
    table = [tuple(sum(one.tally.amounts[n] for one in reports[c]) for c in channels) for n in numbers]
    most = _most(evidence, contest)
    places = may_show(table, [valid[c] * most for c in channels], LEAST * most) if crowded else ()
    return Breakdown(channels, {numbers[place]: table[place] for place in places}, limit, crowded)


def _per_channel(evidence: Evidence, contest: str) -> dict[VoteChannel, list[UnitReturn]]:
    found: dict[VoteChannel, list[UnitReturn]] = {}
    for report in evidence.of(contest):
        found.setdefault(report.unit.channel, []).append(report)
    return {channel: found[channel] for channel in VoteChannel if channel in found}


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _most(evidence: Evidence, contest: str) -> int:
    """The most that one ballot can give one project."""
    if evidence.ballot.kind(contest) is TallyKind.VOTES:
        return 1
    weights, ballot = evidence.ballot.weights(contest), evidence.ballot.contest(contest).ballot
    if weights == "borda":
        return max(1, (ballot.max_choices or len(evidence.ballot.candidates(contest))) - 1)
    return max(1, max(weights, default=_written(ballot)))


def _written(ballot: BallotRules) -> int:
    """The most that a voter may write beside one project."""
    if ballot.type is BallotType.GRADES:
        return len(ballot.grades) - 1
    limits = [limit for limit in (ballot.max_points_per_project, ballot.max_points) if limit]
    return min(limits, default=1)
