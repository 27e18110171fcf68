"""The two pages drawn from the schemas: whole, current, and honest about what is not there yet."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from schema_walk import NAMES, document, objects

from schemas.build import ROOT
from schemas.requirements import Requirement, has_field, read_requirements, requirements_page

CODE = re.compile(r'"([a-z]+/[a-z0-9-]+)"')
ADDRESS = re.compile(
    r"/|/(?:[a-z0-9-]+|\{[a-z]+\}(?:-\{[a-z]+\})?)(?:/(?:[a-z0-9-]+|\{[a-z]+\}(?:-\{[a-z]+\})?))*(?:/|\.[a-z]+)"
)
COMMAND = re.compile(r"aubette [a-z]+(?: [a-z-]+)?")
REQUIREMENTS = read_requirements()
SCHEMAS = {name: document(name) for name in NAMES}
each = pytest.mark.parametrize("item", REQUIREMENTS.items, ids=[item.id for item in REQUIREMENTS.items])


def known_codes() -> set[str]:
    """The codes that the package's own modules can report."""
    package = ROOT / "generator" / "aubette"
    found = {code for path in package.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    for path in (package / "words" / "findings").glob("*.fr.json"):
        found |= set(json.loads(path.read_text(encoding="utf-8")))
    return found


def test_there_are_fifty_two_in_order() -> None:
    assert [item.id for item in REQUIREMENTS.items] == [f"R{n:02}" for n in range(1, 53)]


@each
def test_every_field_named_is_in_a_schema(item: Requirement) -> None:
    assert item.fields
    assert [path for path in item.fields if not has_field(SCHEMAS, path)] == []


@each
def test_every_check_named_exists_or_is_marked(item: Requirement) -> None:
    assert [code for code in item.rules if code not in known_codes() | REQUIREMENTS.planned] == []


@each
def test_addresses_and_commands_are_well_formed(item: Requirement) -> None:
    assert [page for page in item.pages if not ADDRESS.fullmatch(page)] == []
    assert [name for name in item.also if not COMMAND.fullmatch(name)] == []
    assert item.rules or item.pages or item.also


def test_what_exists_is_not_called_planned() -> None:
    done = sorted(known_codes() & REQUIREMENTS.planned)
    assert done == [], "no longer planned: take these out of requirements.yml, then run python -m schemas.build"


PLACES = {"edition": "[0-9]+", "number": "20[0-9]{2}-[0-9]+", "slug": "[a-z0-9-]+", "area": "[a-z0-9-]+"}


def test_every_page_named_is_on_the_built_site_or_is_marked(site: Path) -> None:
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    there = "\n".join(f"/{name.removesuffix('index.html')}" for name in sorted(files))
    for page in sorted({page for item in REQUIREMENTS.items for page in item.pages}):
        shape = re.sub(r"\{([a-z]+)\}", lambda place: PLACES[place[1]], re.sub(r"[.]", r"\\.", page))
        exists = re.search(f"^{shape}$", there, re.MULTILINE) is not None
        assert exists != (page in REQUIREMENTS.planned), page


def test_every_command_named_answers_or_is_marked() -> None:
    from click.testing import CliRunner

    from aubette.cli.main import Verbs
    from aubette.words.catalogue import Catalogue

    verbs = Verbs(Catalogue("en"))
    for name in sorted({name for item in REQUIREMENTS.items for name in item.also}):
        done = CliRunner().invoke(verbs, [*name.split()[1:], "--help"])
        assert (done.exit_code == 0) != (name in REQUIREMENTS.planned), name


def test_what_is_planned_is_named_by_a_requirement() -> None:
    named = {name for item in REQUIREMENTS.items for name in (*item.rules, *item.pages, *item.also)}
    assert sorted(REQUIREMENTS.planned - named) == []


def test_the_page_marks_what_is_planned() -> None:
    page = requirements_page(REQUIREMENTS)
    for name in REQUIREMENTS.planned:
        assert f"`{name}` ◌" in page
    assert "`budget/share`\n" in page


@pytest.mark.parametrize(
    "path",
    ["project.titre", "edition.envelopes.kind", "edition.envelopes[].nature", "kiosk.title", "project.title.fr[]"],
)
def test_a_field_that_is_not_there_is_found_out(path: str) -> None:
    assert not has_field(SCHEMAS, path)


def test_every_field_has_its_line() -> None:
    page = Path(ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    for name in NAMES:
        for cls, part in objects(document(name)):
            anchor = f'<a id="{name}-{cls.lower()}"></a>' if cls else f'<a id="{name}"></a>'
            section = page.split(anchor, 1)[1].split("<a id=", 1)[0]
            assert [key for key in part["properties"] if f"\n| `{key}`" not in section] == []
            assert not re.search(r"<(?!br>|a |/a>)", section), anchor
    anchors = re.findall(r'<a id="([^"]+)">', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\(#([^)]+)\)", page)) <= set(anchors)
