"""The cost as a drawing: a stair of what the project was said to cost, and of what is paid; a table says it too."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date

WIDTH, HEIGHT, TOP, BOTTOM = 360, 150, 26, 18
FEWEST = 3


@dataclass(frozen=True)
class Point:
    """An amount in cents that held from a day on."""

    day: Date
    cents: int


@dataclass(frozen=True)
class Labels:
    """The words of a drawing: its title and text for those who do not see it, and what stands in it."""

    title: str
    text: str
    vote: str
    month: Callable[[Date], str]


def stairs(costs: Sequence[Point], paid: Sequence[Point], vote: Date | None, ends: Date, labels: Labels) -> str:
    """An SVG of the amounts over time; empty where too few of them differ for a drawing to say anything."""
    if len({p.day for p in costs}) < FEWEST or len({p.cents for p in (*costs, *paid)}) < 2:
        return ""
    first, last = costs[0].day, max(ends, *(p.day for p in (*costs, *paid)))
    days, highest = max(1, (last - first).days), max(p.cents for p in (*costs, *paid))
    floor = HEIGHT - BOTTOM

    def x(day: Date) -> str:
        return _short((day - first).days / days * WIDTH)

    def y(cents: int) -> str:
        return _short(floor - cents / highest * (floor - TOP))

    def stair(points: Sequence[Point]) -> str:
        steps = [f"M{x(points[0].day)} {y(points[0].cents)}"]
        steps += [f"H{x(p.day)}V{y(p.cents)}" for p in points[1:]]
        return f"{''.join(steps)}H{x(last)}"

    rows = [f"<title>{html.escape(labels.title)}</title><desc>{html.escape(labels.text)}</desc>"]
    if paid:
        rows.append(f'<path class="p" d="{stair(paid)}V{floor}H{x(paid[0].day)}Z"/>')
    rows.append(f'<line class="g" x1="0" x2="{WIDTH}" y1="{floor}" y2="{floor}"/>')
    if vote and first <= vote <= last:
        at = (vote - first).days / days * WIDTH
        anchor = "end" if at > WIDTH / 2 else "start"
        rows.append(f'<line class="n" x1="{x(vote)}" x2="{x(vote)}" y1="{TOP - 8}" y2="{floor}"/>')
        rows.append(f'<text x="{x(vote)}" y="12" text-anchor="{anchor}">{html.escape(labels.vote)}</text>')
    rows.append(f'<path class="c" d="{stair(costs)}"/>')
    rows.append(f'<text x="0" y="{HEIGHT - 4}">{html.escape(labels.month(first))}</text>')
    rows.append(f'<text x="{WIDTH}" y="{HEIGHT - 4}" text-anchor="end">{html.escape(labels.month(last))}</text>')
    return f'<svg class="stairs" role="img" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(rows)}</svg>'


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
