"""Rules on contests, cadence and envelopes: one edit of a clean city, one finding at its line, and a silent twin."""

from __future__ import annotations

from functools import cache

import pytest
from test_each_rule import E24, E26, FILES, VERGER, Edit, Severity, both, edited, findings, put

from aubette.model.finding import Finding

SHORTLIST = {
    "id": "soutiens",
    "label": "Soutiens",
    "effect": "shortlist",
    "shortlist": 30,
    "feeds": "ville",
    "envelopes": ["ville"],
    "ballot": {"type": "approval"},
    "units": [{"id": "plateforme", "channel": "online", "label": "Plateforme"}],
    "counting": {"method": "greedy"},
}


def added(**changes: object) -> Edit:
    contest = {key: value for key, value in (SHORTLIST | changes).items() if value is not None}
    return lambda data: data["contests"].append(contest)


def counting(position: int = 0, **clauses: object) -> Edit:
    return lambda data: data["contests"][position]["counting"].update(clauses)


def new(path: str, edit: Edit) -> list[Finding]:
    """The findings that an edit adds to the clean example."""
    return [f for f in findings(edited(path, edit, FILES)) if (f.code, f.place.file) not in before()]


@cache
def before() -> frozenset[tuple[str, str]]:
    return frozenset((f.code, f.place.file) for f in findings(FILES))


def ballot(**fields: object) -> Edit:
    return lambda data: data["contests"][0]["ballot"].update(fields)


CASES: list[tuple[str, str, Edit, str]] = [
    ("ballot/choices-crossed", E26, ballot(min_choices=4), "min_choices: 4"),
    ("ballot/count-does-not-fit", E26, counting(measure="points"), "measure: points"),
    ("ballot/count-does-not-fit", E26, ballot(type="grades", grades=["Non", "Oui"]), "method: greedy"),
    ("ballot/reserved-name", E26, put("contests", 1, "id", value="ballot"), "- id: ballot"),
    ("ballot/reserved-name", E26, put("contests", 0, "units", 1, "id", value="merged"), "- id: merged"),
    ("ballot/envelope-twice", E26, put("contests", 1, "envelopes", value=["ville", "centre"]), "- centre"),
    ("ballot/envelope-without-contest", E26, put("contests", 0, "envelopes", 9, value=...), "- id: robertsau"),
    ("ballot/shortlist-without-contest", E26, added(feeds=None), "effect: shortlist"),
    ("ballot/feeds-without-shortlist", E26, added(effect="advisory", shortlist=None), "feeds: ville"),
    ("ballot/feeds-itself", E26, added(feeds="soutiens"), "feeds: soutiens"),
    ("ballot/quota-elsewhere", E26, counting(quotas=[{"envelope": "ville", "most": 1}]), "- envelope: ville"),
    ("ballot/clause-unheeded", E26, counting(method="equal-shares", max_winners=3), "max_winners: 3"),
    ("ballot/clause-unheeded", E26, counting(comparison="projects"), "comparison: projects"),
    ("ballot/clause-unheeded", E26, counting(thresholds={"points": 9}), "points: 9"),
    ("ballot/clause-unheeded", E26, counting(method="grades", measure="points", thresholds={"points": 9}), "points: 9"),
    ("ballot/ties-may-stay-open", E26, counting(ties=["lowest_cost", "most_votes"]), "- lowest_cost"),
    ("ballot/ties-may-stay-open", E26, counting(ties=[]), "ties: []"),
    ("calendar/edition-too-soon", E26, put("cadence", value="biennial"), "year_decision: 2027"),
    ("budget/envelope-of-other-place", VERGER, put("envelope", value="neudorf"), "envelope: neudorf"),
    ("budget/envelope-of-other-place", VERGER, put("envelope", value="ville"), "envelope: ville"),
    ("budget/no-envelope", VERGER, put("areas", value=...), "scope: area"),
]
SILENT: list[tuple[str, Edit]] = [
    (E26, counting(ties=["lowest_cost", "receipt"])),
    (E26, counting(ties=["id"])),
    (E26, added(effect="advisory", shortlist=None, feeds=None, counting={"method": "greedy", "ties": ["lowest_cost"]})),
    (E26, added()),
    (E26, ballot(min_choices=3)),
    (E26, both(ballot(type="points", max_points=5), counting(measure="points"))),
    (E26, both(ballot(type="ranked"), counting(measure="points"))),
    (E26, added(effect="advisory", shortlist=None, feeds=None, envelopes=["ville", "centre"])),
    (E26, both(ballot(type="grades", grades=["Non", "Oui"]), counting(method="grades"))),
    (E26, counting(quotas=[{"envelope": "neudorf", "most": 1}])),
    (E26, counting(method="equal-shares", leftover="return")),
    (E26, counting(comparison="none", then="none")),
    (E26, counting(method="equal-shares", thresholds={"votes": 5}, withdrawn=["2026-002"])),
    (E26, counting(method="equal-shares", exclusions=[["2026-002", "2026-005"]])),
    (E26, counting(method="equal-shares", comparison="projects", max_winners=3)),
    (E26, both(ballot(type="points", max_points=9), counting(measure="points", thresholds={"points": 9}))),
    (E24, put("cadence", value="biennial")),
    (VERGER, put("envelope", value="cronenbourg")),
]


@pytest.mark.parametrize(("code", "path", "edit", "line"), CASES)
def test_a_fault_is_found_at_its_line(code: str, path: str, edit: Edit, line: str) -> None:
    found = [f for f in new(path, edit) if f.code == code]
    assert len(found) == 1
    text = edited(path, edit, FILES) | {}
    at = text[found[0].place.file].decode().splitlines()[found[0].place.line - 1]
    assert at.strip() == line


@pytest.mark.parametrize(("path", "edit"), SILENT)
def test_its_twin_is_silent(path: str, edit: Edit) -> None:
    assert [f.code for f in new(path, edit)] == []


KEPT_FOR = (
    ("themes", ["sport"], "budget/envelope-not-for"),
    ("tiers", ["grand"], "budget/envelope-not-for"),
)


@pytest.mark.parametrize(("key", "values", "code"), KEPT_FOR)
def test_an_envelope_kept_for_some_refuses_the_others(key: str, values: list[str], code: str) -> None:
    """An envelope that is named is judged; so is the one of the project's place where none is named."""

    def keep(data: dict[str, object]) -> None:
        envelopes = data["envelopes"]
        assert isinstance(envelopes, list)
        next(e for e in envelopes if e["id"] == "cronenbourg")[key] = values

    def codes(edit: Edit) -> set[str]:
        files = edited(VERGER, edit, edited(E26, keep, FILES))
        return {f.code for f in findings(files) if f.place.file.startswith(VERGER)}

    assert codes(put("envelope", value="cronenbourg")) == {code}
    assert codes(put("status", value="on_ballot")) == {code}
    fitting = {"themes": put("theme", value="sport"), "tiers": put("estimated_cost", value=...)}[key]
    assert code not in codes(both(put("envelope", value="cronenbourg"), fitting))


def test_a_city_project_of_too_few_areas() -> None:
    def codes(areas: list[str]) -> list[tuple[str, Severity]]:
        files = edited(E26, put("eligibility", "city_min_areas", value=3), FILES)
        path = next(p for p in FILES if p.startswith("projects/2026/") and b"\nscope: city\n" in FILES[p]
                    and b"\nstatus: on_ballot\n" in FILES[p])  # fmt: skip
        return [(f.code, f.severity) for f in findings(edited(path, put("areas", value=areas), files))
                if f.code == "eligibility/too-few-areas" and f.place.file == path]  # fmt: skip

    assert codes(["neudorf", "centre"]) == [("eligibility/too-few-areas", Severity.ERROR)]
    assert codes(["neudorf", "centre", "meinau"]) == []
