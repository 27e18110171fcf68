"""The runbooks are true: every command printed in `docs/runbooks/` runs, on a real folder, with the real ssh-keygen.

A page begins with the state it starts from. In its fenced blocks, `sh` is typed line by line (with `sortie=N` each
must end with that code, else with 0), `text` must stand in what was last said, line by line, `csv fichier=` replaces a
file, and `yaml fichier=` changes these fields of a project's file (a list gets one item more).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import runbook_city
from ready import Ready
from runbook_city import ROOT, Town

from aubette.load.canonical import write
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse

PAGES = sorted(path for path in (ROOT / "docs" / "runbooks").glob("*.md") if path.name != "README.md")
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL)
START = re.compile(r"<!-- départ: (?P<state>[a-z-]+) -->\n")


class Block(NamedTuple):
    kind: str
    options: dict[str, str]
    body: str


def blocks(page: Path) -> Iterator[Block]:
    for found in FENCE.finditer(page.read_text("utf-8")):
        options = dict(option.split("=", 1) for option in found["rest"].split())
        yield Block(found["kind"], options, textwrap.dedent(found["body"]))


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory, ready: Ready) -> Town:
    """The town on the day on which the vote opens."""
    town = runbook_city.found(tmp_path_factory.mktemp("town"), ready.line())
    runbook_city.freeze(town)
    return town


@pytest.fixture
def town(request: pytest.FixtureRequest, frozen: Town, ready: Ready, tmp_path: Path) -> Town:
    state = START.match(request.param.read_text("utf-8"))
    assert state, f"{request.param.name} does not say where it starts"
    if state["state"] == "egalite":
        return runbook_city.tied(tmp_path, ready.line())
    town = frozen.copied(tmp_path)
    runbook_city.STATES[state["state"]](town)
    return town


@pytest.mark.slow
@pytest.mark.parametrize(
    ("town", "page"), [(page, page) for page in PAGES], indirect=["town"], ids=lambda page: page.stem
)
def test_the_page_is_true(town: Town, page: Path) -> None:
    said = ""
    base = town.run("git rev-parse HEAD").stdout.strip()
    for kind, options, body in blocks(page):
        if kind == "sh":
            said = ""
            for command in body.splitlines():
                done = town.run(command)
                said += done.stdout + done.stderr
                assert done.returncode == int(options.get("sortie", "0")), f"{command}\n{said}"
        elif kind == "text":
            for line in body.splitlines():
                assert line in said.replace("\u202f", " ").replace("\u00a0", " "), f"{line}\n---\n{said}"
        elif kind == "csv":
            (town.root / options["fichier"]).parent.mkdir(parents=True, exist_ok=True)
            (town.root / options["fichier"]).write_text(body, "utf-8")
        else:
            assert kind == "yaml", f"nobody knows what to do with {kind}"
            change(town.root, options["fichier"], parse(body.encode(), "").data)
    last = town.run("git status --porcelain && aubette votes verify 2026")
    assert last.returncode == 0, last.stdout + last.stderr
    assert "votes/2026" not in last.stdout.splitlines()[0], "the page ends before everything is committed"
    judged = town.run(f"aubette check --base {base} --only base --format json").stdout
    assert "findings" in judged
    assert "base/trust-changed" not in judged, "whoever follows the page is not refused"


def change(root: Path, pattern: str, fields: dict[str, Any]) -> None:
    (path,) = root.glob(pattern)
    name = path.relative_to(root).as_posix()
    data: Any = parse(path.read_bytes(), name).data
    for key, value in fields.items():
        data[key] = [*data.get(key, []), *value] if isinstance(value, list) else str(value)
    path.write_bytes(write(data, Schemas(schema_dir()).document("project")))


def test_every_page_stands_in_the_index_and_has_an_english_note() -> None:
    index = (ROOT / "docs" / "runbooks" / "README.md").read_text("utf-8")
    assert len(PAGES) >= 10
    for page in PAGES:
        assert f"({page.name})" in index
        assert "**In English.**" in page.read_text("utf-8")
