"""The workbook's formulas elect the winners of the count, and follow when a figure changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "votes"))

import formulas
import toys
from sealing import CITY, EDITION

from aubette.model.outcome import WINS, Outcome
from aubette.model.source import MemorySource
from aubette.publish.workbook import Formula, Page, ods, open_formula, xlsx
from aubette.votes.count.contest import count
from aubette.votes.imported import read_imported
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount_sheet import recount_pages
from aubette.workflow.results import rule_of, with_ties

WORDS = Catalogue("en")


def toy(seed: int, contests: int, **clauses: object) -> tuple[list[Outcome], tuple[Page, ...]]:
    read = read_imported(MemorySource(toys.toy_city(seed, contests, **clauses)), EDITION, city_id=CITY)
    assert read.evidence, read.findings
    counted = [
        count(read.evidence, c.id, with_ties(rule_of(c.rule), read.evidence, c.rule), {}, {})
        for c in read.evidence.ballot.contests
    ]
    outcomes = [one for one in counted if isinstance(one, Outcome)]
    return outcomes, recount_pages(WORDS, read.evidence, outcomes, {})


def elected(program: formulas.Program) -> list[str]:
    """The numbers that the lower blocks of all pages elect, page after page."""
    found: list[str] = []
    for sheet in program.cells:
        rows = program.rows(sheet)
        starts = [at for at, row in enumerate(rows) if row[0] == "Place"]
        for row in rows[starts[0] + 1 :] if starts else []:
            if row[6] == "yes":
                found.append(row[1])
    return found


@pytest.mark.parametrize("seed", range(8))
def test_formulas_elect_whom_the_count_elects(seed: int) -> None:
    outcomes, pages = toy(seed, 8)
    program = formulas.Program(formulas.read_xlsx(xlsx(pages)))
    undone = {o.contest for o in outcomes for row in pages[0].rows if f" {o.contest}:" in str(row[0])}
    assert len(undone) < len(outcomes) / 2
    expected = [n for o in outcomes if o.contest not in undone for n in o.winners]
    assert sorted(elected(program)) == sorted(expected)
    checks = [row[at] for sheet in program.cells for row in program.rows(sheet) for at in range(20)]
    assert "DIFFERENT" not in checks
    assert checks.count("ok") > len(expected)


@pytest.mark.parametrize(("method", "elects"), [("greedy", True), ("equal-shares", False)])
def test_the_first_page_promises_winners_only_where_formulas_elect_them(method: str, elects: bool) -> None:
    plain = {"thresholds": {}, "quotas": [], "max_winners": None, "exclusions": [], "withdrawn": []}
    _, pages = toy(1, 2, method=method, measure="votes", ties=["receipt"], leftover="return", **plain)
    said = " ".join(str(row[0]) for row in pages[0].rows)
    assert ("ranking and winners are formulas" in said) is elects
    assert ("envelope by envelope" in said) is elects
    assert ("only the totals are formulas" in said) is not elects


def test_pooled_leftovers_have_a_page_of_their_own() -> None:
    outcomes, pages = toy(3, 6, leftover="pool_by_votes", overflow="stop", thresholds={}, quotas=[], max_winners=None)
    pooled = [p.number for o in outcomes for p in o.projects if p.status is WINS[1]]
    assert pooled
    program = formulas.Program(formulas.read_xlsx(xlsx(pages)))
    assert sorted(elected(program)) == sorted(n for o in outcomes for n in o.winners)


@pytest.mark.parametrize("edition", ["2024", "2026"])
def test_the_example_in_both_formats(repo_root: Path, edition: str, aubette, tmp_path: Path) -> None:
    shown = []
    for ending, read in ((".xlsx", formulas.read_xlsx), (".ods", formulas.read_ods)):
        to = tmp_path / f"r{ending}"
        done = aubette("-C", str(repo_root), "--lang", "en", "export", "recount", edition, "--to", str(to))
        assert (done.returncode, done.stdout) == (0, f"{to}\n")
        first = to.read_bytes()
        aubette("-C", str(repo_root), "--lang", "en", "export", "recount", edition, "--to", str(to))
        assert to.read_bytes() == first, "the same bytes every time"
        program = formulas.Program(read(first))
        shown.append({sheet: program.rows(sheet) for sheet in program.cells})
        assert "DIFFERENT" not in str(shown[-1])
        assert elected(program)
    for sheet, rows in shown[0].items():
        for row, other in zip(rows, shown[1][sheet], strict=True):
            assert [cell or "" for cell in row] == [cell or "" for cell in other]


def test_another_figure_makes_another_winner(repo_root: Path, aubette, tmp_path: Path) -> None:
    to = tmp_path / "r.xlsx"
    aubette("-C", str(repo_root), "--lang", "en", "export", "recount", "2026", "--to", str(to))
    program = formulas.Program(formulas.read_xlsx(to.read_bytes()))
    sheet = next(name for name in program.cells if name.endswith("Tallies-ville"))
    row = next(at for at, cells in enumerate(program.rows(sheet), 1) if cells[0] == "2026-037")
    assert "2026-037" not in elected(program)
    program.change(sheet, f"E{row}", 9000)
    assert "2026-037" in elected(program)
    assert "DIFFERENT" in str(program.rows(sheet)), "the sealed sum is no longer the sum"


@pytest.mark.parametrize(
    ("clauses", "why"),
    [
        ({"ties": ["id"]}, "why.ties"),
        ({"method": "equal-shares"}, "why.method"),
        ({"min_winners_per_area": 1}, "why.area"),
        ({"max_winners_per_area": 1}, "why.area"),
        ({"leftover": "pool_by_votes"}, "why.pool"),
        ({"exclusions": [["2027-001", "2027-002"], ["2027-002", "2027-003"]]}, "why.exclusions"),
    ],
)
def test_what_formulas_cannot_do_is_said(clauses: dict[str, object], why: str) -> None:
    kept = {"measure": "votes", "max_winners": 9, "leftover": "return", "thresholds": {}, "withdrawn": []}
    outcomes, pages = toy(1, 1, **{**kept, **clauses})
    assert outcomes
    assert WORDS.say(f"recount.{why}") in str(pages[0].rows)
    assert len(pages) == 2, "only the tallies"


def test_texts_are_never_formulas() -> None:
    page = Page("1-x", (("=1+1", Formula("1+1")),))
    assert formulas.read_ods(ods((page,)))["1-x"] == {"A1": "=1+1", "B1": "=1+1"}
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(xlsx((page,)))) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<f>") == 1


def test_the_notation_of_opendocument() -> None:
    assert open_formula("""IF('2-a'!$A$1:B2="a,B1",1,C3)""") == """IF([$'2-a'.$A$1:.B2]="a,B1";1;[.C3])"""


@pytest.mark.parametrize("arguments", [("1999",), ("2026", "--to", "r.pdf")])
def test_a_slip_is_a_usage_error(repo_root: Path, aubette, arguments: tuple[str, ...]) -> None:
    done = aubette("-C", str(repo_root), "export", "recount", *arguments)
    assert (done.returncode, done.stdout) == (2, "")


def test_an_edition_without_votes_writes_nothing(repo_root: Path, aubette, tmp_path: Path) -> None:
    done = aubette("-C", str(repo_root), "export", "recount", "2027", "--to", str(tmp_path / "r.xlsx"))
    assert done.returncode == 1
    assert not list(tmp_path.iterdir())
