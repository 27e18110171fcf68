"""Sealing a unit's return or a proclamation with a signer's key, through stock `ssh-keygen`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aubette.model.finding import Finding, Severity
from aubette.model.source import Source
from aubette.votes import manifest
from aubette.votes.compose import Minutes, draft, proclaim
from aubette.votes.keygen import sign


@dataclass(frozen=True)
class Drafted:
    """A text ready to be signed, and what was wrong with it; `text` is None when it cannot be written."""

    path: str
    text: bytes | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be signed."""
        return self.text is not None and not any(f.severity is Severity.ERROR for f in self.findings)


def draft_unit(
    source: Source, edition: str, contest: str, unit: str, minutes: Minutes, *, city_id: str, signed: datetime
) -> Drafted:
    """The MANIFEST of a unit over the files that stand in its folder."""
    read = draft(source, edition, (contest, unit), minutes, city_id=city_id, signed=signed)
    return Drafted(f"votes/{edition}/{contest}/{unit}/MANIFEST", read.value, read.findings)


def draft_proclamation(
    source: Source, edition: str, *, city_id: str, signed: datetime, draw: str | None, note: str = ""
) -> Drafted:
    """The PROCLAMATION of an edition whose units have all reported."""
    text = proclaim(source, edition, city_id=city_id, signed=signed, draw=draw, note=note)
    return Drafted(f"votes/{edition}/PROCLAMATION", text, ())


def seals(drafted: Drafted, keys: Mapping[str, Path], city_id: str) -> dict[str, bytes]:
    """The text and one seal for each signer, by path; raises `KeygenError` where ssh-keygen refuses."""
    assert drafted.text is not None
    namespace = manifest.namespace(city_id)
    signed = {f"{drafted.path}.{name}.sig": sign(key, namespace, drafted.text) for name, key in sorted(keys.items())}
    return {drafted.path: drafted.text, **signed}
