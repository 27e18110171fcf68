"""A state of the city that is not written yet: some files more, some less, so that it is judged before it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aubette.model.source import Entry, Mode, Source


@dataclass(frozen=True)
class Overlay:
    """The files of `source` with those of `put` in their place and without those of `gone`."""

    source: Source
    put: Mapping[str, bytes] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def entries(self, under: str = "") -> Iterable[Entry]:
        """Every file below a folder, sorted by path."""
        prefix = f"{under}/" if under else ""
        kept = [entry for entry in self.source.entries(under) if entry.path not in self.put]
        added = [Entry(path, Mode.FILE, len(data)) for path, data in self.put.items() if path.startswith(prefix)]
        return sorted(entry for entry in (*kept, *added) if entry.path not in self.gone)

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `FileNotFoundError`."""
        if path in self.gone:
            raise FileNotFoundError(path)
        return self.put[path] if path in self.put else self.source.read(path)
