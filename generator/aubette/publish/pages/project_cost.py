"""The cost on a project's page: the ledger's lines in words, how far they are from the vote, a small drawing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from aubette.model.money import Money
from aubette.publish.cost import COSTS, Cost, Figure, drift_of, figure_name
from aubette.publish.cost_figure import Labels, Point, stairs
from aubette.publish.lens import Lens


@dataclass(frozen=True)
class Row:
    """A line of the ledger in words."""

    label: str
    amount: str
    day: Any
    who: str
    why: Any
    link: str
    drift: str


@dataclass(frozen=True)
class CostTable:
    """The ledger as the page shows it; `drift` is the sentence about the vote and `tone` its colour."""

    rows: tuple[Row, ...]
    drift: str
    tone: str
    figure: Markup
    drifts: bool


def cost_table(lens: Lens, lines: tuple[Cost, ...]) -> CostTable | None:
    """The ledger of a project, None where no figure may be shown."""
    if not lines:
        return None
    text, tone = _drift(lens, lines)
    rows = tuple(_row(lens, cost) for cost in lines)
    return CostTable(rows, text, tone, _figure(lens, lines), any(row.drift for row in rows))


def _row(lens: Lens, cost: Cost) -> Row:
    say, formats = lens.words.say, lens.words.formats
    amount = formats.signed_money(cost.amount) if cost.figure is Figure.MOVED else formats.money(cost.amount)
    drift = _difference(lens, cost.drift, cost.amount) if cost.drift is not None else ""
    return Row(say(figure_name(cost)), amount, cost.day, cost.who, cost.why, cost.link, drift)


def _difference(lens: Lens, drift: Money, amount: Money) -> str:
    """A drift as its amount and its share of the cost displayed at the vote."""
    formats = lens.words.formats
    if not drift:
        return lens.words.say("site.cost.none")
    share = formats.signed_percent(Fraction(drift.cents, (amount - drift).cents))
    return f"{formats.signed_money(drift)} ({share})"


def _drift(lens: Lens, lines: tuple[Cost, ...]) -> tuple[str, str]:
    found = drift_of(lines)
    if found is None:
        return "", ""
    shown, now = found
    drift = now - shown
    if not drift:
        return lens.words.say("site.cost.as_voted", now=now), "good"
    key = "site.cost.above" if drift.cents > 0 else "site.cost.below"
    text = lens.words.say(key, now=now, shown=shown, drift=_difference(lens, drift, now))
    return text, "warn" if drift.cents > 0 else "good"


def _figure(lens: Lens, lines: tuple[Cost, ...]) -> Markup:
    say, today = lens.words.say, lens.site.today
    costs = [Point(c.day, c.amount.cents) for c in lines if c.day and c.day <= today and c.figure in COSTS]
    paid = [Point(c.day, c.amount.cents) for c in lines if c.day and c.figure is Figure.SPENT]
    vote = next((c.day for c in lines if c.figure is Figure.ON_BALLOT), None)
    month = lens.words.formats.month
    if not costs:
        return Markup("")
    first, last = costs[0], costs[-1]
    ends = {"start": month(first.day), "end": month(last.day), "first": Money(first.cents), "last": Money(last.cents)}
    labels = Labels(say("site.cost.title"), say("site.cost.described", **ends), say("site.cost.vote"), month)
    return Markup(stairs(costs, paid, vote, max(p.day for p in (*costs, *paid)), labels))
