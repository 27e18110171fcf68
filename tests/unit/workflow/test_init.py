"""`aubette init`: each preset gives a whole city that the checks accept; a city that is there is never touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aubette.load.city import load_city
from aubette.load.root import presets_dir, schema_dir
from aubette.load.schema import Schemas
from aubette.model.clauses import Chapter, clauses_of
from aubette.model.money import Money, total
from aubette.model.source import MemorySource
from aubette.rules.budget_split import divided
from aubette.words import catalogue
from aubette.words.catalogue import Catalogue
from aubette.workflow.init_calendar import day_of
from aubette.workflow.init_city import AlreadyACityError, Answers, new_city, put_city, seen_faults
from aubette.workflow.init_edition import Figures
from aubette.workflow.init_words import sentences
from aubette.workflow.presets import DEFAULT, page_names, preset_names, read_preset
from aubette.workflow.writing import WouldOverwriteError

SCHEMAS = Schemas(schema_dir())
ALL = (DEFAULT, *preset_names())
ADOPTED = Figures(2027, act="2026-12-14/3", act_date="2026-12-14")
TOWN = Answers("Ville-Neuve", ADOPTED, population=51_234)
Run = Callable[..., Any]


def faults(answers: Answers, preset: str) -> list[str]:
    return sorted(f.code for f in seen_faults(new_city(read_preset(preset), answers), date(2027, 1, 4)))


@pytest.mark.parametrize("preset", ALL)
@pytest.mark.parametrize("languages", [("fr",), ("en",), ("fr", "en"), ("de", "fr")])
def test_a_new_city_raises_no_finding(preset: str, languages: tuple[str, ...]) -> None:
    assert faults(replace(TOWN, languages=languages), preset) == []


@pytest.mark.parametrize("preset", ALL)
def test_before_the_council_has_voted_two_things_are_missing_and_said(preset: str) -> None:
    undecided = replace(TOWN, figures=Figures(2027))
    assert faults(undecided, preset) == ["budget/no-deliberation", "governance/rules-not-adopted"]


@pytest.mark.parametrize("preset", ALL)
@settings(max_examples=12, deadline=None)
@given(cents=st.integers(200_000, 10**11), people=st.integers(1_000, 3_000_000), year=st.integers(2024, 2060))
def test_any_envelope_population_and_year_give_a_city_without_errors(
    preset: str, cents: int, people: int, year: int
) -> None:
    """Only the money's fine print may be remarked upon; the division is exact in every mode."""
    figures = replace(ADOPTED, year=year, envelope=Money(cents), investment=Money(cents * 20))
    files = new_city(read_preset(preset), replace(TOWN, population=people, figures=figures))
    found = [f for f in seen_faults(files, date(year, 1, 4)) if f.severity == "error"]
    assert found == []
    city = load_city(MemorySource(files), SCHEMAS).city
    assert city is not None
    edition = city.editions[0]
    assert total(e.amount for e in edition.envelopes) == Money(cents)
    mode = edition.split.mode.value if edition.split else "explicit"
    assert bool(divided(city, edition)) == (mode in ("equal", "population"))


@pytest.mark.parametrize("preset", preset_names())
def test_without_other_figures_the_preset_keeps_its_own(preset: str) -> None:
    source = read_preset(preset).edition
    city = load_city(MemorySource(new_city(read_preset(preset), replace(TOWN, population=None))), SCHEMAS).city
    assert city is not None
    mine = city.editions[0]
    assert mine.budget.envelope == source.budget.envelope
    assert [e.amount for e in mine.envelopes] == [e.amount for e in source.envelopes]
    assert mine.caps == source.caps
    assert [(c.id, c.effect, c.ballot, dict(c.counting)) for c in mine.contests] == [
        (c.id, c.effect, c.ballot, dict(c.counting)) for c in source.contests
    ]
    assert [c for c in clauses_of(source) if c.chapter is not Chapter.PROPOSING] == [
        c for c in clauses_of(mine) if c.chapter is not Chapter.PROPOSING
    ]


def test_every_clause_is_a_sentence_in_both_languages() -> None:
    for lang in ("fr", "en"):
        words = Catalogue(lang)
        for name in ALL:
            said = sentences(words, clauses_of(read_preset(name).edition))
            assert len(said) == len(set(said)) >= 4
            assert all(text.endswith(".") and "{" not in text for text in said)


def test_both_languages_say_the_same_clauses() -> None:
    folder = Path(catalogue.__file__).parent
    french, english = (json.loads((folder / f"presets.{lang}.json").read_text("utf-8")) for lang in ("fr", "en"))
    assert french.keys() == english.keys()
    assert french["clause"].keys() == english["clause"].keys()


def test_both_languages_have_the_same_files() -> None:
    listed = [
        sorted(p.relative_to(presets_dir() / "files" / lang).as_posix() for p in folder.rglob("*.md"))
        for lang in ("fr", "en")
        for folder in [presets_dir() / "files" / lang]
    ]
    assert listed[0] == listed[1]
    assert len(page_names()) == 5


@pytest.mark.parametrize("name", ["check.yml", "publish.yml"])
def test_workflows_have_nothing_to_steal(name: str) -> None:
    text = Template((presets_dir() / "files" / "any" / name).read_text("utf-8")).substitute()
    assert "\npermissions: {}\n" in text
    assert "pull_request_target" not in text
    assert "secrets." not in text
    uses = [line.split("uses:")[1].split()[0] for line in text.splitlines() if "uses:" in line]
    assert uses
    assert all(len(action.rpartition("@")[2]) == 40 for action in uses)


def test_the_second_city_is_refused_and_the_first_untouched(tmp_path: Path) -> None:
    files = new_city(read_preset(DEFAULT), TOWN)
    put_city(tmp_path / "ville", files)
    before = {p: p.read_bytes() for p in (tmp_path / "ville").rglob("*") if p.is_file()}
    for place in ("ville", "ville/projects", "ville/autre"):
        with pytest.raises(AlreadyACityError):
            put_city(tmp_path / place, new_city(read_preset("metz"), replace(TOWN, name="Autre")))
    assert {p: p.read_bytes() for p in (tmp_path / "ville").rglob("*") if p.is_file()} == before


def test_a_file_that_is_there_is_kept_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("à moi")
    with pytest.raises(WouldOverwriteError):
        put_city(tmp_path, new_city(read_preset(DEFAULT), TOWN))
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]


def test_an_empty_repository_is_a_good_place(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert "site_config/city.yml" in put_city(tmp_path, new_city(read_preset(DEFAULT), TOWN))


def test_the_same_answers_give_the_same_bytes() -> None:
    assert new_city(read_preset("lyon-2022"), TOWN) == new_city(read_preset("lyon-2022"), TOWN)


@pytest.mark.parametrize(("written", "day"), [("0:03-01", date(2027, 3, 1)), ("-1:09-05", date(2026, 9, 7))])
def test_a_day_on_a_week_end_moves_to_monday(written: str, day: date) -> None:
    assert day_of(written, 2027) == day


def test_from_the_command_line_to_a_site(aubette: Run, tmp_path: Path) -> None:
    city = str(tmp_path / "saint-die")
    options = ["--preset", "metz", "--population", "20 000", "--currency", "CHF", "--year", "2028", "--yes"]
    made = aubette("init", *options, city, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    checked = aubette("-C", city, "check", "--date", "2028-01-10", "--format", "json", cwd=tmp_path)
    summary = json.loads(checked.stdout)["summary"]
    assert (checked.returncode, summary["errors"]) == (0, 0)
    built = aubette("-C", city, "build", "--date", "2028-01-10", cwd=tmp_path)
    assert built.returncode == 0, built.stdout
    home = (tmp_path / "saint-die" / "site" / "index.html").read_text("utf-8")
    assert "Saint-Die" in home
    again = aubette("init", "--yes", city, cwd=tmp_path)
    assert (again.returncode, again.stdout) == (1, "")
    assert city in again.stderr


def test_it_lists_its_presets(aubette: Run) -> None:
    french, english = (aubette("init", "--list", "--lang", lang).stdout for lang in ("fr", "en"))
    for name in preset_names():
        assert f"\n{name} – " in french
        assert f"\n{name} – " in english
    assert "Chaque quartier a au moins 2 lauréats" in french
    assert "at least 2 winners" in english


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--population", "beaucoup"], "population"),
        (["--time-zone", "Europe/Nulle-Part"], "time-zone"),
        (["--currency", "E"], "currency"),
        (["--domain", "a b"], "domain"),
        (["--languages", "fr,xx"], "languages"),
        (["--preset", "atlantis"], "atlantis"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(aubette: Run, tmp_path: Path, options: list[str], said: str) -> None:
    done = aubette("init", "--yes", *options, str(tmp_path / "x"), cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "x").exists()


def test_an_envelope_above_its_share_is_refused_before_anything_is_written(aubette: Run, tmp_path: Path) -> None:
    done = aubette("init", "--yes", "--envelope", "600", "--investment", "1000", str(tmp_path / "x"), cwd=tmp_path)
    assert done.returncode == 1
    assert "budget/share" in done.stdout
    assert not (tmp_path / "x").exists()


def test_help_shows_no_name_of_a_parameter_for_a_default(aubette: Run) -> None:
    said = aubette("init", "--help").stdout
    assert "--act-date" in said
    assert "(act_date)" not in said
    assert "par défaut : (" not in said.replace("\xa0", " ")
