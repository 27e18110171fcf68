"""Merged units: ballots of several small units, mixed before they are shown, that sum to what those units signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.evidence import MergedReturn, UnitReturn
from aubette.model.finding import Finding, Param, Place
from aubette.model.seal import Figures
from aubette.votes import frozen, manifest
from aubette.votes.inventory import Holdings
from aubette.votes.reading import Read
from aubette.votes.sealed import Sealed, unseal

Key = tuple[str, str]
FEWEST = 2
SUMMED = {"roll": "roll", "ballots-found": "ballots_found", "blank": "blank", "null": "null", "valid": "valid"}


def judge(contents: Mapping[Key, UnitReturn], held: Holdings) -> Read[tuple[MergedReturn, ...]]:
    """The merged units among those whose figures could be read, held against their members."""
    pools: list[MergedReturn] = []
    findings: list[Finding] = []
    taken: dict[Key, str] = {}
    for key, content in sorted(contents.items()):
        if frozen.is_merged(key[1]):
            findings += _pool(content, contents, held, taken)
            pools.append(MergedReturn(manifest.members(content.manifest), content))
    return Read(tuple(pools), tuple(findings))


def _pool(
    content: UnitReturn, contents: Mapping[Key, UnitReturn], held: Holdings, taken: dict[Key, str]
) -> Iterator[Finding]:
    contest, name = content.unit.contest, content.unit.unit
    path = held.units[contest, name].path
    tally_path = f"{held.units[contest, name].folder}/{manifest.TALLY}"
    members = manifest.members(content.manifest)
    if len(members) < FEWEST:
        yield Finding("votes/merged-of-one", Place(path), {"n": len(members)})
    reports: list[UnitReturn] = []
    for member in members:
        report = contents.get((contest, member))
        other = taken.setdefault((contest, member), name)
        if report is None or frozen.is_merged(member):
            yield Finding("votes/merged-member", Place(path), {"unit": member})
        elif report.groups is not None or other != name:
            yield Finding("votes/merged-member-twice", Place(path), {"unit": member})
        else:
            reports.append(report)
    yield from _unchanged(content, held)
    if len(reports) == len(members):
        yield from _figures(path, content, reports)
        yield from _amounts(tally_path, content, reports)


def _unchanged(content: UnitReturn, held: Holdings) -> Iterator[Finding]:
    contest, name = content.unit.contest, content.unit.unit
    for checksum in content.manifest.checksums:
        member = manifest.MEMBER.fullmatch(checksum.path)
        text = held.units.get((contest, member["unit"])) if member else None
        data = text.files.get(manifest.TALLY) if text else None
        if text is None or data is None:
            continue
        params: dict[str, Param] = {"found": data.count(b"\n") - 1, "rows": content.figures.rows}
        path = f"{text.folder}/{manifest.TALLY}"
        found = unseal(path, data, checksum, held.units[contest, name].path, "votes/tally-changed", **params)
        if not isinstance(found, Sealed):
            yield found


def _figures(path: str, content: UnitReturn, reports: list[UnitReturn]) -> Iterator[Finding]:
    for key, attribute in SUMMED.items():
        said, total = _figure(content.figures, attribute), sum(_figure(one.figures, attribute) for one in reports)
        if said != total:
            yield Finding("votes/merged-sum", manifest.place(path, key), {"key": key, "said": said, "members": total})


def _amounts(tally_path: str, content: UnitReturn, reports: list[UnitReturn]) -> Iterator[Finding]:
    for line, (number, amount) in enumerate(content.tally.amounts.items(), 2):
        total = sum(report.tally.amounts[number] for report in reports)
        if amount != total:
            where = Place(tally_path, line, len(number) + 2)
            yield Finding("votes/merged-sum", where, {"key": number, "said": amount, "members": total})


def _figure(figures: Figures, attribute: str) -> int:
    return int(getattr(figures, attribute))
