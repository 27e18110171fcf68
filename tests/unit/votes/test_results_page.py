"""The pages of a small sealed edition: who voted by channel, double votes, the count by hand, places by grades."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import sealing
from damage import SEED, recounted

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.city import City
from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, Provenance
from aubette.model.evidence import Evidence
from aubette.publish.environment import environment
from aubette.publish.lens import Lens
from aubette.publish.pages import data, project, results, unit
from aubette.publish.site import Site, Votes
from aubette.words.catalogue import Catalogue
from aubette.workflow.results import counted

ROOT = Path(__file__).resolve().parents[3]
RESULTS, UNIT = f"resultats/{sealing.EDITION}/", f"resultats/{sealing.EDITION}/nord/web/"
Table = list[list[str]]


@pytest.fixture(scope="module")
def city() -> City:
    """The example city with an edition, and projects, that bear the small edition's numbers."""
    city = load_city(WorkTree(ROOT), Schemas(schema_dir())).city
    assert city is not None
    edition = city.edition("2026")
    assert edition is not None
    numbers = [one.number for one in sealing.PROJECTS]
    known = [one for one in city.projects if one.edition == "2026" and one.number][: len(numbers)]
    ours = (
        replace(one, number=number, edition=sealing.EDITION, key=number)
        for one, number in zip(known, numbers, strict=True)
    )
    return replace(
        city,
        editions=(replace(edition, id=sealing.EDITION, adoption=None),),
        projects=tuple(ours),
        policies={sealing.EDITION: sealing.POLICY},
    )


@pytest.fixture
def evidence(house: sealing.House) -> Evidence:
    recounted(house)
    verdict = house.verdict()
    assert verdict.evidence is not None, verdict.findings
    return verdict.evidence


def lens_of(city: City, evidence: Evidence, lang: str = "fr") -> Lens:
    edition = city.editions[0]
    outcomes, refused = counted(evidence, city, edition, {})
    assert not refused
    site = Site(city, date(2026, 11, 20), {sealing.EDITION: Votes(evidence, outcomes)})
    words = Catalogue(lang)
    return Lens(site, words, environment(words, lang, "fr", None))


def pages(lens: Lens) -> Mapping[str, str]:
    return {body.url: body.content for kind in (results, unit, project) for body in kind.bodies(lens)}


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def table(page: str, caption: str) -> Table:
    """The rows of a table as text, headings first."""
    found = [one for one in re.findall(r"<table.*?</table>", page, re.DOTALL) if f"<caption>{caption}" in unescape(one)]
    assert found, caption
    rows = re.findall(r"<tr.*?</tr>", found[0], re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_channels_add_up_to_the_total(city: City, evidence: Evidence) -> None:
    page = pages(lens_of(city, evidence))[RESULTS]
    head, *rows = table(page, "Participation par canal – Projets de ville")
    assert head[1:6] == ["Émargements", "Bulletins trouvés", "Blancs", "Nuls", "Valables"]
    assert [row[:6] for row in rows] == [
        ["Internet", "32", "32", "0", "1", "31"],
        ["Urne", "30", "30", "3", "3", "24"],
        ["Total", "62", "62", "3", "4", "55"],
    ]
    assert "Blancs, nuls et valables : 3 + 4 + 55 = 62. Bulletins trouvés : 62. Émargements : 62." in plain(page)
    units = table(page, "Bureaux et canaux – Projets de ville")[1:]
    assert [sum(int(row[place]) for row in units) for place in range(2, 7)] == [62, 62, 3, 4, 55]


def test_an_unknown_figure_is_a_dash_and_so_is_its_sum(city: City, evidence: Evidence) -> None:
    (edition,) = city.editions
    elsewhere = replace(city, editions=(replace(edition, provenance=Provenance.IMPORTED),))
    made = pages(lens_of(elsewhere, replace(evidence, provenance=Provenance.IMPORTED)))
    assert table(made[UNIT], "Procès-verbal")[1] == ["–", "16", "1", "–", "14"]
    page = made[RESULTS]
    rows = table(page, "Participation par canal – Projets de ville")[1:]
    assert [row[1:] for row in rows] == [
        ["–", "32", "0", "–", "31", "–"],
        ["–", "30", "3", "–", "24", "–"],
        ["–", "62", "3", "–", "55", "–"],
    ]
    assert "Blancs, nuls et valables :" not in plain(page)


def test_what_few_people_chose_is_not_shown_by_channel(city: City, evidence: Evidence) -> None:
    """All who voted on the internet chose the second project; eight people chose the third at the ballot box."""
    made = pages(lens_of(city, evidence))
    rows = table(made[RESULTS], "Voix par canal – Projets de ville")[1:]
    assert [row[1:] for row in rows] == [
        ["20", "18", "38"],
        ["non montré", "non montré", "43"],
        ["non montré", "non montré", "28"],
    ]
    assert "moins de 11 personnes" in plain(made[RESULTS])
    own = {url: plain(page) for url, page in made.items() if url.startswith("projets/")}
    shown = [url for url, page in own.items() if "Internet : " in page]
    assert len(own) == 5
    assert shown == [url for url in own if "2027-001" in url], "a project's own page shows no more"


def test_no_breakdown_where_a_channel_has_too_few_ballots(city: City, evidence: Evidence) -> None:
    strict = replace(city, policies={sealing.EDITION: {**sealing.POLICY, "small_unit_limit": 25}})
    page = pages(lens_of(strict, evidence))[RESULTS]
    assert "<caption>Voix par canal" not in page
    assert "un canal a moins de 25 bulletins valables" in plain(page)


@pytest.mark.parametrize("lang", ["fr", "en", "de"])
def test_the_count_by_hand_and_double_votes_are_told(city: City, evidence: Evidence, lang: str) -> None:
    lens = lens_of(city, evidence, lang)
    made = {url: plain(page) for url, page in pages(lens).items()}
    assert evidence.audit is not None
    assert SEED in made[RESULTS]
    assert "the committee" in made[RESULTS]
    for one in evidence.audit.checksums:
        assert one.path.removesuffix("/tally.csv") in made[RESULTS]
    twice = sealing.TWICE
    figures = {"before": twice.before, "removed": twice.removed, "after": twice.after}
    said = plain(lens.words.say("site.unit.reconciled", **figures, policy=twice.policy, witnesses=twice.witnesses))
    assert "19" in said
    assert said in made[UNIT]
    assert said in made[RESULTS]
    assert made[RESULTS].count(said) == 1, "no other unit took ballots out"


def test_majority_judgment_gives_places_and_calls_nothing_votes(city: City, evidence: Evidence) -> None:
    ballot = evidence.ballot
    graded = replace(
        ballot.contest("nord"),
        ballot=BallotRules(BallotType.GRADES, grades=("à rejeter", "passable", "bien", "excellent")),
        rule={"method": "grades"},
    )
    only = replace(ballot, contests=(graded,), units=tuple(u for u in ballot.units if u.contest == "nord"))
    lens = lens_of(city, replace(evidence, ballot=only, returns=evidence.of("nord"), merged=(), audit=None))
    made = pages(lens)
    head, *rows = table(made[RESULTS], "Classement")
    assert head == ["Rang", "Projet", "Coût", "Décision et raison"]
    assert [row[0] for row in rows] == ["1", "2"]
    assert 'class="bar"' not in made[RESULTS]
    assert "rangés par leur mention médiane" in plain(made[RESULTS])
    outcomes = lens.site.votes[sealing.EDITION].outcomes
    for row, ranked in zip(rows, sorted(outcomes[0].projects, key=lambda p: p.rank), strict=True):
        one = ranked.judged
        assert one is not None
        said = f"Mention majoritaire « {one.name} » : {one.better} au-dessus, {one.same} à cette mention"
        assert said in row[3].replace("\u202f", " ").replace("\u00a0", " ")
        assert one.better + one.same + one.worse == evidence.valid("nord")
    for word in ("voix", "points", "Voix", "Points"):
        assert word not in plain(made[RESULTS])
    rows_of_data = [*csv.DictReader(io.StringIO(dict(data.files(lens))["donnees/projets.csv"].decode()))]
    assert len(rows_of_data) == 5
    assert {row["votes"] for row in rows_of_data} == {""}, "a place is no number of votes"


def test_a_project_taken_off_the_ballot_is_not_called_a_loser(city: City, evidence: Evidence) -> None:
    ballot = evidence.ballot
    first = ballot.contest("ville")
    number = ballot.candidates("ville")[0].number
    without = replace(first, rule={**first.rule, "withdrawn": [number]})
    contests = tuple(without if one.id == "ville" else one for one in ballot.contests)
    made = pages(lens_of(city, replace(evidence, ballot=replace(ballot, contests=contests))))
    (own,) = (plain(page) for url, page in made.items() if url.startswith("projets/") and number in url)
    assert "Retiré, après avoir reçu 38 voix." in own
    assert "Non retenu, avec" not in own
