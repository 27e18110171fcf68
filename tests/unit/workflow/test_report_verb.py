"""`aubette report` on the example city: the figures its files give, in every form, and every slip a sentence."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

import openpyxl
import pytest

from aubette.model.board import Board, Column, Kind, Table
from aubette.model.money import Money
from aubette.report.board import board_csv, board_json, board_text
from aubette.report.office import board_xlsx
from aubette.words.catalogue import Catalogue

DAY = "2026-11-20"


@pytest.fixture
def report(repo_root: Path, aubette):
    def run(*arguments: str, **environment: str):
        return aubette("-C", str(repo_root), "report", *arguments, "--date", DAY, **environment)

    return run


def tables(done) -> list[dict]:
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)["tables"]


def test_budget_of_the_example(report) -> None:
    (table,) = tables(report("budget", "2026", "--format", "json"))
    city = table["rows"][0]
    assert city == {
        "envelope": "ville", "amount": 400000000, "moved": 0, "candidates": 7, "on_ballot": 426500000, "winners": 6,
        "allotted": 400000000, "committed": 0, "spent": 0, "left": 0,
    }  # fmt: skip
    assert table["total"]["amount"] == 500000000
    assert table["total"]["left"] == table["total"]["amount"] - table["total"]["allotted"]


def test_budget_what_if_counts_again(report) -> None:
    done = report("budget", "2026", "--what-if", "project_area=45000", "--format", "json")
    data = json.loads(done.stdout)
    assert data["what_if"] == ["project_area=45000"]
    envelopes, moves = data["tables"]
    market = next(r for r in envelopes["rows"] if r["envelope"] == "elsau-montagne-verte")
    assert (market["candidates"], market["on_ballot"], market["winners"], market["left"]) == (1, 4100000, 1, 3900000)
    effects = {m["project"]: m["effect"] for m in moves["rows"]}
    assert effects["2026-012"] == "over_cap_won"
    assert effects["2026-040"] == "wins"
    assert "Hypothèse" in report("budget", "2026", "--what-if", "overflow=stop").stdout


def test_feasibility_of_the_example(report) -> None:
    waiting, services = tables(report("feasibility", "--format", "json"))
    first = waiting["rows"][0]
    assert (first["project"], first["service"], first["state"], first["late_days"]) == (
        "2027-006",
        "voirie",
        "overdue",
        2,
    )
    roads = next(r for r in services["rows"] if r["service"] == "voirie")
    assert (roads["asked"], roads["answered"], roads["n_overdue"], roads["n_waiting"]) == (2, 0, 1, 1)
    (only, _) = tables(report("feasibility", "--service", "juridique", "--format", "json"))
    assert {r["service"] for r in only["rows"]} == {"juridique"}


def test_follow_up_and_equity_of_the_example(report) -> None:
    (works,) = tables(report("follow-up", "2024", "--format", "json"))
    pump = next(r for r in works["rows"] if r["project"] == "2024-015")
    assert (pump["promised_on"], pump["expected_on"], pump["slip_days"]) == ("2026-12-16", None, 284)
    (areas,) = tables(report("equity", "2024", "--format", "json"))
    south = next(r for r in areas["rows"] if r["area"] == "neuhof")
    assert (south["winners"], south["amount"], south["per_head"]) == (2, 7000000, 350)
    assert areas["total"]["amount"] == works["total"]["funded"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("budget", "1999"), "1999"),
        (("feasibility", "--service", "nobody"), "nobody"),
        (("budget", "--what-if", "area=1"), "2026"),
        (("budget", "2026", "--what-if", "colour=red"), "project_area"),
        (("budget", "2026", "--what-if", "area=1,50"), "60000.50"),
        (("budget", "2026", "--what-if", "split=luck"), "luck"),
        (("budget", "2026", "--what-if", "split=explicit"), "split=explicit"),
        (("budget", "--format", "xlsx"), "--output"),
        (("budget", "--output", "/no/such/folder/b.csv"), "/no/such/folder/b.csv"),
    ],
)
def test_a_slip_is_a_sentence(report, arguments: tuple[str, ...], told: str) -> None:
    done = report(*arguments)
    assert done.returncode == 2, done.stdout
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, aubette) -> Path:
    root = tmp_path_factory.mktemp("imported")
    (root / "x.pb").write_text(ELECTION, "utf-8")
    done = aubette("import", "pabulib", str(root / "x.pb"), "--into", str(root / "city"))
    assert done.returncode == 0, done.stderr
    return root / "city"


ELECTION = """META
key;value
description;Ailleurs
country;Poland
unit;Ailleurs
instance;2020
num_projects;3
num_votes;3
budget;1000
vote_type;approval
rule;greedy
date_begin;01.06.2020
date_end;30.06.2020
PROJECTS
project_id;cost;votes;name;selected
a;900;3;Verger;1
b;400;2;Bancs;0
c;100;1;Nichoirs;1
VOTES
voter_id;vote
1;a,b,c
2;a,b
3;a
"""


@pytest.mark.parametrize("name", ["feasibility", "budget", "follow-up", "equity"])
@pytest.mark.parametrize("form", ["text", "json", "csv", "xlsx"])
def test_a_city_that_ran_no_edition_gets_every_report(
    imported: Path, tmp_path: Path, aubette, name: str, form: str
) -> None:
    for edition in ([], ["2020"]):
        target = tmp_path / f"{name}.{form}"
        arguments = ("report", name, *edition, "--format", form, "--output", str(target), "--date", DAY)
        done = aubette("-C", str(imported), *arguments)
        assert done.returncode == 0, done.stderr
        if form == "xlsx":
            assert openpyxl.load_workbook(target).sheetnames
        if form == "text":
            assert len(target.read_text("utf-8").splitlines()) > 2, "nothing is said in words"


def test_a_what_if_of_an_imported_election(imported: Path, aubette) -> None:
    """Skipping elects the orchard and the nest boxes; under a cap of 500, the benches and the nest boxes."""

    def winners(*arguments: str) -> tuple[int, int, int]:
        done = aubette("-C", str(imported), "report", "budget", "2020", *arguments, "--format", "json", "--date", DAY)
        (row,) = tables(done)[0]["rows"]
        return row["winners"], row["allotted"], row["left"]

    assert winners() == (2, 100000, 0)
    assert winners("--what-if", "project_city=500") == (2, 50000, 50000)
    refused = aubette("-C", str(imported), "report", "budget", "--what-if", "project_city=500")
    assert refused.returncode == 2
    assert "2020" in refused.stderr


def test_figures_from_a_broken_city_say_so(aubette, repo_root: Path, tmp_path: Path) -> None:
    for name in ("site_config", "projects"):
        copytree(repo_root / name, tmp_path / name)
    arguments = ("-C", str(tmp_path), "--lang", "en", "report", "equity", "--date", DAY)
    assert "aubette check" not in aubette(*arguments).stderr
    (tmp_path / "projects" / "2027" / "casse-k7f3q9.yml").write_text("key: [")
    done = aubette(*arguments)
    assert done.returncode == 0
    assert "1 error keeps something from being read" in done.stderr


@pytest.mark.parametrize("verb", [("report", "equity"), ("check", "--only", "bytes,yaml")])
def test_a_city_behind_a_link_is_no_bug_of_ours(
    aubette, repo_root: Path, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    (tmp_path / "site_config").symlink_to(repo_root / "site_config")
    done = aubette("-C", str(tmp_path), *verb, "--date", DAY)
    assert done.returncode in (1, 2)
    assert "aubette-bug" not in done.stderr


def test_a_workbook_holds_numbers_and_days(report, tmp_path: Path) -> None:
    target = tmp_path / "études.xlsx"
    done = report("feasibility", "--format", "xlsx", "--output", str(target))
    assert done.returncode == 0
    assert target.name in done.stderr
    first = target.read_bytes()
    report("feasibility", "--format", "xlsx", "--output", str(target))
    assert target.read_bytes() == first
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Réponses attendues", "Charge par service"]
    row = [cell.value for cell in book["Réponses attendues"][2]]
    assert row[1] == "2027-006"
    assert row[5] == datetime(2026, 11, 18)
    assert row[6] == 2


HOSTILE = Board(
    "budget",
    date(2027, 1, 1),
    (
        Table(
            "moves",
            (Column("project", Kind.TEXT), Column("cost", Kind.MONEY)),
            (("=1+1", Money(123456)), ("\x1b[2Jvide\n::error::", Money(5))),
            "2027",
        ),
    ),
)


def test_no_cell_is_a_formula_nor_moves_a_cursor() -> None:
    words = Catalogue("fr")
    read = list(csv.reader(io.StringIO(board_csv(HOSTILE, words, "fr")), delimiter=";"))
    assert read[1] == ["'=1+1", "1234,56"]
    assert read[2] == ["␛[2Jvide␊::error::", "0,05"]
    cell = openpyxl.load_workbook(io.BytesIO(board_xlsx(HOSTILE, words, "fr"))).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert openpyxl.load_workbook(io.BytesIO(board_xlsx(HOSTILE, words, "fr"))).active["B2"].value == 1234.56
    for text in (board_text(HOSTILE, words, "fr", 80), board_json(HOSTILE, words, "fr")):
        assert "\x1b" not in text
        assert "\n::error" not in text


def test_a_narrow_terminal_shortens_texts_never_figures() -> None:
    long = Table("moves", HOSTILE.tables[0].columns, (("É" * 90, Money(123456789)),), "2027")
    lines = board_text(Board("budget", date(2027, 1, 1), (long,)), Catalogue("fr"), "fr", 40).splitlines()
    assert max(map(len, lines[3:])) == 40
    assert lines[-1].endswith("1\u202f234\u202f567,89\u00a0€")
    assert "…" in lines[-1]
