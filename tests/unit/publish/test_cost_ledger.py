"""The cost from idea to invoice: each figure with its day, and its distance from what voters were shown."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from aubette.model.money import Money
from aubette.publish.cost import Cost, Figure, drift_of, with_drift
from aubette.publish.cost_figure import Labels, Point, stairs

LABELS = Labels("Le coût", "De 1 à 2.", "vote", lambda day: day.strftime("%m/%Y"))


def rows(site: Path, project: str) -> list[list[str]]:
    """The cells of a project's ledger, without marks."""
    text = next((site / "projets").glob(f"{project}-*/index.html")).read_text("utf-8")
    table = text[text.index('<div class="table costs"') :].split("</table>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
    return [
        [plain(re.sub(r"<[^>]+>", " ", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in found
    ]


def plain(text: str) -> str:
    return " ".join(unescape(text).replace("\u202f", " ").replace("\xa0", " ").split())


def test_a_projects_figures_in_the_order_of_their_days(site: Path) -> None:
    told = rows(site, "2024-010")
    assert [(row[0].split(" – ")[0], *row[1:]) for row in told][:4] == [
        ("Coût estimé par la Ville Direction des finances", "225 000 €", "06/05/2024", ""),
        ("Coût estimé, revu Voirie et espaces publics", "240 000 €", "18/06/2024", ""),
        ("Coût affiché au vote Bulletin de vote", "240 000 €", "23/09/2024", ""),
        ("Accordé par le conseil Conseil municipal", "240 000 €", "16/12/2024", "aucun"),
    ]
    moved = next(row for row in told if row[0].startswith("Mouvement du registre"))
    assert moved[1:] == ["+11 900 €", "24/11/2025", ""]
    assert "la réserve soutient ce projet en souffrance" in moved[0]
    assert told[-1] == ["Coût final Participation citoyenne", "251 900 €", "02/10/2026", "+11 900 € (+5 %)"]


def test_what_is_engaged_so_far_is_no_saving(site: Path) -> None:
    engaged = next(row for row in rows(site, "2024-015") if row[0].startswith("Engagé"))
    assert engaged[1:] == ["24 000 €", "31/07/2025", ""]
    forecast = next(row for row in rows(site, "2024-015") if row[0].startswith("Coût prévu à la fin"))
    assert forecast[3] == "+46 000 € (+23,2 %)"
    assert "Des terres polluées ont été trouvées" in forecast[0]


def test_the_drift_is_a_sentence(site: Path) -> None:
    text = plain(next((site / "projets").glob("2024-010-*/index.html")).read_text("utf-8"))
    assert "Depuis le vote : +11 900 € (+5 %). Affiché à 240 000 €, il revient à 251 900 €." in text
    before = plain(next((site / "projets").glob("2026-012-*/index.html")).read_text("utf-8"))
    assert "Depuis le vote" not in before
    assert "Écart depuis le vote" not in before


def test_a_drawing_has_words_and_its_table(site: Path) -> None:
    text = next((site / "projets").glob("2024-010-*/index.html")).read_text("utf-8")
    drawing = text[text.index('<svg class="stairs"') :]
    assert "<title>Le coût, de l&#x27;idée à la facture</title><desc>" in drawing
    assert drawing.index("</svg>") < drawing.index("<table>")


def test_without_history_the_files_own_days_stand(example: Path, aubette, tmp_path: Path) -> None:
    target = tmp_path / "site"
    done = aubette("-C", str(example), "build", "--history", "off", "--date", "2026-11-20", "--site-dir", str(target))
    assert done.returncode == 0
    told = rows(target, "2024-010")
    days = {row[0].split(" ")[0]: row[2] for row in told}
    assert days["Accordé"] == "16/12/2024"
    assert re.fullmatch(r"[0-9/]{10}|–", days["Mandaté"])
    assert "historique/" not in next((target / "projets").glob("2024-010-*/index.html")).read_text("utf-8")


def line(figure: Figure, cents: int, day: int) -> Cost:
    return Cost(figure, Money(cents), date(2026, 1, day))


def test_drift_counts_from_the_ballot_only() -> None:
    lines = with_drift([line(Figure.ESTIMATE, 500, 1), line(Figure.ON_BALLOT, 400, 2), line(Figure.FUNDED, 300, 3)])
    assert [cost.drift for cost in lines] == [None, None, Money(-100)]
    assert drift_of(lines) == (Money(400), Money(300))
    assert drift_of(with_drift([line(Figure.ESTIMATE, 500, 1), line(Figure.FUNDED, 300, 3)])) is None


def test_the_last_word_is_the_final_cost() -> None:
    kinds = (Figure.ON_BALLOT, Figure.FUNDED, Figure.FORECAST, Figure.COMMITTED, Figure.FINAL)
    lines = with_drift(
        [line(kind, cents, n) for n, (kind, cents) in enumerate(zip(kinds, (400, 400, 600, 450, 420), strict=True), 1)]
    )
    assert drift_of(lines) == (Money(400), Money(420))
    assert drift_of(lines[:-1]) == (Money(400), Money(600))
    assert drift_of((*lines[:2], lines[3])) == (Money(400), Money(450))


def test_too_little_for_a_drawing() -> None:
    day = date(2026, 1, 1)
    flat = [Point(date(2026, 1, n), 500) for n in (1, 2, 3)]
    assert stairs(flat, [], None, day, LABELS) == ""
    assert stairs([Point(day, 500), Point(date(2026, 2, 1), 600)], [], None, day, LABELS) == ""
    assert stairs([*flat, Point(date(2026, 1, 4), 600)], [], None, day, LABELS).startswith("<svg")


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 10**9)), min_size=3, max_size=9),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_a_drawing_stays_inside_its_frame(points: list[tuple[date, int]], vote: date) -> None:
    costs = [Point(day, cents) for day, cents in sorted(points)]
    drawn = stairs(costs, costs[1:2], vote, costs[-1].day, LABELS)
    for x in re.findall(r"H([0-9.-]+)|M([0-9.-]+) ", drawn):
        assert 0 <= float(x[0] or x[1]) <= 360
    for y in re.findall(r"V([0-9.-]+)", drawn):
        assert 0 <= float(y) <= 150
