"""What an imported edition quotes: words that were published elsewhere and that nobody here may correct.

A title that some other city printed is taken over letter by letter, so a doubt about its words is told and stops
nothing. What harms a person wherever it stands (contact, account, social security and birth data) stays an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aubette.model.city import City
from aubette.model.enums import Provenance
from aubette.model.finding import Finding, Severity

DOUBTS = frozenset({"privacy/person-name", "privacy/private-address"})
"""Found by the words around it: in a language that we do not read, « M. » is a first name's initial."""


def as_quoted(findings: Iterable[Finding], city: City | None) -> Iterator[Finding]:
    """The findings of the rules on words; those on an imported edition's projects that are doubts become warnings."""
    imported = [e.id for e in city.editions if e.provenance is Provenance.IMPORTED] if city else []
    folders = tuple(f"projects/{edition}/" for edition in imported)
    for finding in findings:
        doubt = finding.code in DOUBTS or finding.code.startswith("text/")
        if doubt and finding.severity is Severity.ERROR and finding.place.file.startswith(folders):
            yield replace(finding, severity=Severity.WARNING)
        else:
            yield finding
