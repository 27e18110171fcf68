from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.load.formats import FORMATS, is_day
from aubette.load.scalars import resolve
from aubette.model.money import Money


@pytest.mark.parametrize(
    ("name", "good"),
    [
        *(("money", word) for word in ("0", "5", "80000", "80000.50", "-5", "999999999999999")),
        *(("date", word) for word in ("2027-03-14", "2028-02-29")),
        *(
            ("date-time", word)
            for word in ("2027-03-14T18:30", "2027-03-14T18:30:59", "2027-03-14T00:00Z", "2027-03-14T18:30+01:00")
        ),
        *(("moment", word) for word in ("2027-03-14", "2027-03-14T18:30")),
        *(("percent", word) for word in ("5", "2.5", "0")),
        *(("url", word) for word in ("https://a.fr", "http://a.b.fr:8080/x?y=1#z", "https://a-b.example/é")),
        *(("path", word) for word in ("a.jpg", "a/b c.jpg", "é.png", "a..b")),
        *(("time-zone", word) for word in ("Europe/Paris", "UTC", "America/Martinique")),
    ],
)
def test_what_has_its_format(name: str, good: str) -> None:
    assert FORMATS[name](resolve(good)) is None


@pytest.mark.parametrize(
    ("name", "bad", "suggestions"),
    [
        ("money", "85.000", ("85000", "85.00")),
        ("money", "1234.000", ("1234.00",)),
        ("money", "0.500", ("0.50",)),
        ("money", "67000.5", ("67000.50",)),
        ("money", "87 500 €", ("87500",)),
        ("money", "87\u202f500,50\u00a0€", ("87500.50",)),
        ("money", "87'500", ("87500",)),
        ("money", "87.500,20 EUR", ("87500.20",)),
        ("money", "012", ("12",)),
        ("money", "environ 5000", ("80000", "80000.50")),
        ("money", "1e3", ("80000", "80000.50")),
        ("money", "true", ("80000", "80000.50")),
        ("date", "15/01/2027", ("2027-01-15",)),
        ("date", "5.1.2027", ("2027-01-05",)),
        ("date", "30/02/2027", ("2027-02-28",)),
        ("date", "2027-02-30", ("2027-02-28",)),
        ("date", "2027-11-31", ("2027-11-30",)),
        ("date", "2027-13-31", ("2027-03-14",)),
        ("date", "2027-11-32", ("2027-03-14",)),
        ("date", "2027-1-5", ("2027-01-05",)),
        ("date", "2027-03-14T10:00", ("2027-03-14",)),
        ("date-time", "2027-03-14 18:30", ("2027-03-14T18:30",)),
        ("date-time", "2027-03-14T24:00", ("2027-03-14T18:30",)),
        ("date-time", "2027-02-30T10:00", ("2027-03-14T18:30",)),
        ("date-time", "2027-03-14T8h", ("2027-03-14T08:00",)),
        ("moment", "2027-03-14 18:30", ("2027-03-14T18:30",)),
        ("moment", "2027-03-14 8h05", ("2027-03-14T08:05",)),
        ("moment", "2027-03-14 25:00", ("2027-03-14T18:30",)),
        ("moment", "14 March", ("2027-03-14",)),
        ("percent", "2,5 %", ("2.5",)),
        ("percent", "beaucoup", ("5",)),
    ],
)
def test_what_has_not_says_what_to_write(name: str, bad: str, suggestions: tuple[str, ...]) -> None:
    flaw = FORMATS[name](resolve(bad))
    assert flaw is not None
    assert flaw[1]["suggestions"] == suggestions
    assert all(FORMATS[name](resolve(suggestion)) is None for suggestion in suggestions)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        *(
            ("url", word)
            for word in (
                "javascript:alert(1)",
                "data:text/html,x",
                "//a.fr",
                "https://",
                "https://a b.fr",
                "ftp://a.fr",
                "a.fr",
            )
        ),
        *(
            ("path", word)
            for word in ("../a", "/a", "a/../b", "a//b", "a/", ".", "..", "a\\b", "C:x", "a\nb", "./a", "")
        ),
        *(("time-zone", word) for word in ("Europe/Strasbourg", "Paris", "../../etc/passwd", "", "europe/x")),
    ],
)
def test_what_leads_elsewhere_is_refused(name: str, bad: str) -> None:
    assert FORMATS[name](bad) is not None


@given(st.integers(0, 10**13 - 1), st.integers(0, 99))
def test_money_agrees_with_the_model(units: int, cents: int) -> None:
    """Whatever the format accepts as written, the model reads to the cent."""
    for written in (str(units), f"{units}.{cents:02}"):
        assert FORMATS["money"](resolve(written)) is None
        assert Money.parse(written).cents == units * 100 + (cents if "." in written else 0)


@given(st.integers(0, 10**9), st.text("0123456789", max_size=6).filter(lambda digits: len(digits) != 2))
def test_other_numbers_of_decimals_are_never_money(units: int, decimals: str) -> None:
    if decimals:
        assert FORMATS["money"](Decimal(f"{units}.{decimals}")) is not None


@given(st.dates())
def test_every_day_is_a_day(day: object) -> None:
    assert is_day(str(day))
