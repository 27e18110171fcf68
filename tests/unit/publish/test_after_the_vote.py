"""What residents read of a winner that is none any more: what the votes said, what followed, by which act, why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from aubette.model.calendar import Publication
from aubette.model.enums import FieldGroup, Outcome, Status, Visibility
from aubette.model.outcome import WINS
from aubette.model.project import Decision, Project
from aubette.model.text import Text
from aubette.publish.lens import Lens
from aubette.publish.pages import home, project, refusals, results
from aubette.publish.shell import Tongue
from aubette.publish.whole import lens_of
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import read_look, site_of
from aubette.workflow.check import Checked, check
from aubette.workflow.folder import open_folder

DAY, ACT = date(2026, 12, 15), "Délibération du 14 décembre 2026"
WHY = "Le conseil veut d'abord le diagnostic des sols."
WINNER = "2026-014"
REFUSED = Decision(Outcome.REJECTED_BY_COUNCIL, date(2026, 12, 14), "participation", Text.plain(WHY), reference=ACT)
WITHDRAWN = replace(REFUSED, outcome=Outcome.WITHDRAWN, reference=None)
Look = Callable[..., Lens]


@pytest.fixture(scope="module")
def checked(repo_root: Path) -> Checked:
    return check(open_folder(repo_root), DAY)


@pytest.fixture(scope="module")
def seen(repo_root: Path, checked: Checked) -> Look:
    """The site in a language once one project, and its edition, are what they are said to be."""
    look, _ = read_look(open_folder(repo_root))
    city = checked.loaded.city
    assert look is not None
    assert city is not None

    def changed(number: str, language: str = "fr", edition: dict[str, Any] | None = None, **fields: Any) -> Lens:
        projects = tuple(replace(p, **fields) if p.number == number else p for p in city.projects)
        editions = tuple(replace(e, **(edition or {})) if number.startswith(e.id) else e for e in city.editions)
        words = Catalogue(language)
        now = replace(city, projects=projects, editions=editions)
        site = site_of(now, DAY, checked.results, {}, "")
        return lens_of(site, words, look, Tongue(language, language))

    return changed


def after(lens: Lens, number: str, decision: Decision) -> tuple[Any, ...]:
    return (*of(lens, number).decisions, decision)


def of(lens: Lens, number: str) -> Project:
    return next(p for p in lens.site.city.projects if p.number == number)


def page(lens: Lens, number: str) -> str:
    return plain(project.body(lens, of(lens, number)).content)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u202f", " "))


def listed(lens: Lens) -> str:
    return "".join(plain(body.content) for body in refusals.bodies(lens))


def row(lens: Lens, number: str) -> str:
    (body,) = [b for b in results.bodies(lens) if b.url == f"resultats/{number[:4]}/"]
    return next(plain(r) for r in body.content.split("<tr ") if lens.url(of(lens, number)) in r)


@pytest.fixture(scope="module")
def as_it_is(seen: Look) -> Lens:
    return seen(WINNER)


def test_a_winner_is_subject_to_the_council(as_it_is: Lens) -> None:
    assert "Lauréat, sous réserve du conseil, avec" in page(as_it_is, WINNER)
    assert WINNER not in listed(as_it_is)
    assert "Depuis" not in row(as_it_is, WINNER)


def test_a_winner_that_the_council_refused_says_so_first(seen: Look, as_it_is: Lens) -> None:
    lens = seen(WINNER, status=Status.CANCELLED, decisions=after(as_it_is, WINNER, REFUSED))
    text = page(lens, WINNER)
    assert "sous réserve" not in text
    title, vote = text.index("Lauréat du vote, que le conseil n'a pas adopté"), text.index("Lauréat avec")
    said = text[title:vote]
    assert all(part in said for part in (WHY, ACT, "14 décembre 2026"))
    assert "Écarté par le conseil municipal" in text[:title]
    assert "Annulé" not in text
    assert WHY in listed(lens)
    assert ACT in listed(lens)
    assert "Lauréat du vote, que le conseil n'a pas adopté 1" in listed(lens)


def test_the_count_stands_beside_what_happened_since(seen: Look, as_it_is: Lens) -> None:
    lens = seen(WINNER, status=Status.CANCELLED, decisions=after(as_it_is, WINNER, REFUSED))
    told = f"Depuis : non adopté par le conseil, le 14 décembre 2026 ({ACT}) {WHY}".replace("Depuis :", "Depuis\xa0:")
    assert re.sub(r"\s+", " ", told) in row(lens, WINNER)
    counted = row(as_it_is, WINNER).strip()
    assert row(lens, WINNER).startswith(counted[:60])


def test_a_winner_withdrawn_after_the_count_says_so(seen: Look, as_it_is: Lens) -> None:
    lens = seen(WINNER, status=Status.WITHDRAWN, decisions=after(as_it_is, WINNER, WITHDRAWN))
    text = page(lens, WINNER)
    assert "sous réserve" not in text
    assert "Cette idée a été retirée" not in text
    assert text.index("Lauréat du vote, retiré depuis") < text.index("Lauréat avec")
    assert "retiré, le 14 décembre 2026" in row(lens, WINNER)
    assert WHY in listed(lens)


def test_a_project_withdrawn_before_the_vote_was_no_winner(seen: Look, as_it_is: Lens) -> None:
    number = next(p.number for p in as_it_is.site.city.projects_of("2026") if not as_it_is.site.outcome(p) and p.number)
    lens = seen(number, status=Status.WITHDRAWN, decisions=(WITHDRAWN,))
    assert "Cette idée a été retirée" in page(lens, number)
    assert WHY not in listed(lens)


@pytest.mark.parametrize("decision", [REFUSED, WITHDRAWN, replace(REFUSED, outcome=Outcome.CANCELLED)])
@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_every_end_has_words_in_every_language(seen: Look, as_it_is: Lens, language: str, decision: Decision) -> None:
    status = Status.WITHDRAWN if decision.outcome is Outcome.WITHDRAWN else Status.CANCELLED
    lens = seen(WINNER, language, status=status, decisions=after(as_it_is, WINNER, decision))
    title = lens.words.say(f"site.project.fell.{decision.outcome.value}")
    assert lens.words.lang == language
    assert plain(title) in page(lens, WINNER)
    assert "2026" in row(lens, WINNER)


def test_hidden_decisions_stay_hidden(seen: Look, as_it_is: Lens) -> None:
    hidden = {"publication": (Publication(FieldGroup.DECISIONS, Visibility.NEVER),)}
    lens = seen(WINNER, edition=hidden, status=Status.CANCELLED, decisions=after(as_it_is, WINNER, REFUSED))
    assert not any(WHY in text for text in (page(lens, WINNER), listed(lens), row(lens, WINNER)))
    assert "sous réserve" not in page(lens, WINNER)


def test_the_home_page_orders_winners_by_contest_then_rank(as_it_is: Lens) -> None:
    (body,) = home.bodies(as_it_is)
    shown = re.findall(r'<h3><a href="(?:[./]*)(projets/[^"]+)"', body.content)[: home.SHOWN]
    ranks = [
        (n, p.rank, p.number)
        for n, contest in enumerate(as_it_is.site.votes["2026"].outcomes)
        for p in contest.projects
        if p.status in WINS
    ]
    assert shown == [as_it_is.url(of(as_it_is, number)) for _, _, number in sorted(ranks)[: home.SHOWN]]
