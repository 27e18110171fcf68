"""A label, a synonym or a slip where a value of a list is asked for: the value that is meant, never its opposite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.enums import Opinion, Status
from aubette.model.finding import Finding
from aubette.words.catalogue import Catalogue
from aubette.words.meant import HERE, meant, words_of

ROOT = Path(__file__).resolve().parents[3]
PROJECT = next((ROOT / "projects" / "2026").glob("verger-de-*.yml")).read_text("utf-8")
SCHEMAS = Schemas(schema_dir())
STATUSES = tuple(Status)
LABELS = {lang: json.loads((HERE / f"labels.{lang}.json").read_text("utf-8")) for lang in ("fr", "en", "de")}
SYNONYMS = json.loads((HERE / "synonyms.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("à l'étude", ["under_study"]),
        ("A L'ETUDE", ["under_study"]),
        ("etude", ["under_study"]),
        ("study", ["under_study"]),
        ("retenu", ["selected"]),
        ("Lauréat", ["selected"]),
        ("non retenu", ["not_selected"]),
        ("refusé", ["ineligible", "unfeasible"]),
        ("accepted", ["eligible", "feasible", "adopted"]),
        ("recevable", ["eligible"]),
        ("Non recevable", ["ineligible"]),
        ("irrecevable", ["ineligible"]),
        ("faisables", ["feasible"]),
        ("infaisable", ["unfeasible"]),
        ("infeasible", ["unfeasible"]),
        ("nicht machbar", ["unfeasible"]),
        ("Déposé", ["submitted"]),
        ("submited", ["submitted"]),
        ("On-Ballot", ["on_ballot"]),
        ("livré", ["delivered"]),
        # near something, and not near enough, or its opposite
        ("irrecevables", []),
        ("closed", []),
        ("merde", []),
        ("x", []),
        ("", []),
        ("2026", []),
        ("presque", []),
    ],
)
def test_what_a_status_is_meant_to_be(written: str, values: list[str]) -> None:
    assert list(meant(written, STATUSES)) == values


def test_an_opinion_is_never_turned_around() -> None:
    assert meant("favorables", tuple(Opinion)) == ("favourable",)
    assert meant("defavorables", tuple(Opinion)) == ("unfavourable",)
    assert meant("pas favorable", tuple(Opinion)) == ()


@pytest.mark.parametrize("lang", LABELS)
@pytest.mark.parametrize("group", sorted(name for name, group in LABELS["en"].items() if isinstance(group, dict)))
def test_each_label_leads_to_its_value(lang: str, group: str) -> None:
    for value, label in LABELS[lang][group].items():
        if isinstance(label, str) and words_of(label):
            same = [v for v, other in LABELS[lang][group].items() if words_of(str(other)) == words_of(label)]
            assert value in meant(label, tuple(LABELS[lang][group]))
            assert set(same) <= set(meant(label, tuple(LABELS[lang][group])))


@pytest.mark.parametrize("written", ["email", "e-mail", "courriel", "mél"])
def test_a_letter_by_wire_is_no_letter_by_post(written: str) -> None:
    """`mail` is the post; what is one sign away from it, or from « courrier », is not."""
    for group in ("submission_channel", "vote_channel"):
        assert meant(written, tuple(LABELS["en"][group])) == ("online",)
    assert meant("mail", tuple(LABELS["en"]["vote_channel"])) == ("online", "postal")
    assert meant("par la poste", tuple(LABELS["en"]["submission_channel"])) == ("mail",)


def test_each_synonym_is_of_a_list_and_no_label_of_another_value() -> None:
    for group, words in SYNONYMS.items():
        allowed = tuple(LABELS["en"][group])
        for word, values in words.items():
            assert set(values) <= set(allowed), word
            assert meant(word, allowed) == tuple(v for v in allowed if v in values), word


def refused(before: str, after: str) -> list[Finding]:
    assert before in PROJECT
    parsed = parse(PROJECT.replace(before, after, 1).encode(), "projects/2026/verger-kgrqby.yml")
    return [*parsed.findings, *SCHEMAS.validate("project", parsed)]


@pytest.mark.parametrize(
    ("before", "after", "code", "fix"),
    [
        ("status: on_ballot", "status: à l'étude", "schema/not-in-list", "Did you mean under_study?"),
        ("status: on_ballot", "status: retenu", "schema/computed", "Leave on_ballot"),
        ("status: on_ballot", "status: refusé", "schema/not-in-list", "ineligible or unfeasible"),
        ("status: on_ballot", "status: nimporte", "schema/not-in-list", "in_preparation"),
        ("verdict: favourable", "verdict: favorable", "schema/not-in-list", "Did you mean favourable?"),
        ("answer: met", "answer: sans objet", "schema/not-in-list", "Did you mean not_applicable?"),
        ("scope: area", "scope: quartier", "schema/not-in-list", "Did you mean area?"),
        ("tax: incl_tax", "tax: TTC", "schema/not-in-list", "Did you mean incl_tax?"),
    ],
)
def test_the_finding_suggests_it(before: str, after: str, code: str, fix: str) -> None:
    [found] = refused(before, after)
    assert found.code == code
    assert fix in Catalogue("en").finding(found.code, found.params).fix
    assert Catalogue("fr").finding(found.code, found.params).fix
