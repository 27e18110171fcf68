"""What residents ask of a study: who else pays, permits, changed versions, risks; each hidden with its own group."""

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
from aubette.model.enums import FieldGroup, HolderKind, HolderState, Visibility
from aubette.model.money import Money
from aubette.model.project import Commitment, Holder, Project
from aubette.model.study import OtherFunding, Permit, Revision, RunningCost, Study
from aubette.model.text import Text
from aubette.model.visibility import group_of
from aubette.model.works import Evaluation, Implementation
from aubette.publish.pages import project
from aubette.publish.shell import Tongue
from aubette.publish.whole import lens_of
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import read_look, site_of
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder

DAY, NUMBER = date(2026, 11, 20), "2026-014"
STUDY = Study(
    running_cost=RunningCost(Money.parse("18000"), "enfance"),
    other_funding=(
        OtherFunding("Fonds vert", Money.parse("60000"), secured=False),
        OtherFunding("Région", Money.parse("50000"), secured=True, reference="Convention 2026-12"),
    ),
    permits=(
        Permit("Déclaration préalable", months=2),
        Permit("Permis de construire", asked_on=date(2026, 5, 4), months=1),
        Permit("Avis de l'architecte", asked_on=date(2026, 5, 4), granted_on=date(2026, 6, 1), months=3),
    ),
    revisions=(
        Revision(date(2026, 5, 2), Text.plain("Deux cours au lieu de six"), accepted_on=date(2026, 5, 9)),
        Revision(date(2026, 6, 2), Text.plain("Sans bassin"), refused_on=date(2026, 6, 9)),
        Revision(date(2026, 7, 2), Text.plain("Moins de <jeux>")),
    ),
    risks=(Text.plain("Les sols peuvent être pollués."),),
)
EVALUATION = Evaluation(
    DAY, "participation", Money.parse("900000"), Text.plain("Très suivi."), running_cost=Money.parse("21000")
)
HOLDER_SAYS = {
    "engagement pris jusqu'au 31 décembre 2028": Commitment(accepted=True, until=date(2028, 12, 31)),
    "engagement pris": Commitment(accepted=True),
    "pas d'engagement pris": Commitment(accepted=False),
    "relais passé à d'autres": Commitment(accepted=True, state=HolderState.HANDED_OVER),
    "plus de nouvelles": Commitment(accepted=True, state=HolderState.LOST),
}
Shown = Callable[..., str]


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u202f", " "))


@pytest.fixture(scope="module")
def shown(repo_root: Path) -> Shown:
    """The words of a project's page once its file says this and its edition hides these groups, and no others."""
    folder = open_folder(repo_root)
    checked = check(folder, DAY)
    look, _ = read_look(folder)
    city = checked.loaded.city
    assert look is not None
    assert city is not None

    def page(*hidden: FieldGroup, language: str = "fr", **fields: Any) -> str:
        kept_back = tuple(Publication(group, Visibility.NEVER) for group in hidden)
        editions = tuple(replace(e, publication=kept_back) for e in city.editions)
        projects = tuple(replace(p, **fields) if p.number == NUMBER else p for p in city.projects)
        words = Catalogue(language)
        site = site_of(replace(city, projects=projects, editions=editions), DAY, checked.results, {}, "")
        lens = lens_of(site, words, look, Tongue(language, language))
        made: Project = next(p for p in projects if p.number == NUMBER)
        return plain(project.body(lens, made).content)

    return page


LINES = {
    FieldGroup.COST_LINES: (
        "Fonds vert : 60 000 €, pas encore assuré",
        "Région : 50 000 €, accord obtenu (Convention 2026-12)",
    ),
    FieldGroup.COST_TOTAL: ("Par an, ensuite 18 000 €",),
    FieldGroup.CHECKLIST: (
        "Déclaration préalable : demande à faire, compter 2 mois",
        "Permis de construire : demande faite le 4 mai 2026, compter 1 mois",
        "Avis de l'architecte : accord reçu le 1er juin 2026 ",
        "Les sols peuvent être pollués.",
    ),
    FieldGroup.OPINIONS: (
        "Le 2 mai 2026, la Ville propose : Deux cours au lieu de six – acceptée le 9 mai 2026",
        "Sans bassin – refusée le 9 juin 2026",
        "Moins de <jeux> – réponse attendue",
    ),
}


def test_the_page_tells_what_the_study_says(shown: Shown) -> None:
    text = shown(study=STUDY)
    assert [line for lines in LINES.values() for line in lines if line not in text] == []


@pytest.mark.parametrize("group", LINES)
def test_each_list_is_hidden_with_its_group(shown: Shown, group: FieldGroup) -> None:
    text = shown(group, study=STUDY)
    assert [line for line in LINES[group] if line in text] == []
    assert all(line in text for other in LINES if other is not group for line in LINES[other])


def test_an_empty_study_adds_nothing(shown: Shown) -> None:
    text = shown(study=Study())
    titles = ("Qui d'autre paie", "Versions revues", "Autorisations", "Ce qui peut compliquer", "Par an, ensuite")
    assert not any(title in text for title in titles)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_lists_have_words_in_every_language(shown: Shown, language: str) -> None:
    words = Catalogue(language)
    text = shown(study=STUDY, evaluation=EVALUATION, language=language)
    for name in ("funding", "permits", "revisions", "risks", "followed", "measured"):
        assert plain(words.say(f"site.project.{name}.title")) in text


@pytest.mark.parametrize("said", HOLDER_SAYS)
def test_whether_the_holder_still_follows_is_told_in_words(shown: Shown, said: str) -> None:

    holder = Holder(HolderKind.ASSOCIATION, "Les parents", commitment=HOLDER_SAYS[said])
    assert f"Suivi par qui l'a proposé {said} Reçu" in shown(holder=holder)
    assert "Suivi par qui" not in shown(FieldGroup.HOLDER, holder=holder)
    assert "Suivi par qui" not in shown(holder=replace(holder, commitment=None))


def test_the_running_cost_measured_stands_beside_the_expected_one(shown: Shown) -> None:
    told = shown(study=STUDY, evaluation=EVALUATION)
    assert "Coût constaté par an 21 000 € ; l'étude prévoyait 18 000 €" in told
    alone = shown(FieldGroup.COST_TOTAL, study=STUDY, evaluation=EVALUATION)
    assert "Coût constaté par an 21 000 €" in alone
    assert "18 000 €" not in alone
    assert "21 000 €" not in shown(FieldGroup.EVALUATION, study=STUDY, evaluation=EVALUATION)


def test_the_fields_of_the_study_stand_in_a_group() -> None:
    groups = {name: group_of(f"study.{name}") for name in ("running_cost", "permits", "risks", "revisions")}
    assert groups == {
        "running_cost": FieldGroup.COST_TOTAL,
        "permits": FieldGroup.CHECKLIST,
        "risks": FieldGroup.CHECKLIST,
        "revisions": FieldGroup.OPINIONS,
    }


def test_the_box_gives_the_latest_cost_and_says_which_it_is(shown: Shown) -> None:
    works = Implementation(funded=Money.parse("880000"), committed=Money.parse("400000"))
    assert "Coût 880 000 € – Accordé par le conseil" in shown(implementation=works)
    assert "Coût 890 000 € – Engagé" in shown(implementation=replace(works, committed=Money.parse("890000")))
    dearer = replace(works, forecast_cost=Money.parse("990000"))
    assert "Coût 990 000 € – Coût prévu à la fin" in shown(implementation=dearer)
    assert "Coût 900 000 € – Coût final" in shown(implementation=dearer, evaluation=EVALUATION)
    assert "– Coût estimé par la Ville" in shown(FieldGroup.IMPLEMENTATION, implementation=dearer)
    assert "990 000 €" not in shown(FieldGroup.IMPLEMENTATION, implementation=dearer)
    assert "– Coût" not in shown(FieldGroup.COST_TOTAL, implementation=dearer)
