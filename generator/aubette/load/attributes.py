"""What the `.gitattributes` at the root lets git do to sealed files: a seal covers every byte, line ends among them.

Only an unset `text` keeps git from converting line ends on every machine; filters, keywords and other encodings
rewrite more than those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.source import Source

FILE = ".gitattributes"
SEALED: Mapping[str, tuple[str, ...]] = {
    "votes/**": (
        *(f"votes/2027/ballot/{name}" for name in ("ballot.csv", "rules.json", "units.csv")),
        *(f"votes/2027/ville/bv-1/{name}" for name in ("tally.csv", "ballots.csv", "RECONCILIATION", "MANIFEST")),
        *(f"votes/2027/{name}" for name in ("PROCLAMATION", "AUDIT", "PROCLAMATION.eva.sig")),
    ),
    "site_config/trust/**": tuple(
        f"site_config/trust/2027/{name}" for name in ("allowed_signers", "revoked_keys", "policy.yml")
    ),
}
"""The line's pattern that keeps each folder as it is, and one path of each kind of file in it."""

UNSET, UNSAID, SET = "-", "!", "+"
REWRITING = ("filter", "ident", "working-tree-encoding")
MACROS: Mapping[str, tuple[str, ...]] = {"binary": ("-diff", "-merge", "-text")}

State = tuple[str, int]
"""What an attribute is (set, unset, unsaid, or its value), and the line that says so; 0 where none does."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """A folder whose files git may rewrite: their names, the line that lets it (0: none), the line that forbids it."""

    names: tuple[str, ...]
    line: int
    remedy: str


def unprotected(source: Source) -> Iterator[Finding]:
    """What the root's `.gitattributes` leaves open; an error once there are sealed files. No file says nothing.

    A folder that is no repository needs none, and `aubette doctor` looks at the machine's own.
    """
    try:
        text = source.read(FILE).decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return
    yield from left_open(text, sealed=any(entry.path.count("/") > 1 for entry in source.entries("votes")))


def left_open(text: str, *, sealed: bool) -> Iterator[Finding]:
    """The findings on the text of a `.gitattributes`; `sealed` says whether anything is at stake yet."""
    for one in exposed(text):
        params: dict[str, Param] = {"names": one.names, "line": one.remedy}
        severity = Severity.ERROR if sealed else Severity.WARNING
        yield Finding("files/seals-unprotected", Place(FILE, one.line or 1, 1), params, severity)


def exposed(text: str) -> tuple[Exposed, ...]:
    """The folders of sealed files that the attributes leave to git's conversions."""
    lines = tuple(_lines(text))
    found = ((pattern, _exposed(pattern, paths, lines)) for pattern, paths in SEALED.items())
    return tuple(one for _, one in found if one)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    pattern: str
    attributes: tuple[str, ...]


def _lines(text: str) -> Iterator[_Line]:
    """Each line that names files, with the words of macros taken apart."""
    macros = dict(MACROS)
    for number, line in enumerate(text.split("\n"), 1):
        pattern, *attributes = line.split() or [""]
        if pattern.startswith("[attr]"):
            macros[pattern.removeprefix("[attr]")] = tuple(attributes)
        elif pattern and not pattern.startswith(("#", "!")):
            words = tuple(word for name in attributes for word in (*macros.get(name, ()), name))
            yield _Line(number, pattern.strip('"'), words)


def _exposed(pattern: str, paths: Sequence[str], lines: Sequence[_Line]) -> Exposed | None:
    wrong = {path: states for path in paths if _may_change(states := _states(path, lines))}
    if not wrong:
        return None
    rewritten = [name for name in REWRITING if any(states[name][0] not in (UNSET, UNSAID) for states in wrong.values())]
    culprits = [states[name][1] for states in wrong.values() for name in ("text", *rewritten)]
    names = tuple(dict.fromkeys("*.sig" if path.endswith(".sig") else path.rpartition("/")[2] for path in wrong))
    return Exposed(names, max(culprits), " ".join((pattern, "-text", *(f"-{name}" for name in rewritten))))


def _may_change(states: Mapping[str, State]) -> bool:
    return states["text"][0] != UNSET or any(states[name][0] not in (UNSET, UNSAID) for name in REWRITING)


def _states(path: str, lines: Sequence[_Line]) -> dict[str, State]:
    """What the lines say of one path in the end: of two that name it, the later one holds."""
    states: dict[str, State] = dict.fromkeys(("text", *REWRITING), (UNSAID, 0))
    for line in lines:
        if not _matches(line.pattern, path):
            continue
        for word in line.attributes:
            sign = word[0] if word[0] in (UNSET, UNSAID) else SET
            name, _, value = word.removeprefix(sign).partition("=")
            if name in states:
                states[name] = (value or sign, line.number)
    return states


def _matches(pattern: str, path: str) -> bool:
    """Whether git takes a pattern for a path: without a slash it is the file's name, else the way from the root."""
    pattern = pattern.replace("[^", "[!")
    if "/" not in pattern:
        return fnmatchcase(path.rpartition("/")[2], pattern)
    return _leads(pattern.removeprefix("/").split("/"), path.split("/"))


def _leads(pattern: Sequence[str], path: Sequence[str]) -> bool:
    if not pattern or not path:
        return not pattern and not path
    if pattern[0] == "**":
        return len(pattern) == 1 or any(_leads(pattern[1:], path[start:]) for start in range(len(path)))
    return fnmatchcase(path[0], pattern[0]) and _leads(pattern[1:], path[1:])
