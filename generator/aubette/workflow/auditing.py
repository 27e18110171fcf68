"""The count by hand of some units: which ones a public seed draws, and the record of what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from aubette.model.evidence import FrozenBallot, Unit
from aubette.model.finding import Finding, Param
from aubette.model.seal import Audit
from aubette.model.source import Source
from aubette.votes import audit, frozen, inventory, keying
from aubette.votes.proclamation import SEED
from aubette.votes.reading import Read
from aubette.workflow.sealing import Drafted


class DrawError(ValueError):
    """No draw can be made; the argument says why: a code of the catalogues."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Draw:
    """The units that a seed drew from a frozen ballot."""

    ballot: FrozenBallot
    units: tuple[Unit, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The units as `contest/unit`, in the order drawn."""
        return tuple(f"{one.contest}/{one.unit}" for one in self.units)


def draw(source: Source, edition: str, seed: str, size: int, *, city_id: str) -> Read[Draw | None]:
    """Draw `size` units, once every unit's MANIFEST is there.

    Raises:
        DrawError: the seed or the size will not do, or units have not reported.
    """
    held = inventory.take(source, edition)
    ballot = frozen.read(city_id, edition, held.ballot)
    if ballot.value is None:
        return Read(None, ballot.findings)
    if not SEED.fullmatch(seed):
        raise DrawError("seed_odd")
    units = ballot.value.units
    if not 1 <= size <= len(units):
        raise DrawError("size_odd", n=len(units))
    reported = {key for key, text in held.units.items() if text.text is not None}
    waiting = tuple(f"{one.contest}/{one.unit}" for one in units if (one.contest, one.unit) not in reported)
    if waiting:
        raise DrawError("waiting", units=waiting)
    return Read(Draw(ballot.value, audit.sample(units, seed, size)))


def draft_audit(source: Source, drawn: Draw, counted: Mapping[str, tuple[str, bytes]], record: Audit) -> Drafted:
    """The AUDIT over one typed count, a file's name and its bytes, for each unit drawn (by `contest/unit`)."""
    tallies: dict[str, bytes] = {}
    findings: list[Finding] = []
    root = inventory.votes_folder(record.edition)
    for unit in drawn.units:
        name = audit.tally_path(unit)
        entry = keying.read(*counted[f"{unit.contest}/{unit.unit}"], drawn.ballot, unit.contest)
        there = keying.read(f"{root}/{name}", source.read(f"{root}/{name}"), drawn.ballot, unit.contest)
        findings += entry.findings
        if entry.value and there.value:
            tallies[name] = keying.agreed(entry.value, drawn.ballot, unit.contest, unit.unit)
            findings += _differences(record.edition, unit, there.value, entry.value)
    path = f"{inventory.votes_folder(record.edition)}/{inventory.AUDIT}"
    text = None if findings else audit.drawn(drawn.ballot, tallies, record)
    return Drafted(path, text, (*findings, *(audit.read(path, text).findings if text else ())))


def _differences(edition: str, unit: Unit, sealed: keying.Entry, by_hand: keying.Entry) -> Iterator[Finding]:
    """Each project for which the count by hand is not what was sealed."""
    for one in keying.differences(sealed, by_hand):
        related = tuple(replace(other, role="sealed-here") for other in one.related)
        params: dict[str, Param] = {**one.params, "unit": f"{unit.contest}/{unit.unit}", "edition": edition}
        yield Finding("votes/audit-project-differs", one.place, params, related=related)
