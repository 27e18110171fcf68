"""What both doors do: judge the frozen ballot and every unit, alone and together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aubette.model.evidence import FrozenBallot, MergedReturn, UnitReturn
from aubette.model.finding import Finding, Severity
from aubette.model.seal import Checksum, Manifest
from aubette.votes import completeness, frozen, merged, unit
from aubette.votes.inventory import Holdings
from aubette.votes.unit import Context

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The units of an edition after judging; `complete` when each of them has figures that could be read."""

    ballot: FrozenBallot | None
    manifests: dict[Key, Manifest]
    returns: tuple[UnitReturn, ...]
    merged: tuple[MergedReturn, ...]
    findings: tuple[Finding, ...]

    def checksums(self, held: Holdings) -> dict[str, tuple[Checksum, ...]]:
        """The checksums of each manifest by its path."""
        return {held.units[key].path: said.checksums for key, said in self.manifests.items()}

    @property
    def complete(self) -> bool:
        """Whether every unit of the frozen ballot returned figures."""
        return self.ballot is not None and len(self.returns) == len(self.ballot.units)


def gather(held: Holdings, context: Context, missing: Severity | None, *, free: bool = False) -> Gathered:
    """Judge what units and frozen ballot say; a unit that did not report is a finding of severity `missing`, if any.

    `free` lets projects cost nothing, as elections counted elsewhere have them.
    """
    ballot = frozen.read(context.city, context.edition, held.ballot, free=free)
    expected = {(one.contest, one.unit): one for one in ballot.value.units} if ballot.value else {}
    context = replace(context, ballot=ballot.value, units=expected)
    judged = {key: unit.judge(key, text, context) for key, text in sorted(held.units.items())}
    manifests = {key: one.manifest for key, one in judged.items() if one.manifest is not None}
    contents = {key: one.content for key, one in judged.items() if one.content is not None}
    pools = merged.judge(contents, held)
    returns = tuple(content for key, content in contents.items() if key in expected)
    findings = [*held.findings, *ballot.findings, *pools.findings]
    findings += [finding for one in judged.values() for finding in one.findings]
    findings += completeness.same_tally(returns, held)
    if ballot.value:
        findings += completeness.units(ballot.value, held, missing)
    return Gathered(ballot.value, manifests, returns, pools.value, tuple(findings))
