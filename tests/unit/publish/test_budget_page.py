"""The budget page says the amounts of `aubette report budget`, envelope by envelope."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from aubette.model.board import Board
from aubette.model.budget import FundingBracket
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, LedgerKind
from aubette.model.money import Money
from aubette.model.registers import Ledger, LedgerEntry
from aubette.model.text import Text
from aubette.publish.lens import Lens
from aubette.publish.pages import areas, budget
from aubette.publish.whole import lens_of, tongues
from aubette.report.board import board_json, board_text
from aubette.rules.board_budget import ENVELOPES, envelopes
from aubette.rules.context import Context
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import read_look, site_of
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.results import winners

DAY = date(2026, 11, 20)
QUESTION = Text.plain("?")
COLUMNS = [c.name for c in ENVELOPES]


@pytest.fixture(scope="module")
def made(repo_root: Path) -> tuple[Lens, Context]:
    """The example's pages and its reports."""
    folder, words = open_folder(repo_root), Catalogue("fr")
    checked = check(folder, DAY)
    look, _ = read_look(folder)
    city = checked.loaded.city
    assert city is not None
    assert look is not None
    site = site_of(city, DAY, checked.results, {}, "")
    return lens_of(site, words, look, tongues(site, words)[0]), Context(city, DAY, winners(checked.results))


def with_city(made: tuple[Lens, Context], city: City) -> tuple[Lens, Context]:
    lens, context = made
    site = replace(lens.site, city=city)
    return Lens(site, lens.words, lens.environment), replace(context, city=city)


def grouped(city: City) -> City:
    """Two neighbourhoods of 2024 in one envelope; money of the reserve goes to a project, to 2026 and to the city."""
    edition = city.edition("2024")
    assert edition is not None
    gone = [e for e in edition.envelopes if e.id in ("robertsau", "centre")]
    group = replace(gone[0], id="groupe", kind=EnvelopeKind.GROUP, area=None, areas=("robertsau", "centre"))
    kept = tuple(e for e in edition.envelopes if e not in gone)
    paying = replace(edition.budget, programme_costs_from_envelope=True)
    other = replace(edition, envelopes=(*kept, replace(group, amount=Money(8_000_000))), budget=paying)
    moves = tuple(
        LedgerEntry(
            f"X{n}", DAY, LedgerKind.REALLOCATION, Text.plain("?"), "D", Money(100_000 * n), from_=giver, to=taker
        )
        for n, (giver, taker) in enumerate(
            [("reserve", "e6an0b"), ("groupe", "2026/ville"), ("general", "neuhof"), ("2024-010", "meinau")], start=1
        )
    )
    ledgers = tuple(
        Ledger(1, (*held.entries, *moves), "2024") if held.edition == "2024" else held for held in city.ledgers
    )
    editions = tuple(other if e.id == "2024" else e for e in city.editions)
    return replace(city, editions=editions, ledgers=ledgers)


def shown(lens: Lens, edition: Edition) -> list[list[str]]:
    """The table's cells without marks: envelope, holds, to winners, left."""
    (page,) = budget.bodies(lens)
    part = page.content.split(f'id="edition-{edition.id}"')[1].split("<tbody")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)][:4] for row in rows]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def reported(lens: Lens, context: Context, edition: Edition) -> list[list[str]]:
    found = []
    for row in envelopes(context, edition).rows:
        cents = {c: cell.cents for c, cell in zip(COLUMNS, row, strict=True) if isinstance(cell, Money)}
        amounts = (cents["amount"] + cents["moved"], cents["allotted"], cents["left"])
        found.append([plain(lens.words.formats.money(Money(amount))) for amount in amounts])
    return found


@pytest.mark.parametrize("groups", [False, True])
def test_the_page_and_the_report_say_the_same(made: tuple[Lens, Context], groups: bool) -> None:
    lens, context = with_city(made, grouped(made[1].city)) if groups else made
    for edition in context.city.editions:
        assert [row[1:] for row in shown(lens, edition)] == reported(lens, context, edition), edition.id


def test_a_group_pays_its_winners_and_a_project_takes_nothing_twice(made: tuple[Lens, Context]) -> None:
    """Of the group's 80 000, 42 400 go to its two winners and 2 000 to 2026; the reserve gave 11 900 and 1 000."""
    lens, context = with_city(made, grouped(made[1].city))
    edition = context.city.edition("2024")
    assert edition is not None
    rows = {row[0]: row[1:] for row in shown(lens, edition)}
    group = next(row for name, row in rows.items() if "Robertsau" in name or "Centre" in name)
    assert group == ["78 000 €", "42 400 €", "35 600 €"]
    assert rows["Projets de toute la ville"] == ["800 000 €", "781 000 €", "19 000 €"]
    assert rows["Réserve pour les projets en souffrance"] == ["37 100 €", "0 €", "37 100 €"]
    later = context.city.edition("2026")
    assert later is not None
    assert shown(lens, later)[0][1] == "4 002 000 €"


def test_an_area_receives_its_part_of_what_the_envelope_gives(made: tuple[Lens, Context]) -> None:
    """A winner of two areas counts once for the city; what others pay of its cost is no money of the envelope."""
    context = made[1]
    won = next(p for p in context.city.projects if p.number == "2026-003")
    edition = context.city.edition("2026")
    assert (won.areas, won.estimated_cost, edition) == (("cronenbourg",), Money.parse("36500"), edition)
    assert edition is not None
    halved = tuple(replace(t, funding=(FundingBracket(rate_percent="50"),)) for t in edition.size_tiers)
    editions = tuple(replace(e, size_tiers=halved) if e.id == "2026" else e for e in context.city.editions)
    shared = replace(won, areas=("cronenbourg", "meinau"))
    projects = tuple(shared if p is won else p for p in context.city.projects)
    cities = [replace(context.city, editions=editions, projects=ps) for ps in (context.city.projects, projects)]
    before, after = ({row[0]: row[5] for row in compared(with_city(made, city)[0])} for city in cities)
    moved = {name.split(" –")[0]: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert {name: cents(b) - cents(a) for name, (a, b) in moved.items()} == {"Cronenbourg": -912500, "Meinau": 912500}


def compared(lens: Lens) -> list[list[str]]:
    """The rows of the table that compares the areas."""
    (page,) = (page for page in areas.bodies(lens) if page.url == "quartiers/")
    part = page.content.split("<tbody")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def cents(amount: str) -> int:
    return Money.parse(re.sub(r"[^0-9,]", "", amount).replace(",", ".")).cents


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Ce que coûte la démarche elle-même"), ("en", "What the process itself costs")],
)
def test_the_report_names_the_programme_s_own_costs(made: tuple[Lens, Context], language: str, said: str) -> None:
    context = with_city(made, grouped(made[1].city))[1]
    edition = context.city.edition("2024")
    assert edition is not None
    board = Board("budget", DAY, (envelopes(context, edition),))
    text = board_text(board, Catalogue(language), "fr", 200)
    assert said in text
    assert "programme " not in text
    assert '"envelope": "programme"' in board_json(board, Catalogue(language), "fr"), "programs keep the identifier"


def test_a_cancelled_project_takes_what_was_paid(made: tuple[Lens, Context]) -> None:
    lens, context = made
    edition = context.city.edition("2024")
    assert edition is not None
    assert ["Koenigshoffen", "10 000 €", "2 400 €", "7 600 €"] in shown(lens, edition)
