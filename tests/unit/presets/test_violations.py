"""Every special clause of every preset: what violates it is found at its line, and its twin is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from live import Data, Edit, judged, sound

from aubette.workflow.init_city import Answers, new_city
from aubette.workflow.init_edition import Figures
from aubette.workflow.presets import preset_names, read_preset


@dataclass(frozen=True)
class Case:
    """A clause of a preset: fields of the project that break it and the finding they bring, and fields that do not."""

    preset: str
    clause: str
    code: str
    line: str
    broken: Mapping[str, Any]
    twin: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.preset}:{self.clause}"


def costs(amount: int, **place: Any) -> Data:
    return {"estimated_cost": amount, **place}


def cap(preset: str, clause: str, most: int, **place: Any) -> Case:
    """A cap: one unit above it is found, the cap itself is not."""
    return Case(
        preset,
        clause,
        "budget/project-cap",
        f"estimated_cost: {most + 1}",
        costs(most + 1, **place),
        costs(most, **place),
    )


def runs(per_year: int) -> Data:
    return {"study": {"running_cost": {"per_year": per_year, "service": "technique"}}}


def no_running_cost(preset: str) -> Case:
    return Case(preset, "no_running_cost", "budget/running-cost-ratio", "per_year: 1", runs(1), runs(0))


def holder(preset: str, clause: str, refused: str, admitted: str) -> Case:
    def of(kind: str) -> Data:
        return {"holder": {"kind": kind}}

    return Case(preset, clause, "eligibility/holder-kind", f"kind: {refused}", of(refused), of(admitted))


def pays(preset: str, clause: str, wrong: str, right: str, **place: Any) -> Case:
    """An envelope that is not this project's, and the one that is."""
    code = "budget/envelope-of-other-place"
    return Case(preset, clause, code, f"envelope: {wrong}", {"envelope": wrong, **place}, {"envelope": right, **place})


CITY: Data = {"scope": "city", "areas": None}
CASES = (
    cap("strasbourg-s1", "project_cap_area", 100_000),
    holder("strasbourg-s1", "no_associations", "association", "residents_collective"),
    cap("strasbourg-s2", "project_cap_area", 200_000),
    holder("strasbourg-s2", "no_associations", "association", "resident"),
    cap("metz", "project_cap_area", 80_000),
    cap("metz", "project_cap_city", 120_000, **CITY),
    pays("metz", "beside_city", "ville", "comite-01"),
    cap("paris-2021", "project_cap", 2_000_000),
    cap("paris-2021", "project_cap", 2_000_000, **CITY),
    pays("paris-2021", "beside_city", "paris", "arrondissement-01"),
    pays("rennes-s6", "groups", "autres", "prioritaires", areas=["quartier-05"]),
    pays("rennes-s6", "groups", "prioritaires", "autres", areas=["quartier-06"]),
    pays("rennes-s6", "beside_city", "ville", "prioritaires"),
    pays("montreuil-s2", "beside_city", "ville", "quartier-01"),
    Case(
        "montreuil-s2",
        "many_areas",
        "eligibility/too-few-areas",
        "- quartier-01",
        {"scope": "city", "areas": ["quartier-01", "quartier-02"]},
        {"scope": "city", "areas": ["quartier-01", "quartier-02", "quartier-03"]},
    ),
    Case(
        "grenoble-2017",
        "tier",
        "budget/envelope-not-for",
        "envelope: petits",
        costs(200_001, envelope="petits"),
        costs(200_000, envelope="petits"),
    ),
    Case(
        "grenoble-2017",
        "tier",
        "budget/envelope-not-for",
        "envelope: gros",
        costs(200_000, envelope="gros"),
        costs(200_001, envelope="gros"),
    ),
    holder("grenoble-2017", "associations", "business", "association"),
    pays("lyon-2022", "beside_city", "transversal", "arrondissement-01"),
    no_running_cost("lyon-2022"),
    Case(
        "toulouse-2022",
        "reserve",
        "budget/no-envelope",
        "envelope: reste",
        {"envelope": "reste"},
        {"envelope": "quartier-01"},
    ),
    cap("angers-2018", "project_cap_city", 250_000),
    no_running_cost("angers-2018"),
    cap("lorient-2021", "project_cap_city", 70_000),
    Case(
        "lorient-2021",
        "project_minimum",
        "budget/project-minimum",
        "estimated_cost: 4999",
        costs(4_999),
        costs(5_000),
    ),
    holder("lorient-2021", "associations", "residents_collective", "association"),
    cap("loire-atlantique-2023", "project_cap_city", 50_000),
)


def amount(position: int, units: float | str) -> Edit:
    """Another amount for one envelope; the envelope after it gives or takes the difference."""

    def edit(data: Data) -> None:
        first, second = data["envelopes"][position : position + 2]
        moved = Decimal(str(units)) - Decimal(str(first["amount"]))
        first["amount"] = plain(Decimal(str(first["amount"])) + moved)
        second["amount"] = plain(Decimal(str(second["amount"])) - moved)

    return edit


def plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.quantize(Decimal("0.01"))


def budget(**fields: Any) -> Edit:
    return lambda data: data["budget"].update(fields)


def unchanged(_: Data) -> None:
    """The preset as it is."""


@dataclass(frozen=True)
class Ruled:
    """A clause of the edition itself: an edit of its file that breaks it, and one that does not."""

    preset: str
    clause: str
    code: str
    line: str
    broken: Edit
    twin: Edit = unchanged

    def __str__(self) -> str:
        return f"{self.preset}:{self.clause}"


def shared(preset: str, clause: str, position: int, wrong: float | str) -> tuple[Ruled, ...]:
    """Areas that share by a declared mode: one amount is wrong by a cent, and the next by the other."""
    line = f"amount: {wrong}"
    return (Ruled(preset, clause, "budget/split-mode", line, amount(position, wrong)),)


def share(preset: str) -> Ruled:
    """An investment budget that is one unit too small for the envelope, and the smallest that is not."""
    least = read_preset(preset).edition.budget.envelope.cents // 100 * 20
    line = f"envelope: {least // 20}"
    short, enough = budget(city_investment_budget=least - 1), budget(city_investment_budget=least)
    return Ruled(preset, "envelope", "budget/share", line, short, enough)


def one_less(data: Data) -> None:
    data["envelopes"][0]["amount"] -= 1


RULED = (
    *(share(preset) for preset in preset_names()),
    *shared("strasbourg-s1", "areas_population", 0, "116838.50"),
    *shared("lyon-2022", "areas_population", 1, "583333.34"),
    *shared("metz", "areas_equal", 1, 79_999),
    *shared("montreuil-s2", "areas_equal", 1, "178571.42"),
    *shared("dijon-2025", "areas_equal", 0, 44_999),
    *(
        Ruled(preset, clause, "budget/split-sum", "- id: " + first, one_less)
        for preset, clause, first in (
            ("strasbourg-s2", "areas_explicit", "quartier-01"),
            ("paris-2021", "areas_explicit", "paris"),
            ("toulouse-2022", "areas_explicit", "reste"),
            ("angers-2018", "one_envelope", "ville"),
            ("lorient-2021", "one_envelope", "ville"),
            ("loire-atlantique-2023", "one_envelope", "departement"),
        )
    ),
)


def project(case: Case, fields: Mapping[str, Any]) -> Data:
    merged = sound(case.preset) | dict(fields)
    return {key: value for key, value in merged.items() if value is not None}


@pytest.mark.parametrize("case", RULED, ids=str)
def test_an_edition_that_breaks_its_own_clause_is_found(case: Ruled) -> None:
    found = judged(case.preset, [], case.broken)
    assert set(found.codes) == {case.code}
    assert case.line in found.lines(case.code)


@pytest.mark.parametrize("case", RULED, ids=str)
def test_the_edition_itself_is_silent(case: Ruled) -> None:
    assert judged(case.preset, [], case.twin).codes == []


def second_edition(year: int) -> Mapping[str, bytes]:
    figures = Figures(year, act="2027-03-15/3", act_date="2027-03-15")
    files = new_city(read_preset("strasbourg-s2"), Answers("Ville-Neuve", figures, population=60_000))
    path = f"site_config/editions/{year}.yml"
    return {path: files[path]}


def test_two_years_pass_between_editions_of_two_years() -> None:
    early = judged("strasbourg-s2", [], more=second_edition(2028))
    assert early.codes == ["calendar/edition-too-soon"]
    assert early.lines("calendar/edition-too-soon") == ["year_decision: 2028"]
    assert judged("strasbourg-s2", [], more=second_edition(2029)).codes == []


@pytest.mark.parametrize(("second", "code"), [(30_001, "budget/area-cap"), (30_000, None)])
def test_no_area_receives_more_than_its_cap(second: int, code: str | None) -> None:
    """Metz: two winners of one committee, together one unit over 80 000, or exactly there."""
    projects = [sound("metz", "001") | costs(50_000), sound("metz", "002") | costs(second)]
    for one in projects:
        one["status"] = "on_ballot"
    found = judged("metz", projects, winners=frozenset({"2027-001", "2027-002"}))
    over = [f for f in found.codes if f.startswith("budget/")]
    assert over == (["budget/area-cap", "budget/envelope-exceeded"] if code else [])
    if code:
        assert found.lines(code) == ["- id: comite-01"]


@pytest.mark.parametrize("preset", preset_names())
def test_a_sound_project_is_silent(preset: str) -> None:
    assert judged(preset, [sound(preset)]).codes == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_breaks_a_clause_is_found_at_its_line(case: Case) -> None:
    found = judged(case.preset, [project(case, case.broken)])
    assert found.codes == [case.code]
    assert found.lines(case.code) == [case.line]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_its_twin_is_silent(case: Case) -> None:
    assert judged(case.preset, [project(case, case.twin)]).codes == []


def with_operating(amount: int) -> Data:
    """A winner of Dijon whose estimate has this much operating money beside its investment."""
    lines = [{"label": "Bancs", "amount": 9_000}, {"label": "Animation", "amount": amount, "section": "operating"}]
    return sound("dijon-2025") | {
        "status": "on_ballot",
        "estimated_cost": 9_000 + amount,
        "study": {"cost": {"tax": "incl_tax", "lines": lines}},
    }


@pytest.mark.parametrize(("amount", "codes"), [(5_001, ["budget/operating-exceeded"]), (5_000, [])])
def test_dijon_operating_money_is_apart(amount: int, codes: list[str]) -> None:
    """Forty-five thousand of investment do not pay for one unit of operating money too many."""
    found = judged("dijon-2025", [with_operating(amount)], winners=frozenset({"2027-001"}))
    assert [code for code in found.codes if code.startswith("budget/")] == codes
    if codes:
        assert found.lines(codes[0]) == ["operating: 5000"]


def test_dijon_operating_parts_add_up() -> None:
    def less(data: Data) -> None:
        data["envelopes"][0]["operating"] = 4_999

    assert judged("dijon-2025", [], less).codes == ["budget/operating-sum"]


COVERED = {
    *((case.preset, case.clause) for case in CASES),
    *((case.preset, case.clause) for case in RULED),
    ("strasbourg-s2", "biennial"),
    ("metz", "area_cap"),
    ("dijon-2025", "sections"),
}
