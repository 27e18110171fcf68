"""After the freeze the living edition may go on changing; every difference from what was frozen is told in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date as Date
from pathlib import Path

import pytest

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.enums import PhaseKind
from aubette.model.finding import Finding, Severity
from aubette.model.source import Source
from aubette.rules.context import Context
from aubette.rules.frozen_ballot import areas_as_voted, candidates_as_voted, rules_as_voted
from aubette.words.catalogue import Catalogue
from aubette.workflow.check import both_ballots
from aubette.workflow.freeze import frozen_files, read_frozen
from aubette.workflow.overlay import Overlay
from aubette.workflow.results import proclaimed, results_of

ROOT = Path(__file__).parents[3]
EDITION = "site_config/editions/2026.yml"
Change = Callable[[str], str]


def found(
    change: Change,
    path: str = EDITION,
    source: Source | None = None,
    named: Mapping[str, frozenset[str]] | None = None,
) -> list[Finding]:
    source = source or WorkTree(ROOT)
    source = Overlay(source, {path: change(source.read(path).decode()).encode()})
    city = load_city(source, Schemas(schema_dir())).city
    assert city is not None
    context = Context(city, Date(2026, 11, 2), frozen=both_ballots(source, city), proclaimed=named or {})
    return [*rules_as_voted(context), *candidates_as_voted(context), *areas_as_voted(context)]


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def test_nothing_is_said_of_an_edition_that_stayed_as_it_was() -> None:
    assert found(str) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (swap("max_choices: 3", "max_choices: 4"), ("quartiers", "ballot.max_choices", "3", "4")),
        (swap("method: greedy", "method: greedy\n      max_winners: 2"), ("quartiers", "rule.max_winners", "—", "2")),
        (swap("overflow: skip", "overflow: stop"), ("quartiers", "rule.overflow", "skip", "stop")),
        (
            swap("effect: decisive", "effect: decisive\n    duplicates: paper_stands"),
            ("quartiers", "duplicates", "—", "paper_stands"),
        ),
        (swap("- id: internet\n        channel: online", "- id: net\n        channel: online"), None),
    ],
)
def test_a_changed_clause_is_told_with_both_values(change: Change, told: tuple[str, ...] | None) -> None:
    said = found(change)
    assert {one.code for one in said} == {"ballot/rules-differ"}
    assert {one.severity for one in said} == {Severity.NOTE}
    seen = [tuple(str(one.params[key]) for key in ("contest", "clause", "was", "now")) for one in said]
    units = [("quartiers", "units.internet", "online", "—"), ("quartiers", "units.net", "—", "online")]
    expected = [told] if told else units
    assert seen == expected
    assert all(one.place.file == EDITION and one.place.line > 1 for one in said)


def test_a_project_that_is_not_on_the_frozen_ballot_is_an_error_and_a_withdrawn_one_a_note() -> None:
    number = (ROOT / "votes/2026/ballot/ballot.csv").read_text().splitlines()[1].split(";")[0]
    (path,) = [p for p in (ROOT / "projects/2026").glob("*.yml") if f"number: {number}\n" in p.read_text()]
    name = path.relative_to(ROOT).as_posix()
    status = next(line for line in path.read_text().splitlines() if line.startswith("status: "))
    gone = found(swap(status, "status: withdrawn"), name)
    assert [(one.code, one.severity) for one in gone] == [("ballot/withdrawn-since", Severity.NOTE)]

    def late(text: str) -> str:
        return swap(status, "status: on_ballot")(swap(f"number: {number}", "number: 2026-998")(text))

    added = found(late, name)
    assert [(one.code, one.severity) for one in added] == [("ballot/not-on-frozen-ballot", Severity.ERROR)]
    for language in ("fr", "en"):
        assert "2026-998" in Catalogue(language).finding(added[0].code, added[0].params).message


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({}, "ballot/withdrawn-since"),
        ({"2026": frozenset({"2026-014"})}, "ballot/withdrawn-as-proclaimed"),
        ({"2026": frozenset({"2026-002"})}, "ballot/withdrawn-too-late"),
        ({"2024": frozenset({"2026-014"})}, "ballot/withdrawn-since"),
    ],
)
def test_a_withdrawal_says_what_the_proclamation_still_can_do(named: dict[str, frozenset[str]], code: str) -> None:
    (path,) = (ROOT / "projects/2026").glob("cours-d-ecole-oasis-*.yml")
    name = path.relative_to(ROOT).as_posix()
    said = found(swap("status: on_ballot", "status: withdrawn"), name, named=named)
    assert [(one.code, one.severity) for one in said] == [(code, Severity.NOTE)]


def test_what_a_proclamation_names_is_read_from_the_votes() -> None:
    source = WorkTree(ROOT)
    city = load_city(source, Schemas(schema_dir())).city
    assert city is not None
    results = results_of(source, city)
    assert proclaimed(results) == {"2024": frozenset(), "2026": frozenset()}
    (last,) = (r for r in results if r.edition == "2026")
    assert last.evidence is not None
    assert last.evidence.proclamation is not None
    note = replace(last.evidence.proclamation, note="withdrawn: 2026-002, 2026-014.")
    told = replace(last, evidence=replace(last.evidence, proclamation=note))
    assert proclaimed([told]) == {"2026": frozenset({"2026-002", "2026-014"})}
    before = replace(last, evidence=replace(last.evidence, proclamation=None))
    assert proclaimed([before]) == {}


def test_a_candidate_paid_by_another_envelope_than_on_the_ballot_is_told() -> None:
    row = next(r for r in (ROOT / "votes/2026/ballot/ballot.csv").read_text().splitlines()[1:] if ";neudorf;" in r)
    number = row.split(";")[0]
    (path,) = [p for p in (ROOT / "projects/2026").glob("*.yml") if f"number: {number}\n" in p.read_text()]
    moved = found(swap("  - neudorf\n", "  - neuhof\n"), path.relative_to(ROOT).as_posix())
    assert [(one.code, one.severity) for one in moved] == [("ballot/envelope-differs", Severity.NOTE)]
    assert {"was": "neudorf", "now": "neuhof"}.items() <= moved[0].params.items()


def frozen_with_areas() -> Source:
    """The example as if its rule had allowed two winners in an area, frozen so."""
    rule = swap("method: greedy", "method: greedy\n      max_winners_per_area: 2")
    source: Source = WorkTree(ROOT)
    source = Overlay(source, {EDITION: rule(source.read(EDITION).decode()).encode()})
    city = load_city(source, Schemas(schema_dir())).city
    assert city is not None
    edition = city.edition("2026")
    assert edition is not None
    voted = {line.split(";")[0] for line in (ROOT / "votes/2026/ballot/ballot.csv").read_text().splitlines()[1:]}
    stood = sorted((p for p in city.projects_of("2026") if p.number in voted), key=lambda p: p.number or "")
    return Overlay(source, frozen_files(city, edition, stood))


def test_an_area_that_changed_since_is_a_note_on_the_project() -> None:
    source = frozen_with_areas()
    assert found(str, source=source) == []
    row = next(r for r in source.read("votes/2026/ballot/ballot.csv").decode().splitlines() if ";neudorf;" in r)
    (path,) = [p for p in (ROOT / "projects/2026").glob("*.yml") if f"number: {row.split(';')[0]}\n" in p.read_text()]
    name, text = path.relative_to(ROOT).as_posix(), path.read_text()
    said = found(swap("areas:\n  - neudorf", "areas:\n  - centre"), name, source)
    assert [(one.code, one.severity) for one in said if one.code == "ballot/area-differs"] == [
        ("ballot/area-differs", Severity.NOTE)
    ]
    (one,) = (one for one in said if one.code == "ballot/area-differs")
    assert (one.place.file, one.params["was"], one.params["now"]) == (name, "neudorf", "centre")
    assert text.splitlines()[one.place.line - 1].startswith(("areas:", "  - "))
    for language in ("fr", "en"):
        message = Catalogue(language).finding(one.code, one.params).message
        assert "neudorf" in message and "centre" in message


MOVED = """
  - id: 2026-L9
    date: {day}
    kind: reallocation
    reason: Le conseil déplace ce reste d'un quartier à l'autre.
    act: 2026-06-22/19
    amount: 20000
    section: {section}
    from: neudorf
    to: neuhof
    service: finances
"""


@pytest.mark.parametrize(
    ("day", "section", "change"),
    [
        (Date(2026, 9, 20), "investment", 20_000),
        (Date(2026, 9, 21), "investment", 0),
        (Date(2026, 9, 20), "operating", 0),
    ],
)
def test_a_ballot_holds_what_ledgers_moved_before_the_vote_opened(day: Date, section: str, change: int) -> None:
    def frozen(source: Source) -> Mapping[str, int]:
        city = load_city(source, Schemas(schema_dir())).city
        assert city is not None
        edition = city.edition("2026")
        assert edition is not None
        (vote,) = [phase for phase in edition.phases if phase.kind is PhaseKind.VOTE]
        assert str(vote.starts).startswith("2026-09-21")
        voted = {line.split(";")[0] for line in source.read("votes/2026/ballot/ballot.csv").decode().splitlines()[1:]}
        files = frozen_files(city, edition, [p for p in city.projects_of("2026") if p.number in voted])
        ballot = read_frozen(city, edition, files).value
        assert ballot is not None
        return {envelope.id: envelope.amount for contest in ballot.contests for envelope in contest.envelopes}

    source = WorkTree(ROOT)
    ledger = source.read("site_config/ledger/2026.yml").decode().rstrip() + MOVED.format(day=day, section=section)
    before, after = frozen(source), frozen(Overlay(source, {"site_config/ledger/2026.yml": ledger.encode()}))
    assert {name: after[name] - before[name] for name in before if after[name] != before[name]} == (
        {"neudorf": -change * 100, "neuhof": change * 100} if change else {}
    )
