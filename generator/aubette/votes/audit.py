"""Which units to count again by hand, chosen by a seed that was drawn in public after the manifests were out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from aubette.model.evidence import Unit


def sample(units: Iterable[Unit], seed: str, size: int) -> tuple[Unit, ...]:
    """The first `size` units in the order of the SHA-256 of `<seed>/<contest>/<unit>`, as hexadecimal text.

    Anybody repeats it with `printf '%s' <seed>/<contest>/<unit> | sha256sum` and `sort`. Publish the manifests first,
    then throw dice for the seed.
    """
    return tuple(sorted(units, key=lambda unit: _draw(seed, unit))[:size])


def _draw(seed: str, unit: Unit) -> tuple[str, Unit]:
    return hashlib.sha256(f"{seed}/{unit.contest}/{unit.unit}".encode()).hexdigest(), unit
