"""Real elections go in as `.pb` files and come out as pages with the right winners."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.source import MemorySource
from aubette.workflow.import_pabulib import import_election
from aubette.workflow.recount import data_of, recount

NAMES = (
    "france_toulouse_2019_", "netherlands_amsterdam_2022_west", "poland_czestochowa_2020_grabowka",
    "poland_gdansk_2020_", "poland_gdynia_2020_chylonia-small", "poland_katowice_2020_bogucice",
    "poland_katowice_2020_zarzecze", "poland_krakow_2021_bienczyce", "poland_krakow_2021_bronowice",
    "poland_lodz_2020_", "poland_poznan_2023_5-grunwald-polnoc-grunwald-poludnie-stary-grunwald",
    "poland_warszawa_2017_goclaw", "poland_warszawa_2019_rakowiec", "poland_warszawa_2021_ursynow",
    "poland_wroclaw_2017_rejon-nr-13-250", "poland_zabrze_2020_pawlow",
)  # fmt: skip
FLAGS = {"rule": "method"}


def changes(options: str) -> dict[str, object]:
    """The clauses of a rule that a line of options of `aubette count` asks for."""
    words = options.split()
    asked: dict[str, object] = {}
    for flag, value in zip(words[::2], words[1::2], strict=True):
        name = flag.removeprefix("--")
        if name == "ties":
            asked["ties"] = value.split(",")
        elif name == "weights":
            asked["weights"] = value if value == "borda" else [int(part) for part in value.split(",")]
        else:
            asked[FLAGS.get(name, name)] = value
    return asked


@pytest.fixture(scope="module", params=NAMES)
def election(request: pytest.FixtureRequest, elections_dir: Path) -> tuple[dict[str, object], MemorySource]:
    expected = json.loads((elections_dir / "expected.json").read_text("utf-8"))[f"{request.param}.pb"]
    imported = import_election((elections_dir / f"{request.param}.pb").read_bytes(), request.param)
    assert imported.files, imported.findings
    return expected, MemorySource(imported.files)


def test_every_rule_gives_the_expected_winners(election: tuple[dict[str, object], MemorySource]) -> None:
    expected, source = election
    loaded = load_city(source, Schemas(schema_dir()))
    assert loaded.city is not None
    assert loaded.findings == ()
    edition = loaded.city.editions[0].id
    rules = expected["rules"]
    assert isinstance(rules, dict)
    wrong = {}
    for name, rule in rules.items():
        data = data_of(recount(source, loaded.city, edition, changes(rule["options"])))
        elected = [r["source_id"] for e in data["envelopes"] for r in e["rounds"]]
        cost = sum(int(r["cost"]) for e in data["envelopes"] for r in e["rounds"])
        if elected != rule.get("order", elected) or sorted(elected) != sorted(rule["winners"]):
            wrong[name] = elected
        units, _, cents = rule["cost"].partition(".")
        assert cost == int(units) * 100 + int((cents or "0").ljust(2, "0")), name
    assert wrong == {}


def test_no_proposer_is_carried_over(elections_dir: Path) -> None:
    raw = (elections_dir / "france_toulouse_2019_.pb").read_bytes()
    assert b"Raymonde" in raw
    files = import_election(raw, "toulouse").files
    everything = b"\n".join(files.values()).decode()
    assert "Raymonde" not in everything
    assert not re.search(r"\b(voter_id|proposer|sex)\b", everything)


def test_a_site_shows_the_winners(elections_dir: Path, tmp_path: Path, aubette) -> None:
    folder = tmp_path / "city"
    done = aubette("import", "pabulib", str(elections_dir / "france_toulouse_2019_.pb"), "--into", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert aubette("-C", str(folder), "check").returncode == 0
    built = aubette("-C", str(folder), "build", "--date", "2026-11-20")
    assert built.returncode == 0, built.stdout + built.stderr
    page = (folder / "site" / "resultats" / "2019" / "index.html").read_text("utf-8")
    expected = json.loads((elections_dir / "expected.json").read_text("utf-8"))["france_toulouse_2019_.pb"]
    assert len(re.findall(r'<tr[^>]* class="won"', page)) == len(expected["rules"]["greedy_skip"]["winners"])
    assert "jeu de données" in page
