"""The calendar as a drawing for narrow screens; the table beside it says the same."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date

WIDTH, ROW, TOP = 360, 34, 22


@dataclass(frozen=True)
class Span:
    """A bar: from its first to its last day."""

    label: str
    starts: Date
    ends: Date
    here: bool


def gantt(spans: Sequence[Span], today: Date, title: str, text: str, month: Callable[[Date], str]) -> str:
    """An SVG with a bar a phase and a line for today; empty without phases."""
    if not spans:
        return ""
    first, last = min(s.starts for s in spans), max(s.ends for s in spans)
    days = max(1, (last - first).days + 1)
    height = TOP + ROW * len(spans) + 4

    def at(day: Date) -> float:
        return round((day - first).days / days * WIDTH, 2)

    rows = [
        f"<title>{html.escape(title)}</title><desc>{html.escape(text)}</desc>",
        f'<text x="0" y="12">{html.escape(month(first))}</text>',
        f'<text x="{WIDTH}" y="12" text-anchor="end">{html.escape(month(last))}</text>',
    ]
    if first <= today <= last:
        rows.append(f'<line class="n" x1="{at(today)}" x2="{at(today)}" y1="{TOP}" y2="{height}"/>')
    for position, span in enumerate(spans):
        y = TOP + ROW * position
        width = max(3.0, round(((span.ends - span.starts).days + 1) / days * WIDTH, 2))
        kind = "b" if span.starts <= today else "p"
        rows.append(f'<line class="g" x1="0" x2="{WIDTH}" y1="{y + 28}" y2="{y + 28}"/>')
        rows.append(f'<text x="0" y="{y + 13}">{html.escape(span.label)}</text>')
        rows.append(f'<rect class="{kind}" x="{at(span.starts)}" y="{y + 18}" width="{width}" height="8" rx="3"/>')
    return f'<svg class="gantt" role="img" viewBox="0 0 {WIDTH} {height}">{"".join(rows)}</svg>'
