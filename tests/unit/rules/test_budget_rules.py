"""Rules on money: each breaks on one change of the example, and stays silent on a twin that is nearly the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_house import (
    ABRIS,
    E24,
    E26,
    L24,
    L26,
    VERGER,
    Case,
    Edit,
    add,
    changed,
    city,
    example,
    found,
    judge_case,
    name_of,
    put,
)

from aubette.model.accounts import funded_part, including_tax
from aubette.model.budget import Budget, BudgetBasis, FundingBracket, SizeTier
from aubette.model.edition import Edition
from aubette.model.enums import Provenance, Section, SupportLevel, TaxBasis
from aubette.model.finding import Severity
from aubette.model.money import Money
from aubette.model.study import Cost, CostLine
from aubette.model.text import Text
from aubette.rules.budget_estimate import estimate_of
from aubette.rules.budget_funding import out_of_order
from aubette.rules.reading import excluding_tax

HALF = [{"rate_percent": 50}]
RURAL = {"source": "Région", "amount": 18250, "secured": True, "reference": "Convention 12"}


def half_paid(data: object) -> None:
    put("size_tiers", 1, "funding", value=HALF)(data)


def other(**changes: object) -> Edit:
    return add("study", "other_funding", value={**RURAL, **changes})


def move(**fields: object) -> Edit:
    entry = {
        "id": "2024-L9",
        "date": "2026-03-23",
        "kind": "reallocation",
        "reason": "Un essai de mouvement, écrit pour ce contrôle.",
        "act": "2026-03-23/15",
        "amount": 1000,
        "section": "investment",
        "from": "reserve",
        "to": "ville",
    }
    return add("entries", value={k: v for k, v in {**entry, **fields}.items() if v is not None})


def operating(*envelopes: int, total: int) -> Edit:
    def edit(data: dict[str, list[dict[str, object]]]) -> None:
        put("budget", "operating_envelope", value=total)(data)
        for position in envelopes:
            data["envelopes"][position]["operating"] = total // len(envelopes)

    return edit


def line_of_operating(data: dict[str, dict[str, dict[str, list[dict[str, object]]]]]) -> None:
    data["study"]["cost"]["lines"][2]["section"] = "operating"


UP_TO_500 = {"up_to": 500, "rate_percent": 100}
SECTIONS = ((L24, move(section="operating")), (E24, operating(0, total=5000)))
CREDITS = ("implementation", "payment_credits")
OPERATING_WON = ((VERGER, line_of_operating), (VERGER, put("status", value="adopted")))
CASES = (
    Case(
        "budget/cost-lines",
        ((VERGER, put("study", "cost", "lines", 0, "amount", value=21301)),),
        (
            (VERGER, put("study", "cost", "lines", 0, "amount", value=21301)),
            (VERGER, put("study", "cost", "contingency", value=2099)),
        ),
    ),
    Case(
        "budget/contingency-low",
        (
            (VERGER, put("study", "cost", "contingency", value=1738)),
            (VERGER, put("study", "cost", "lines", 0, "amount", value=21662)),
        ),
        (
            (VERGER, put("study", "cost", "contingency", value=1739)),
            (VERGER, put("study", "cost", "lines", 0, "amount", value=21662)),
        ),
    ),
    Case(
        "budget/running-cost-missing",
        ((VERGER, put("study", "running_cost", value=...)),),
        ((VERGER, put("study", "running_cost", "per_year", value=0)),),
    ),
    Case("budget/unfunded-part", ((E26, half_paid),), ((E26, half_paid), (VERGER, other())), at=VERGER),
    Case(
        "budget/unsecured-funding",
        ((VERGER, other(secured=False)), (E26, half_paid)),
        ((VERGER, other(secured=False)),),
    ),
    Case(
        "budget/funding-without-proof",
        ((VERGER, add("study", "other_funding", value={k: v for k, v in RURAL.items() if k != "reference"})),),
        ((VERGER, other()),),
        Severity.WARNING,
    ),
    Case(
        "budget/tiers-out-of-order",
        ((E26, put("size_tiers", 1, "up_to", value=20000)),),
        ((E26, put("size_tiers", 1, "up_to", value=20001)),),
    ),
    Case(
        "budget/brackets-out-of-order",
        ((E26, put("size_tiers", 0, "funding", value=[{"rate_percent": 100}, UP_TO_500])),),
        ((E26, put("size_tiers", 0, "funding", value=[{"up_to": 400, "rate_percent": 100}, UP_TO_500])),),
    ),
    Case(
        "budget/no-tier",
        ((E26, lambda d: d["size_tiers"].__delitem__(slice(1, 3))),),
        ((E26, lambda d: d["size_tiers"].clear()),),
        at=VERGER,
    ),
    Case(
        "budget/payment-credits",
        ((ABRIS, put(*CREDITS, 0, "amount", value=21599)),),
        ((ABRIS, put(*CREDITS, 0, "amount", value=21599)), (ABRIS, put(*CREDITS, 1, "amount", value=14401))),
    ),
    Case(
        "budget/edition-credits",
        ((E24, put("budget", "payment_credits", 0, "amount", value=699999)),),
        (
            (E24, put("budget", "payment_credits", 0, "amount", value=699999)),
            (E24, put("budget", "payment_credits", 1, "amount", value=526601)),
        ),
    ),
    Case(
        "budget/year-credits",
        ((E24, put("budget", "payment_credits", 0, "amount", value=570179)),),
        ((E24, put("budget", "payment_credits", 0, "amount", value=570180)),),
    ),
    Case(
        "budget/spent-over-committed",
        ((ABRIS, put("implementation", "spent", value=36001)),),
        ((ABRIS, put("implementation", "spent", value=36000)),),
    ),
    Case(
        "budget/over-funded",
        ((ABRIS, put("implementation", "committed", value=39601)),),
        ((ABRIS, put("implementation", "committed", value=39600)),),
        Severity.WARNING,
    ),
    Case(
        "budget/operating-sum",
        ((E26, put("budget", "operating_envelope", value=9000)), (E26, put("envelopes", 0, "operating", value=8999))),
        ((E26, put("budget", "operating_envelope", value=9000)), (E26, put("envelopes", 0, "operating", value=9000))),
    ),
    Case(
        "budget/operating-without-envelope",
        ((VERGER, line_of_operating), (E26, put("budget", "operating_envelope", value=5000))),
        ((VERGER, line_of_operating), (E26, operating(4, total=5000))),
    ),
    Case(
        "budget/operating-exceeded",
        ((E26, put("envelopes", 4, "operating", value=4499)), *OPERATING_WON),
        ((E26, put("envelopes", 4, "operating", value=4500)), *OPERATING_WON),
    ),
    Case(
        "budget/section-crossed",
        SECTIONS,
        (*SECTIONS, (E24, put("envelopes", 11, "operating", value=1))),
    ),
    Case(
        "budget/exception-unknown-rule",
        ((L26, put("entries", 0, "rule", value="R-04")),),
        ((L26, put("entries", 0, "rule", value="budget/project-cap")),),
    ),
    Case(
        "budget/transfer-exceeds-remainder",
        ((L24, move(amount=38000)), (L24, move(id="2024-L10", amount=200))),
        ((L24, move(amount=38000)),),
    ),
    Case(
        "budget/envelope-general",
        ((E26, put("envelopes", 11, "id", value="general")),),
        ((E26, put("envelopes", 11, "id", value="generale")),),
    ),
    Case("reference/unknown-envelope", ((L24, move(to="vile")),), ((L24, move(to="ville")),)),
    Case("reference/unknown-project", ((L24, move(project="2024-999")),), ((L24, move(project="2024-001")),)),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_one_change_is_found_and_its_twin_is_not(case: Case) -> None:
    judge_case(case)


def test_an_exception_may_name_the_project_by_its_number() -> None:
    dear = put("estimated_cost", value=80001)
    lift = {"id": "2026-L2", "date": "2026-06-22", "kind": "exception", "rule": "budget/project-cap"}
    lift |= {"reason": "Le conseil accepte ce dépassement d'un euro.", "act": "2026-06-22/20"}

    def caps(**named: str) -> list[Severity]:
        files = changed((VERGER, dear), (L26, add("entries", value={**lift, **named})))
        return [f.severity for f in found(files) if f.code == "budget/project-cap"]

    key_of = name_of(VERGER)[-10:-4]
    number = next(str(p.number) for p in city(example()).projects if p.key == key_of)
    assert caps(project=number) == caps(project=key_of) == [Severity.NOTE]
    assert caps(project="2026-001") == [Severity.ERROR]
    assert caps() == [Severity.ERROR]


def edition(*brackets: FundingBracket) -> Edition:
    tier = SizeTier("tout", Text({"fr": "Tout"}), SupportLevel.LIGHT, 0, None, brackets)
    money = Budget(Money(10**10), BudgetBasis("Acte", with_debt=False), Money(10**8), "5")
    return Edition(
        schema_version=1,
        id="2027",
        label=Text({"fr": "2027"}),
        provenance=Provenance.LIVE,
        year_decision=2027,
        year_implementation=2028,
        budget=money,
        envelopes=(),
        size_tiers=(tier,),
        contests=(),
    )


def test_the_envelope_pays_each_bracket_at_its_rate() -> None:
    split = edition(FundingBracket(up_to=Money(2_000_000), rate_percent="100"), FundingBracket(rate_percent="50"))
    assert funded_part(split, Money(2_000_000)) == Money(2_000_000)
    assert funded_part(split, Money(5_000_001)) == Money(3_500_000)
    assert funded_part(edition(FundingBracket(rate_percent="100")), Money(123)) == Money(123)
    assert funded_part(edition(), Money(123)) == Money(123)


@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 100)), max_size=4, unique_by=lambda b: b[0]),
    st.integers(0, 2 * 10**9),
    st.integers(0, 10**6),
)
def test_a_dearer_project_never_gets_less(brackets: list[tuple[int, int]], cost: int, more: int) -> None:
    steps = [FundingBracket(up_to=Money(u), rate_percent=str(r)) for u, r in sorted(brackets)]
    rules = edition(*steps)
    less, paid = funded_part(rules, Money(cost)), funded_part(rules, Money(cost + more))
    assert less <= paid <= Money(cost + more)
    assert paid.cents - less.cents <= more + 1


@given(st.integers(0, 10**10), st.sampled_from(["0", "5.5", "10", "20"]))
def test_tax_added_and_taken_away_is_the_same_amount(cents: int, rate: str) -> None:
    with_tax = including_tax(Money(cents), rate)
    assert abs(with_tax.cents - Fraction(cents) * (1 + Fraction(rate) / 100)) <= Fraction(1, 2)
    assert excluding_tax(with_tax, rate) == Money(cents)


def test_an_estimate_is_its_lines_and_what_is_kept_for_the_unforeseen() -> None:
    lines = (CostLine("Sols", Money(100_005)), CostLine("Animation", Money(10), Section.OPERATING))
    assert estimate_of(Cost(TaxBasis.INCL_TAX, lines, Money(85))) == Money(100_100)
    assert estimate_of(Cost(TaxBasis.EXCL_TAX, lines, Money(85), "20")) == Money(120_120)
    assert estimate_of(Cost(TaxBasis.EXCL_TAX, lines, Money(85))) is None


def test_limits_grow_and_only_the_last_has_none() -> None:
    assert out_of_order([Money(1), Money(2), None]) is None
    assert out_of_order([]) is None
    assert out_of_order([Money(2), Money(2)]) == 1
    assert out_of_order([None, Money(2)]) == 1
    assert out_of_order([None, None]) == 1


def test_operating_money_is_not_counted_against_the_investment() -> None:
    won = ((VERGER, put("status", value="adopted")), (VERGER, line_of_operating))
    purse = put("envelopes", 4, "amount", value=32000)
    codes = {f.code for f in found(changed(*won, (E26, purse), (E26, operating(4, total=4500))))}
    assert "budget/envelope-exceeded" not in codes
    too_small = put("envelopes", 4, "amount", value=31999)
    codes = {f.code for f in found(changed(*won, (E26, too_small), (E26, operating(4, total=4500))))}
    assert "budget/envelope-exceeded" in codes
