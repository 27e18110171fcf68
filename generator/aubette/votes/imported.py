"""The unsigned door: figures of an election that was held and sealed elsewhere.

They have the same files and pass the same checks, but for signatures: nobody here vouches for them, and whatever shows
them must say so (`Evidence.provenance`). An edition that has seals or trusted keys cannot come in this way.
"""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.enums import Provenance
from aubette.model.evidence import Verified
from aubette.model.finding import Finding, Place, Severity
from aubette.model.source import Source
from aubette.votes import completeness, inventory
from aubette.votes.gather import gather
from aubette.votes.unit import Context
from aubette.votes.verify import answer


def read_imported(source: Source, edition: str, *, city_id: str) -> Verified:
    """Judge the imported votes of an edition, all but their authenticity."""
    held = inventory.take(source, edition)
    found = gather(held, Context(city_id, edition, None, None), Severity.ERROR, free=True)
    changed = completeness.same_ballot(found.checksums(held), held, edition)
    return answer(found, [*found.findings, *changed, *_seals(held, edition)], Provenance.IMPORTED)


def _seals(held: inventory.Holdings, edition: str) -> Iterator[Finding]:
    trust = inventory.trust_folder(edition)
    paths = [*held.seals]
    paths += [held.proclamation.path] if held.proclamation.text is not None else []
    paths += [f"{trust}/{name}" for name in sorted(held.trust)]
    for path in paths:
        yield Finding("votes/imported-with-seals", Place(path))
