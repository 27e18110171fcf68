"""Whether everybody reported, once, on the ballot that was frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aubette.model.evidence import FrozenBallot, UnitReturn
from aubette.model.finding import Finding, Param, Place, Related, Severity
from aubette.model.seal import Checksum
from aubette.votes import frozen, manifest
from aubette.votes.inventory import Holdings
from aubette.votes.sealed import digest, respelled

MOST_RELATED = 5


def units(ballot: FrozenBallot, held: Holdings, missing: Severity | None) -> Iterator[Finding]:
    """The units of `units.csv` that did not report (of severity `missing`, if any), and those that nobody expects."""
    listed = {(unit.contest, unit.unit): line for line, unit in enumerate(ballot.units, 2)}
    contests = {contest.id for contest in ballot.contests}
    path = f"{frozen.folder(ballot.edition)}/{frozen.UNITS}"
    for key, line in listed.items():
        if missing and key not in held.units:
            params: dict[str, Param] = {"contest": key[0], "unit": key[1]}
            yield Finding("votes/unit-missing", Place(path, line, 1), params, missing)
    for key, text in sorted(held.units.items()):
        if key not in listed and not (key[0] in contests and frozen.is_merged(key[1])):
            yield Finding("votes/unit-unexpected", Place(text.path), {"contest": key[0], "unit": key[1]})


def same_tally(returns: Sequence[UnitReturn], held: Holdings) -> Iterator[Finding]:
    """Units whose tallies are byte for byte the same: one may have been handed in twice. A note makes it a warning."""
    first: dict[tuple[str, str], UnitReturn] = {}
    for report in returns:
        if frozen.is_merged(report.unit.unit) or not any(report.tally.amounts.values()):
            continue
        text = held.units[report.unit.contest, report.unit.unit]
        earlier = first.setdefault((report.unit.contest, digest(text.files[manifest.TALLY])), report)
        if earlier is report:
            continue
        explained = earlier.manifest.note and report.manifest.note
        other = held.units[earlier.unit.contest, earlier.unit.unit]
        yield Finding(
            "votes/same-tally-twice",
            Place(f"{text.folder}/{manifest.TALLY}"),
            {"unit": report.unit.unit, "other": earlier.unit.unit},
            Severity.WARNING if explained else Severity.ERROR,
            (Related(Place(f"{other.folder}/{manifest.TALLY}"), "first-here"),),
        )


def same_ballot(texts: Mapping[str, Sequence[Checksum]], held: Holdings, edition: str) -> Iterator[Finding]:
    """The files of the frozen ballot that are not the ones for which sealed texts, by path, give checksums."""
    for name in sorted(held.ballot):
        data = held.ballot[name]
        current = digest(data)
        differing = [
            (path, checksum)
            for path, checksums in sorted(texts.items())
            for checksum in checksums
            if checksum.path in (f"../../ballot/{name}", f"ballot/{name}") and checksum.sha256 != current
        ]
        if not differing:
            continue
        related = [Related(Place(path, checksum.line, 1), "sealed-here") for path, checksum in differing[:MOST_RELATED]]
        place = Place(f"{frozen.folder(edition)}/{name}")
        if all(respelled(data, checksum.sha256) for _, checksum in differing):
            yield Finding("votes/line-endings-changed", place, related=tuple(related))
        else:
            params: dict[str, Param] = {"n": len(differing)}
            yield Finding("votes/ballot-changed", place, params, related=tuple(related))
