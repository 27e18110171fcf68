"""What a sentence about a finding may name besides its parameters, so that the command in it works as it is typed.

`{file}` is the file that the finding is about, from the city's folder; for sealed votes `{edition}` is its edition,
`{seal}` a signature's file and `{text}` the text that it signs, and `{command}` what writes and seals that text. A name
that a shell might take for more than a name is left out: nobody pastes what a stranger wrote.
"""

from __future__ import annotations

import re

from aubette.model.finding import Finding, Param

PLAIN = re.compile(r"[A-Za-z0-9._/][A-Za-z0-9._/-]*", re.ASCII)
EDITION = re.compile(r"(?:votes|site_config/trust)/(?P<edition>[^/]+)/.+")
SEAL = re.compile(r"(?P<text>.*/(?:MANIFEST|PROCLAMATION|AUDIT))\.[a-z0-9-]+\.sig", re.ASCII)
TEXT = re.compile(r"votes/(?P<place>[^/]+(?:/[^/]+/[^/]+)?)/(?P<name>[^/]+)")
VERBS = {"PROCLAMATION": "proclaim", "AUDIT": "audit", "RECONCILIATION": "reconcile"}


def values(finding: Finding) -> dict[str, Param]:
    """The parameters of a finding, with those that follow from its place."""
    path = finding.place.file if PLAIN.fullmatch(finding.place.file) else ""
    seal, held = SEAL.fullmatch(path), EDITION.fullmatch(path)
    text = seal["text"] if seal else path
    sealed = TEXT.fullmatch(text)
    command = f"aubette votes {VERBS.get(sealed['name'], 'sign')} {sealed['place']}" if sealed else ""
    found = {"file": path, "seal": path, "text": text, "command": command, "edition": held["edition"] if held else ""}
    return {**found, **finding.params}
