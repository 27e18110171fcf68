"""The boards on small cities whose figures were worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.model import enums
from aubette.model.accounts import area_shares
from aubette.model.board import Named, Table
from aubette.model.budget import Budget, BudgetBasis, Caps, Delivery, Envelope, Split
from aubette.model.calendar import Event
from aubette.model.city import Area, City, CityConfig, Service, Theme
from aubette.model.edition import ChecklistUse, Edition, Route
from aubette.model.enums import Answer, EnvelopeKind, LedgerKind, Scope, SplitMode, Status
from aubette.model.money import Money, total
from aubette.model.project import Holder, Project, Submission
from aubette.model.registers import Checklist, Criterion, Ledger, LedgerEntry
from aubette.model.study import ChecklistAnswer, ServiceOpinion, Study
from aubette.model.text import Text
from aubette.model.works import Implementation, Milestone, Reference
from aubette.rules.board_budget import Supposed, envelopes, supposed, what_if
from aubette.rules.board_equity import equity
from aubette.rules.board_feasibility import feasibility
from aubette.rules.board_follow_up import follow_up
from aubette.rules.context import Context, OnBallot

TODAY = date(2027, 6, 15)
plain = Text.plain


def units(amount: int) -> Money:
    return Money(amount * 100)


def envelope(name: str, amount: int, kind: EnvelopeKind = EnvelopeKind.AREA) -> Envelope:
    return Envelope(name, kind, units(amount), area=name if kind is EnvelopeKind.AREA else None)


EDITION = Edition(
    schema_version=1,
    id="2027",
    label=plain("2027"),
    provenance=enums.Provenance.LIVE,
    year_decision=2027,
    year_implementation=2028,
    budget=Budget(units(10000000), BudgetBasis("BP", False), units(220000), "5"),
    envelopes=(envelope("nord", 80000), envelope("sud", 80000), envelope("ville", 60000, EnvelopeKind.CITY)),
    caps=Caps(project_area=units(80000), project_city=units(60000)),
    delivery=Delivery(difficulty=(enums.DifficultyKind.WINNER_LATE, enums.DifficultyKind.WINNER_OVER_COST)),
    feasibility=ChecklistUse("grille", (Route(services=("voirie", "droit"), criteria=("F01", "F02", "F03")),)),
    contests=(),
    events=(Event(enums.EventKind.OUTREACH, date(2027, 2, 1), plain("Marché"), area="sud"),),
)
CONFIG = CityConfig(
    schema_version=1,
    id="ville.example",
    name="Ville",
    languages=(enums.Language.FR,),
    time_zone="Europe/Paris",
    services=(Service("voirie", plain("Voirie"), capacity=5), Service("droit", plain("Droit"))),
    areas=(Area("nord", plain("Nord"), population=3000), Area("sud", plain("Sud"), population=7000, priority=True)),
    themes=(Theme("rue", plain("Rue")),),
)
GRID = Checklist(
    1,
    "grille",
    plain("Grille"),
    (
        Criterion("F01", plain("Sol"), "voirie", enums.CriterionKind.BLOCKING),
        Criterion("F02", plain("Droit"), "droit", enums.CriterionKind.BLOCKING),
        Criterion("F03", plain("Plafond"), "droit", enums.CriterionKind.BLOCKING, computed=True),
    ),
)


def project(
    number: str, area: str = "nord", cost: int = 0, status: Status = Status.ON_BALLOT, **more: object
) -> Project:
    values: dict[str, object] = {
        "schema_version": 1,
        "key": f"k{number}",
        "number": f"2027-{number}",
        "status": status,
        "title": plain(f"Idée {number}"),
        "theme": "rue",
        "scope": Scope.AREA if area else Scope.CITY,
        "areas": (area,) if area else (),
        "submission": Submission(channel=enums.SubmissionChannel.PAPER),
        "holder": Holder(enums.HolderKind.RESIDENT),
        "estimated_cost": units(cost) if cost else None,
        "edition": "2027",
    }
    return Project(**{**values, **more})  # type: ignore[arg-type]


def context(*projects: Project, ledger: Ledger | None = None, edition: Edition = EDITION, **more: object) -> Context:
    city = City(CONFIG, (edition,), projects, (GRID,), (ledger,) if ledger else ())
    return Context(city, TODAY, **more)  # type: ignore[arg-type]


def rows(table: Table) -> list[dict[str, object]]:
    """Rows by column name, names as their identifiers, amounts in whole units with cents as a fraction of them."""
    return [
        {
            c.name: cell.id if isinstance(cell, Named) else cell.written() if isinstance(cell, Money) else cell
            for c, cell in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]


def test_the_golden_example_of_the_reference_by_envelope() -> None:
    """Skipping elects A and C in the north, D in the south, H for the city: 2 000, 0 and 20 000 are left."""
    projects = (
        project("001", "nord", 50000),
        project("002", "nord", 45000),
        project("003", "nord", 28000),
        project("004", "sud", 80000),
        project("005", "sud", 30000),
        project("006", "", 40000),
    )
    won = {"2027": frozenset({"2027-001", "2027-003", "2027-004", "2027-006"})}
    table = envelopes(context(*projects, winners=won), EDITION)
    seen = [
        (r["envelope"], r["candidates"], r["on_ballot"], r["winners"], r["allotted"], r["left"]) for r in rows(table)
    ]
    assert seen == [
        ("nord", 3, "123000", 2, "78000", "2000"),
        ("sud", 2, "110000", 1, "80000", "0"),
        ("ville", 1, "40000", 1, "40000", "20000"),
    ]
    summed = table.total()
    assert summed is not None
    assert summed[-1] == units(22000)


def test_money_moved_by_the_ledger_and_money_of_the_works() -> None:
    works = Implementation(funded=Money(3000050), committed=units(28000), spent=Money(1250075))
    entry = LedgerEntry("L1", TODAY, LedgerKind.REALLOCATION, plain("?"), "D1", units(10000), from_="sud", to="nord")
    done = project("001", "nord", 28000, Status.IN_PROGRESS, implementation=works)
    table = envelopes(context(done, ledger=Ledger(1, (entry,), "2027")), EDITION)
    north, south, _ = rows(table)
    assert (north["moved"], north["allotted"], north["left"]) == ("10000", "30000.50", "59999.50")
    assert (north["committed"], north["spent"]) == ("28000", "12500.75")
    assert (south["moved"], south["left"]) == ("-10000", "70000")
    assert (north["candidates"], north["on_ballot"]) == (0, "0"), "what is under way no longer asks for anything"


def test_the_frozen_cost_is_what_asks_not_the_estimate_of_today() -> None:
    moved = project("001", "nord", 70000)
    frozen = {"2027": (OnBallot("2027-001", 5000000, 2),)}
    north = rows(envelopes(context(moved, ballots=frozen), EDITION))[0]
    assert north["on_ballot"] == "50000"


def test_another_cap_puts_the_dear_projects_aside() -> None:
    projects = (project("001", "nord", 50000), project("002", "nord", 45000), project("003", "nord", 28000))
    seen = context(*projects, winners={"2027": frozenset({"2027-001", "2027-003"})})
    other = supposed(seen.city, EDITION, Supposed(project_area=units(45000)))
    table, moves = what_if(seen, EDITION, other, frozenset({"2027-002", "2027-003"}))
    north = rows(table)[0]
    assert (north["candidates"], north["on_ballot"]) == (2, "73000")
    assert (north["winners_now"], north["winners"]) == (2, 2)
    assert (north["allotted_now"], north["allotted"], north["left"]) == ("78000", "73000", "7000")
    assert [(m["project"], m["effect"], m["over"]) for m in rows(moves)] == [
        ("2027-001", "over_cap_won", "5000"),
        ("2027-002", "wins", None),
    ]


def test_a_cap_that_nobody_reaches_moves_nobody() -> None:
    seen = context(project("001", "nord", 50000), winners={"2027": frozenset({"2027-001"})})
    other = supposed(seen.city, EDITION, Supposed(project_area=units(50000)))
    table, moves = what_if(seen, EDITION, other, frozenset({"2027-001"}))
    assert moves.rows == ()
    assert rows(table)[0]["allotted"] == rows(table)[0]["allotted_now"] == "50000"


def test_before_any_count_nothing_is_said_about_winners() -> None:
    seen = context(project("001", "nord", 50000))
    table, _ = what_if(seen, EDITION, EDITION, None)
    assert {row["winners"] for row in rows(table)} == {None}
    assert {row["left"] for row in rows(table)} == {None}


def test_another_split_keeps_every_cent() -> None:
    """160 000 by population 3 000 : 7 000 is 48 000 and 112 000; with 50 000 each first, 60 000 is left to share."""
    city = context().city
    by_people = supposed(city, EDITION, Supposed(split=SplitMode.POPULATION))
    assert [e.amount for e in by_people.envelopes] == [units(48000), units(112000), units(60000)]
    wish = Supposed(split=SplitMode.BASE_PLUS_POPULATION, base=units(50000))
    assert [e.amount for e in supposed(city, EDITION, wish).envelopes] == [units(68000), units(92000), units(60000)]


def test_an_area_cap_holds_back_what_a_split_would_give() -> None:
    wish = Supposed(split=SplitMode.POPULATION, area=units(80000))
    other = supposed(context().city, EDITION, wish)
    assert [e.amount for e in other.envelopes] == [units(48000), units(80000), units(60000)]


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Supposed(split=SplitMode.EXPLICIT), "split"),
        (Supposed(split=SplitMode.BASE_PLUS_POPULATION, base=units(80001)), "base"),
    ],
)
def test_a_split_that_cannot_be_is_refused(wish: Supposed, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        supposed(context().city, EDITION, wish)


def test_a_split_by_people_needs_people() -> None:
    config = replace(CONFIG, areas=(Area("nord", plain("Nord")), Area("sud", plain("Sud"), population=1)))
    with pytest.raises(ValueError, match="split"):
        supposed(replace(context().city, config=config), EDITION, Supposed(split=SplitMode.POPULATION))


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from([SplitMode.EQUAL, SplitMode.POPULATION]))
def test_every_split_adds_up_to_what_there_was(north: int, south: int, mode: SplitMode) -> None:
    held = (
        Envelope("nord", EnvelopeKind.AREA, Money(north), area="nord"),
        Envelope("sud", EnvelopeKind.AREA, Money(south), area="sud"),
    )
    edition = replace(EDITION, envelopes=held, split=Split(SplitMode.EXPLICIT))
    other = supposed(context().city, edition, Supposed(split=mode))
    assert total(e.amount for e in other.envelopes) == Money(north + south)


def study(*opinions: ServiceOpinion, lines: tuple[ChecklistAnswer, ...] = ()) -> Study:
    return Study(opened_on=date(2027, 5, 1), due_on=date(2027, 7, 1), opinions=opinions, checklist=lines)


ASKED = date(2027, 5, 1)
DUE = date(2027, 6, 10)
IN_TIME = ServiceOpinion("voirie", ASKED, date(2027, 6, 15))
LATE = ServiceOpinion("voirie", ASKED, DUE)
WAITS = ServiceOpinion("voirie", ASKED, DUE, waiting_for=plain("le plan des réseaux"))
ANSWERED = ServiceOpinion("voirie", ASKED, DUE, date(2027, 5, 21), verdict=enums.Opinion.FAVOURABLE)
OF_LAW = ServiceOpinion("droit", ASKED, DUE, date(2027, 5, 11), verdict=enums.Opinion.FAVOURABLE)


@pytest.mark.parametrize(
    ("opinions", "lines", "expected"),
    [
        ((LATE, OF_LAW), (), [("voirie", "overdue", 5, None)]),
        ((IN_TIME, OF_LAW), (), [("voirie", "asked", None, None)]),
        ((WAITS, OF_LAW), (), [("voirie", "waiting", 5, None)]),
        ((ANSWERED,), (), [("droit", "not_asked", None, None)]),
        ((ANSWERED, OF_LAW), (), []),
        ((ANSWERED, OF_LAW), ("F01",), [("voirie", "lines", None, 1)]),
        ((ANSWERED, OF_LAW), ("F03",), []),
    ],
)
def test_on_whom_a_study_waits(
    opinions: tuple[ServiceOpinion, ...], lines: tuple[str, ...], expected: list[tuple[object, ...]]
) -> None:
    grid = tuple(ChecklistAnswer(name, "voirie" if name == "F01" else "droit", Answer.PENDING) for name in lines)
    one = project("001", status=Status.UNDER_STUDY, study=study(*opinions, lines=grid))
    waiting, _ = feasibility(context(one))
    assert [(r["service"], r["state"], r["late_days"], r["lines"]) for r in rows(waiting)] == expected


def test_the_most_pressing_comes_first() -> None:
    a_day_late = ServiceOpinion("voirie", ASKED, date(2027, 6, 14))
    projects = (
        project("001", status=Status.UNDER_STUDY, study=study(IN_TIME, OF_LAW)),
        project("002", status=Status.UNDER_STUDY, study=study(a_day_late, OF_LAW)),
        project("003", status=Status.UNDER_STUDY, study=study(LATE, OF_LAW)),
        project("004", status=Status.UNDER_STUDY, study=study(WAITS, OF_LAW)),
        project("005", status=Status.FEASIBLE, study=study(LATE, OF_LAW)),
    )
    waiting, services = feasibility(context(*projects))
    assert [r["project"] for r in rows(waiting)] == ["2027-003", "2027-002", "2027-004", "2027-001"]
    roads, law = rows(services)
    assert (roads["asked"], roads["answered"], roads["n_overdue"], roads["n_waiting"], roads["n_asked"]) == (
        5,
        0,
        2,
        1,
        1,
    )
    assert (roads["capacity"], roads["median_days"]) == (5, None)
    assert (law["asked"], law["answered"], law["median_days"]) == (5, 5, 10)
    only, _ = feasibility(context(*projects), service="droit")
    assert only.rows == ()


def works(**more: object) -> Implementation:
    values: dict[str, object] = {
        "deliberation": Reference("D1", date(2025, 5, 1)),
        "service": "voirie",
        "funded": units(10000),
        "milestones": (Milestone("m", plain("Ouverture"), date(2027, 4, 1)),),
    }
    return Implementation(**{**values, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("implementation", "expected"),
    [
        # Promised for 1 May 2027 (24 months); the step of 1 April slips by 75 days, a difficulty needs 91.
        (works(), {"late_days": 45, "slip_days": 75, "expected_on": None, "difficulty": None}),
        (
            works(milestones=(Milestone("m", plain("Ouverture"), date(2027, 3, 16)),)),
            {"late_days": 45, "slip_days": 91, "difficulty": "winner_late"},
        ),
        (
            works(milestones=(Milestone("m", plain("Ouverture"), date(2027, 9, 1)),)),
            {"late_days": 123, "slip_days": None, "expected_on": date(2027, 9, 1)},
        ),
        (works(delivered_on=date(2027, 5, 1)), {"late_days": None, "milestone": None}),
        (works(delivered_on=date(2027, 5, 2)), {"late_days": 1, "slip_days": None}),
        (works(forecast_cost=units(11000)), {"difficulty": None}),
        (works(forecast_cost=Money(1100001)), {"difficulty": "winner_over_cost"}),
        (works(deliberation=None), {"promised_on": None, "late_days": None}),
    ],
)
def test_works_against_their_promise(implementation: Implementation, expected: dict[str, object]) -> None:
    one = project("001", status=Status.IN_PROGRESS, implementation=implementation)
    (table,) = follow_up(context(one))
    (row,) = rows(table)
    assert {name: row[name] for name in expected} == expected


def test_only_winners_are_followed() -> None:
    projects = (project("001"), project("002"), project("003", status=Status.CANCELLED, implementation=works()))
    (table,) = follow_up(context(*projects, winners={"2027": frozenset({"2027-002"})}))
    assert [(r["project"], r["status"]) for r in rows(table)] == [("2027-002", "selected")]


def test_areas_per_inhabitant() -> None:
    """The south won 20 000.07 for 7 000 people: 2.857… each, said as 2.85."""
    projects = (
        project("001", "sud", status=Status.ADOPTED, implementation=Implementation(funded=Money(2000007))),
        project("002", "sud", 500, Status.UNFEASIBLE),
        project("003", "sud", 500, Status.INELIGIBLE),
        project("004", "sud", 500, Status.IN_PREPARATION),
        project("005", "", 1000),
    )
    (table,) = equity(context(*projects, winners={"2027": frozenset({"2027-005"})}))
    north, south, city = rows(table)
    assert (north["ideas"], north["amount"], north["per_head"], north["outreach"]) == (0, "0", "0", 0)
    seen = (south["ideas"], south["eligible"], south["feasible"], south["winners"], south["amount"], south["per_head"])
    assert seen == (3, 2, 1, 1, "20000.07", "2.85")
    assert (south["priority"], south["outreach"]) == ("yes", 1)
    assert (city["area"], city["winners"], city["amount"], city["per_head"]) == ("", 1, "1000", None)


@given(st.integers(1, 10**9), st.lists(st.sampled_from("abcdef"), max_size=6))
def test_money_for_several_areas_is_divided_to_the_cent(cents: int, areas: list[str]) -> None:
    one = project("001", areas=tuple(areas), implementation=Implementation(funded=Money(cents)))
    parts = [share.cents for share in area_shares(EDITION, one).values()]
    assert sum(parts) == cents
    assert max(parts) - min(parts) <= 1


def test_the_last_day_of_the_works_is_the_latest_not_the_last_listed() -> None:
    """A page once promised the day of whichever milestone stood last in the file."""
    opening = Milestone("o", plain("Ouverture"), date(2027, 9, 1))
    fences = Milestone("c", plain("Clôtures"), date(2027, 4, 1))
    assert works(milestones=(opening, fences)).last_day == date(2027, 9, 1)
    assert works(milestones=()).last_day is None
