"""Every finding of the reading border has words in both languages, its parameters and a true example."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import aubette
from aubette.load.files import check_files
from aubette.load.limits import Limits
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.finding import Finding
from aubette.model.source import MemorySource

CHECKOUT = Path(__file__).parents[3]
CODE_FOLDER = Path(next(iter(aubette.__path__)))
WORDS = CODE_FOLDER / "words" / "findings"
FAMILIES = ("bytes", "files", "schema", "yaml")
SAID = ("message", "caret", "cause", "fix")
FILE = "projects/2027/jardin-k7f3q9.yml"
PICTURED = frozenset(
    {
        # bytes, lengths and modes, which a text of a few lines cannot hold
        "bytes/byte-order-mark", "bytes/carriage-return", "bytes/forbidden-character", "bytes/no-last-line-end",
        "bytes/not-nfc", "bytes/not-text", "bytes/not-utf8", "bytes/too-large", "files/empty-page", "files/executable",
        "files/dead-link", "files/not-a-file", "files/seals-unprotected", "files/submodule", "files/symbolic-link",
        "files/unlinked", "schema/too-long", "schema/too-short",
        "yaml/comments", "yaml/text-too-long", "yaml/too-many-values",
        # fields of other files than a project's, which these tests read
        "schema/above", "schema/below", "schema/date-time", "schema/multiple", "schema/not-allowed", "schema/not-here",
        "schema/path", "schema/percent", "schema/time-zone", "schema/too-few", "schema/too-many", "schema/url",
        "schema/wrong-type",
    }
)  # fmt: skip
"""Codes whose example is a picture: tests/unit/corpus and the case files show their findings."""


def entries(lang: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for family in FAMILIES:
        found |= json.loads((WORDS / f"{family}.{lang}.json").read_text(encoding="utf-8"))
    return found


FRENCH, ENGLISH = entries("fr"), entries("en")
PUBLISHED = Schemas(CHECKOUT / "schema")


def emitted() -> set[str]:
    """The codes that stand in the modules of the border."""
    modules = [*(CODE_FOLDER / "load").glob("*.py"), CODE_FOLDER / "workflow" / "fmt.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in modules)
    return set(re.findall(rf'"((?:{"|".join(FAMILIES)})/[a-z0-9-]+)"', text))


def test_each_code_has_words_in_both_languages_and_no_words_are_left_over() -> None:
    assert set(FRENCH) == set(ENGLISH) == emitted()
    for entry in (*FRENCH.values(), *ENGLISH.values()):
        assert set(entry) == {*SAID, "explain", "before", "after"}
        assert entry["message"] and entry["fix"] and entry["explain"]
    shown = {code: (e["before"], e["after"]) for code, e in FRENCH.items() if is_file(e)}
    assert shown == {code: (e["before"], e["after"]) for code, e in ENGLISH.items() if is_file(e)}


def is_file(entry: dict[str, str]) -> bool:
    """Whether an example is a file or a list of names as it would stand; else it is a picture of one, without end."""
    return entry["before"].endswith("\n")


def test_what_an_example_only_pictures_is_what_no_short_file_can_show() -> None:
    assert {code for code, entry in FRENCH.items() if not is_file(entry)} == PICTURED


def places(entry: dict[str, str]) -> set[str]:
    texts = [text for part in SAID for text in forms(entry[part])]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def forms(message: str | dict[str, str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message.values())


def found_in(text: str) -> tuple[Finding, ...]:
    parsed = parse(text.encode(), FILE)
    return (*parsed.findings, *PUBLISHED.validate("project", parsed))


def everything() -> Iterator[Finding]:
    """Findings of every code that a short text can show."""
    for case in (CHECKOUT / "tests" / "cases" / "yaml").glob("*.yml"):
        yield from parse(case.read_bytes(), FILE).findings
    for entry in filter(is_file, FRENCH.values()):
        yield from found_in(entry["before"])
        yield from check_files(MemorySource({line: b"" for line in entry["before"].split("\n") if line}))
    yield from parse(b"a: xyz\n", FILE, Limits(text=2)).findings
    yield from parse(b"PK\x03\x04", FILE).findings
    yield from parse(b"a: b\n", FILE, Limits(size=2)).findings


def test_a_sentence_has_every_parameter_that_it_names() -> None:
    seen = set()
    for finding in everything():
        seen.add(finding.code)
        for entry in (FRENCH[finding.code], ENGLISH[finding.code]):
            assert places(entry) <= set(finding.params), finding.code
    assert len(seen) > 60


EXAMPLES = sorted(code for code, entry in FRENCH.items() if is_file(entry) and not code.startswith("files/"))


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_shows_the_finding_and_its_mending_does_not(code: str) -> None:
    assert code in {finding.code for finding in found_in(FRENCH[code]["before"])}
    left = {finding.code for finding in found_in(FRENCH[code]["after"])}
    assert left <= {"schema/missing-field", "schema/unknown-field"}  # an example is not a whole project
    assert code not in left or code == "schema/missing-field"


def test_the_example_of_a_missing_field_misses_one_that_its_mending_has() -> None:
    def missing(name: str) -> set[object]:
        return {f.params["field"] for f in found_in(FRENCH["schema/missing-field"][name]) if f.place.line > 1}

    assert missing("before") - missing("after") == {"date"}


@pytest.mark.parametrize("code", sorted(code for code in FRENCH if code.startswith("files/") and is_file(FRENCH[code])))
def test_the_example_of_a_name_is_refused_and_its_mending_is_not(code: str) -> None:
    before, after = (FRENCH[code][name].strip().split("\n") for name in ("before", "after"))
    assert [f.code for f in check_files(MemorySource(dict.fromkeys(before, b"")))] == [code]
    assert check_files(MemorySource(dict.fromkeys(after, b""))) == ()
