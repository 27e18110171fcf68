"""The workbook in the spreadsheet program that a committee has: LibreOffice works out the winners of the count.

`formulas.py` reads the same workbooks in our words; here nothing of ours reads a formula. A French machine is asked,
whose numbers have commas. Skipped where `soffice` is not installed.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "votes"))

import toys
from sealing import CITY, EDITION

from aubette.model.evidence import Evidence, TallyKind
from aubette.model.outcome import Outcome
from aubette.model.source import MemorySource
from aubette.publish.workbook import WRITERS, Page
from aubette.votes.count.contest import count
from aubette.votes.imported import read_imported
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount_sheet import recount_pages
from aubette.workflow.results import rule_of, with_ties

WORDS = Catalogue("en")
SOFFICE = shutil.which("soffice")
EVERY_PAGE = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"
FRENCH = """<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item></oor:items>"""

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed")

Rows = Sequence[Sequence[str]]
Line = tuple[str, int, int]
"""A winner's number, and what was left before and after it in cents."""

Made = tuple[Evidence, list[Outcome], tuple[Page, ...]]


def counted(evidence: Evidence) -> list[Outcome]:
    asked = [(c.id, with_ties(rule_of(c.rule), evidence, c.rule)) for c in evidence.ballot.contests]
    outcomes = [count(evidence, contest, rule, {}, {}) for contest, rule in asked]
    assert all(isinstance(one, Outcome) for one in outcomes)
    return [one for one in outcomes if isinstance(one, Outcome)]


def otherwise(evidence: Evidence) -> Evidence:
    """The same evidence with the figures of each unit the other way round, in contests counted in votes."""
    made = []
    for one in evidence.returns:
        votes = evidence.ballot.kind(one.unit.contest) is TallyKind.VOTES
        amounts = dict(zip(one.tally.amounts, reversed(one.tally.amounts.values()), strict=True))
        made.append(replace(one, tally=replace(one.tally, amounts=amounts), groups=None) if votes else one)
    return replace(evidence, returns=tuple(made))


def retyped(pages: Sequence[Page], old: Evidence, new: Evidence) -> tuple[Page, ...]:
    """The pages with the new figures typed over the old ones, and nothing else touched."""
    figures = {
        (one.unit.contest, number): [other.tally.amounts[number] for other in new.of(one.unit.contest)]
        for one in old.returns
        for number in one.tally.amounts
    }

    def typed(contest: object, row: tuple[object, ...]) -> tuple[object, ...]:
        found = figures.get((str(contest), str(row[0]))) if row else None
        return (*row[:4], *found, *row[4 + len(found) :]) if found else row

    return tuple(replace(p, rows=tuple(typed(p.rows[0][0], row) for row in p.rows)) for p in pages)  # type: ignore[misc]


@pytest.fixture(scope="module")
def made() -> Made:
    read = read_imported(MemorySource(toys.toy_city(9, 6)), EDITION, city_id=CITY)
    assert read.evidence, read.findings
    outcomes = counted(read.evidence)
    return read.evidence, outcomes, recount_pages(WORDS, read.evidence, outcomes, {})


@pytest.fixture(scope="module")
def opened(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Rows]]:
    """What LibreOffice shows, workbook by workbook and page by page."""
    evidence, _, pages = made
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(FRENCH)
    versions = {"sealed": pages, "typed": retyped(pages, evidence, otherwise(evidence))}
    books = []
    for name, shown in versions.items():
        for ending, write in WRITERS.items():
            books.append(folder / f"{name}-{ending[1:]}{ending}")
            books[-1].write_bytes(write(shown))
    command = [str(SOFFICE), f"-env:UserInstallation=file://{folder}", "--headless", "--norestore", "--convert-to"]
    command += [EVERY_PAGE, "--outdir", str(folder / "out"), *map(str, books)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return {
        book.stem: {page.name: rows_of(folder / "out" / f"{book.stem}-{page.name}.csv") for page in pages}
        for book in books
    }


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def elected(pages: Mapping[str, Rows]) -> Iterator[Line]:
    """Each place that wins."""
    for rows in pages.values():
        starts = [at for at, row in enumerate(rows) if row[:1] == ["Place"]]
        for row in rows[starts[0] + 1 :] if starts else []:
            if row[6] == "yes":
                before, after = (round(float(row[at].replace(",", ".")) * 100) for at in (5, 7))
                yield row[1], before, after


def expected(outcomes: Sequence[Outcome], pages: Sequence[Page]) -> list[Line]:
    about = str(pages[0].rows)
    formulas = [one for one in outcomes if f" {one.contest}:" not in about]
    assert len(formulas) > len(outcomes) / 2
    rounds = [r for one in formulas for envelope in one.envelopes for r in envelope.rounds]
    return sorted((r.number, r.left_before, r.left_after) for r in rounds)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_libreoffice_elects_whom_the_count_elects(
    made: Made, opened: Mapping[str, Mapping[str, Rows]], ending: str
) -> None:
    evidence, outcomes, pages = made
    shown = opened[f"sealed-{ending}"]
    assert sorted(elected(shown)) == expected(outcomes, pages)
    assert "DIFFERENT" not in str(shown)
    for one in outcomes:
        page, totals = next(rows for rows in shown.values() if rows[0][0] == one.contest), evidence.totals(one.contest)
        assert {row[0]: int(row[-1]) for row in page if row and row[0] in totals} == totals


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_other_figures_typed_into_it_elect_others(
    made: Made, opened: Mapping[str, Mapping[str, Rows]], ending: str
) -> None:
    evidence, outcomes, pages = made
    new = counted(otherwise(evidence))
    assert [one.winners for one in new] != [one.winners for one in outcomes]
    assert sorted(elected(opened[f"typed-{ending}"])) == expected(new, pages)


def test_no_cell_is_an_error(opened: Mapping[str, Mapping[str, Rows]]) -> None:
    cells = [cell for book in opened.values() for rows in book.values() for row in rows for cell in row]
    assert len(cells) > 500
    assert [cell for cell in cells if cell.startswith(("Err:", "#"))] == []
