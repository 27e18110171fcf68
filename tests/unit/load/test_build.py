"""Plain data to the model and back: exact, whole, with every default left unsaid."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aubette.load.build import build, unbuild
from aubette.load.canonical import write
from aubette.load.yaml_text import parse
from aubette.model import enums
from aubette.model.calendar import Event, Phase
from aubette.model.city import CityConfig
from aubette.model.contest import Contest, PollingUnit
from aubette.model.document import UNKNOWN, Origin
from aubette.model.edition import Edition
from aubette.model.money import Money
from aubette.model.project import Location, Picture, Project, Submission
from aubette.model.registers import Checklist, Ledger, LedgerEntry, Redirect
from aubette.model.study import ChecklistAnswer, CostLine
from aubette.model.text import Text

SCHEMA = Path(__file__).resolve().parents[3] / "schema"
PARIS = ZoneInfo("Europe/Paris")
DOCUMENTS: dict[str, type] = {
    "project": Project,
    "edition": Edition,
    "city": CityConfig,
    "checklist": Checklist,
    "ledger": Ledger,
}


@pytest.mark.parametrize(
    ("written", "cents"),
    [(0, 0), (80000, 8_000_000), (Decimal("80000.50"), 8_000_050), (Decimal("0.01"), 1), ("3900000", 390_000_000)],
)
def test_amounts_are_exact(written: object, cents: int) -> None:
    assert build(CostLine, {"label": "Arbres", "amount": written}).amount == Money(cents)


@pytest.mark.parametrize("written", [Decimal("85.000"), Decimal("85.5"), -5, Decimal("-5.00"), "85 000", 12.5])
def test_other_amounts_are_refused(written: object) -> None:
    with pytest.raises(ValueError):
        build(CostLine, {"label": "Arbres", "amount": written})


@pytest.mark.parametrize(
    ("cents", "written"),
    [(8_000_000, 80000), (8_000_050, Decimal("80000.50")), (1, Decimal("0.01")), (0, 0), (10, Decimal("0.10"))],
)
def test_amounts_are_written_in_one_way(cents: int, written: object) -> None:
    back = unbuild(CostLine("Arbres", Money(cents)))["amount"]
    assert (back, type(back), str(back)) == (written, type(written), str(written))


def test_texts_are_plain_or_by_language() -> None:
    plain = build(Location, {"label": "Parc"})
    both = build(Location, {"label": {"fr": "Parc", "de": "Park"}})
    assert plain.label == Text.plain("Parc")
    assert both.label.by_lang == {"fr": "Parc", "de": "Park"}
    assert (unbuild(plain), unbuild(both)) == ({"label": "Parc"}, {"label": {"fr": "Parc", "de": "Park"}})


def test_numbers_that_are_no_money_keep_their_digits() -> None:
    data = {"label": "Parc", "latitude": Decimal("48.50"), "longitude": -7}
    place = build(Location, data)
    assert (place.latitude, place.longitude) == ("48.50", "-7")
    assert str(unbuild(place)["latitude"]) == "48.50" and unbuild(place) == data


def test_words_that_look_like_numbers_stay_words() -> None:
    rules = {"version": "3.0", "articles": [{"id": "1", "title": "Un", "text": "Un"}]}
    edition = build(Edition, {**minimal("edition"), "id": "2027", "rules": rules})
    assert edition.rules and edition.rules.version == "3.0"
    assert unbuild(edition)["rules"]["version"] == "3.0" and unbuild(edition)["id"] == "2027"


def test_hours_without_an_offset_are_the_citys() -> None:
    data = {"id": "a", "channel": "paper", "label": "A", "opens": "2027-04-03T09:00", "closes": "2027-04-03T18:00:30Z"}
    unit = build(PollingUnit, data, zone=PARIS)
    assert unit.opens == datetime(2027, 4, 3, 7, 0, tzinfo=UTC)
    assert unit.closes == datetime(2027, 4, 3, 18, 0, 30, tzinfo=UTC)
    assert unbuild(unit)["opens"] == "2027-04-03T09:00"
    assert unbuild(unit)["closes"] == "2027-04-03T18:00:30+00:00"
    assert build(PollingUnit, data).opens == datetime(2027, 4, 3, 9, 0)


def test_a_stage_begins_on_a_day_or_at_an_hour() -> None:
    data = {"kind": "vote", "starts": "2027-03-15", "ends": "2027-04-04T18:00+02:00", "owner": "elections"}
    phase = build(Phase, data, zone=PARIS)
    assert phase.starts == date(2027, 3, 15) and type(phase.starts) is date
    assert phase.ends == datetime(2027, 4, 4, 18, 0, tzinfo=timezone(timedelta(hours=2)))
    assert unbuild(phase) == data


@pytest.mark.parametrize("day", ["2027-02-30", "2027-13-01", "demain"])
def test_days_that_do_not_exist_are_refused(day: str) -> None:
    with pytest.raises(ValueError):
        build(Event, {"kind": "outreach", "date": day, "label": "Café"})


def test_from_is_a_key_and_from_underscore_an_attribute() -> None:
    redirect = build(Redirect, {"from": "/a/", "to": "/b/"})
    assert (redirect.from_, unbuild(redirect)) == ("/a/", {"from": "/a/", "to": "/b/"})


def test_lists_are_tuples_and_closed_lists_are_members() -> None:
    picture = build(Picture, {"file": "a.jpg", "alt": "A"})
    project = build(Project, {**minimal("project"), "areas": ["neudorf"], "pictures": [unbuild(picture)]})
    assert project.areas == ("neudorf",) and project.pictures == (picture,)
    assert project.status is enums.Status.SUBMITTED
    assert unbuild(project)["status"] == "submitted" and type(unbuild(project)["status"]) is str


def test_what_has_its_default_is_left_out() -> None:
    submission = Submission(channel=enums.SubmissionChannel.PAPER)
    assert unbuild(submission) == {"channel": "paper"}
    assert unbuild(CostLine("Arbres", Money(100))) == {"label": "Arbres", "amount": 1}


def test_a_pending_answer_is_written_for_the_service_to_see() -> None:
    line = ChecklistAnswer("F09", "espaces-verts")
    assert unbuild(line) == {"criterion": "F09", "service": "espaces-verts", "answer": "pending"}


def test_a_document_knows_its_file_and_two_are_equal_whatever_it_is() -> None:
    here = build(Project, minimal("project"), Origin("projects/2027/a.yml"))
    assert here.origin.file == "projects/2027/a.yml"
    assert here == build(Project, minimal("project")) and build(Project, minimal("project")).origin is UNKNOWN
    assert {"origin", "edition"} & set(unbuild(dataclasses.replace(here, edition="2027"))) == set()


def test_the_data_are_neither_changed_nor_kept() -> None:
    data = {
        "id": "q",
        "label": "Quartiers",
        "effect": "decisive",
        "envelopes": ["a"],
        "ballot": {"type": "approval"},
        "units": [],
        "counting": {"method": "greedy"},
    }
    before = json.dumps(data)
    contest = build(Contest, data)
    data["counting"]["method"] = "grades"  # type: ignore[index]
    assert contest.counting == {"method": "greedy"}
    unbuild(contest)["counting"]["method"] = "grades"
    assert contest.counting == {"method": "greedy"}
    data["counting"]["method"] = "greedy"  # type: ignore[index]
    assert json.dumps(data) == before


def test_ledger_entries_come_back_in_canonical_order() -> None:
    entry = LedgerEntry(
        "L1", date(2027, 6, 21), enums.LedgerKind.REALLOCATION, Text.plain("Parce que."), "2027/1", Money(1200_00),
        from_="centre", to="neudorf",
    )  # fmt: skip
    assert list(unbuild(entry)) == ["id", "date", "kind", "reason", "act", "amount", "from", "to"]


def minimal(name: str) -> dict[str, Any]:
    """The shortest document of a kind that its schema accepts."""
    if name == "project":
        return {
            "schema_version": 1,
            "key": "k7f3q9",
            "status": "submitted",
            "title": "Un verger",
            "theme": "nature",
            "scope": "city",
            "submission": {"channel": "online"},
            "holder": {"kind": "resident"},
        }
    return {
        "schema_version": 1,
        "id": "2027",
        "label": "Édition 2027",
        "provenance": "live",
        "year_decision": 2026,
        "year_implementation": 2027,
        "budget": {
            "city_investment_budget": 100,
            "basis": {"act": "Budget", "with_debt": False},
            "envelope": 5,
            "max_share_percent": 5,
        },
        "envelopes": [{"id": "ville", "kind": "city", "amount": 5}],
        "contests": [],
    }


@pytest.mark.parametrize("name", ["project", "edition"])
def test_the_shortest_document(name: str) -> None:
    assert unbuild(build(DOCUMENTS[name], minimal(name))) == minimal(name)


LETTERS = st.text("aé'-:#ß€ \"", min_size=1, max_size=12).filter(lambda text: text.strip() == text)
DAYS = st.dates(date(1990, 1, 1), date(2150, 1, 1))
HOURS = st.datetimes(datetime(1990, 1, 1), datetime(2150, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
DIGITS = st.decimals(0, 90, places=3).map(lambda value: format(value, "f")) | st.integers(0, 90).map(str)
TEXTS = st.builds(Text.plain, LETTERS) | st.dictionaries(
    st.sampled_from(["fr", "de", "en"]), LETTERS, min_size=1, max_size=3
).map(Text)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: LETTERS,
    bool: st.booleans(),
    int: st.integers(0, 5000),
    Money: st.integers(0, 10**12).map(Money),
    Text: TEXTS,
    date: DAYS,
    datetime: HOURS,
    Origin: st.just(UNKNOWN),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Small values of any type of the model."""
    origin: object = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is typing.Annotated:
        return DIGITS
    if isinstance(hint, types.UnionType) or origin is typing.Union:
        return st.one_of(*(st.none() if arg is type(None) else values(arg) for arg in arguments))
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(LETTERS, st.integers(0, 9), max_size=2)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return LEAVES[hint] if hint in LEAVES else instances(hint)


def instances(cls: Any) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(cls, include_extras=True)
    outside = {"edition"} if "origin" in hints else set()
    return st.builds(cls, **{name: values(hint) for name, hint in hints.items() if name not in outside})


QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_comes_back_as_it_was(name: str) -> None:
    cls: Any = DOCUMENTS[name]

    @QUICK
    @given(instances(cls))
    def holds(document: Any) -> None:
        assert build(cls, unbuild(document)) == document

    holds()


def test_what_is_written_is_read_again_and_accepted_by_the_schema() -> None:
    schema = json.loads((SCHEMA / "ledger.schema.json").read_text(encoding="utf-8"))
    judge = jsonschema_rs.Draft202012Validator(schema)
    entries = st.builds(
        LedgerEntry,
        id=st.from_regex(r"\A[A-Z0-9]{1,8}\Z"),
        date=DAYS,
        kind=st.sampled_from(list(enums.LedgerKind)),
        reason=LETTERS.map(lambda text: Text.plain(f"Une raison assez longue, {text}.")),
        act=LETTERS,
        amount=st.integers(0, 10**12).map(Money),
        from_=st.just("centre"),
        to=st.just("neudorf"),
        rule=st.just("R-04"),
    )

    @QUICK
    @given(st.lists(entries, max_size=3))
    def holds(chosen: list[LedgerEntry]) -> None:
        ledger = Ledger(1, tuple(chosen))
        parsed = parse(write(unbuild(ledger), schema), "site_config/ledger/2027.yml")
        assert parsed.findings == () and parsed.data is not None
        assert [error.message for error in judge.iter_errors(parsed.data)] == []
        assert build(Ledger, parsed.data) == ledger

    holds()
