"""Contact data that a past election's file printed in a project's name: what git records stays, so they stay outside.

Proposers and personal columns are not read at all; a name is free text, in which some wrote how to reach them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from aubette.load.pabulib import PbElection
from aubette.model.finding import Finding, Place, Severity
from aubette.rules.privacy import MAIL, PHONE

CONTACT = re.compile(f"(?:{MAIL.pattern})|(?:{PHONE.pattern})")
LEFT_OUT = "[…]"


def without_contacts(election: PbElection, data: bytes, name: str) -> tuple[PbElection, tuple[Finding, ...]]:
    """The election without e-mail addresses and telephone numbers in its projects' names, and a warning for each."""
    kept, findings = [], []
    for project in election.projects:
        said, n = CONTACT.subn(LEFT_OUT, project.name)
        kept.append(replace(project, name=said) if n else project)
        if n:
            place = Place(name, _line(data, project.source_id))
            findings.append(Finding("import/contact-left-out", place, {"project": project.source_id}, Severity.WARNING))
    return replace(election, projects=tuple(kept)), tuple(findings)


def _line(data: bytes, source_id: str) -> int:
    """The line of a project in the file, its first cell being its identifier; 0 where it is written otherwise."""
    starts = f"{source_id};".encode()
    return next((n for n, line in enumerate(data.splitlines(), 1) if line.startswith(starts)), 0)
