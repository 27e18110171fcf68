"""What is only said because a file could not be read: the file's own finding says it all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from aubette.load.city import PROJECT_PATH, Loaded
from aubette.model.finding import Finding, Severity
from aubette.model.source import Source

FOLLOWERS: Mapping[str, str] = {
    "reference/unknown-project": "name",
    "lifecycle/merged-into-unknown": "target",
    "ballot/candidate-missing": "number",
}
"""The codes that tell of a project that is not there, and the parameter that names it."""

NUMBER = re.compile(rb"^number:[ \t]*['\"]?([0-9a-z-]{1,60})", re.MULTILINE)


def unread(loaded: Loaded) -> frozenset[str]:
    """The files of which nothing is known but what is wrong with them."""
    return frozenset(f.place.file for f in loaded.findings if f.severity is Severity.ERROR)


def without_followers(findings: Iterable[Finding], source: Source, loaded: Loaded) -> Iterator[Finding]:
    """The findings without those about a project whose file is there and cannot be read."""
    names = frozenset(_names(source, loaded))
    for finding in findings:
        param = FOLLOWERS.get(finding.code)
        if param is None or finding.params.get(param) not in names:
            yield finding


def _names(source: Source, loaded: Loaded) -> Iterator[str]:
    """What an unreadable project may be called: the key in its file's name, the number that it seems to carry."""
    for path in sorted(unread(loaded)):
        if PROJECT_PATH.fullmatch(path):
            yield path.rpartition("-")[2].removesuffix(".yml")
            found = NUMBER.search(source.read(path))
            if found:
                yield found[1].decode("ascii")
