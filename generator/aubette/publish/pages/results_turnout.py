"""Who voted, in words: the minutes by channel and unit, how they agree, and the votes that each channel brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aubette.model.edition import Edition
from aubette.model.evidence import Evidence
from aubette.model.outcome import Outcome
from aubette.model.small_cells import LEAST
from aubette.model.turnout import Breakdown, Turnout, by_channel, total, turnout
from aubette.publish.lens import Lens
from aubette.publish.pages import unit

UNKNOWN = "–"


@dataclass(frozen=True)
class Line:
    """A line of a table; `cells` are headings with figures in words, a dash for a figure that is not known."""

    label: object
    url: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TurnoutView:
    """Who voted in a contest; `agreed` tells how the figures agree, `twice` what was done about double votes."""

    channels: tuple[Line, ...]
    units: tuple[Line, ...]
    agreed: str
    twice: tuple[str, ...]
    caption: str
    through: tuple[Line, ...]
    note: str


def view(lens: Lens, edition: Edition, evidence: Evidence, outcome: Outcome) -> TurnoutView:
    """The turnout of one contest in words."""
    contest = outcome.contest
    made = lens.site.breakdown(edition.id, contest)
    lines = tuple(_channels(lens, evidence, contest))
    kind = evidence.ballot.kind(contest).value
    return TurnoutView(
        lines,
        tuple(_units(lens, edition, evidence, contest)),
        _agreed(lens, total(by_channel(evidence, contest).values())),
        tuple(_twice(lens, edition, evidence, contest)),
        lens.words.say(f"site.results.through.{kind}"),
        tuple(_through(lens, edition, evidence.totals(contest), made)) if made and made.rows else (),
        _note(lens, made, len(evidence.ballot.candidates(contest))),
    )


def _channels(lens: Lens, evidence: Evidence, contest: str) -> Iterator[Line]:
    say, parts = lens.words.say, by_channel(evidence, contest)
    for channel, said in parts.items():
        yield Line(say(f"labels.vote_channel.{channel.value}"), "", _cells(lens, said))
    if len(parts) > 1:
        yield Line(say("site.results.total"), "", _cells(lens, total(parts.values())))


def _units(lens: Lens, edition: Edition, evidence: Evidence, contest: str) -> Iterator[Line]:
    say, labels = lens.words.say, _labels(lens, edition, contest)
    for report in evidence.of(contest):
        channel = (say("site.results.channel"), say(f"labels.vote_channel.{report.unit.channel.value}"))
        cells = (channel, *_cells(lens, turnout(report, evidence.provenance)))
        yield Line(labels.get(report.unit.unit, report.unit.unit), unit.url(report), cells)


def _labels(lens: Lens, edition: Edition, contest: str) -> dict[str, str]:
    return {u.id: lens.say(u.label) for c in edition.contests if c.id == contest for u in c.units}


def _cells(lens: Lens, said: Turnout) -> tuple[tuple[str, str], ...]:
    say, formats, share = lens.words.say, lens.words.formats, said.per_name
    names = ("roll", "found", "blank", "null", "valid")
    figures = [UNKNOWN if figure is None else formats.number(figure) for figure in said.figures]
    figures.append(UNKNOWN if share is None else formats.percent(share))
    return tuple(zip((say(f"site.results.{name}") for name in (*names, "per_name")), figures, strict=True))


def _agreed(lens: Lens, said: Turnout) -> str:
    """The sum that the minutes make, with the names ticked off; empty where a figure is not known."""
    known = [figure for figure in said.figures if figure is not None]
    if len(known) < len(said.figures):
        return ""
    roll, found, *parts = known
    blank, null, valid = parts
    figures = {"blank": blank, "null": null, "valid": valid, "sum": sum(parts)}
    return lens.words.say("site.results.agreed", **figures, found=found, roll=roll)


def _twice(lens: Lens, edition: Edition, evidence: Evidence, contest: str) -> Iterator[str]:
    labels = _labels(lens, edition, contest)
    for report in evidence.of(contest):
        if (r := report.reconciliation) is not None:
            figures = {"before": r.before, "removed": r.removed, "after": r.after}
            said = lens.words.say("site.unit.reconciled", **figures, policy=r.policy, witnesses=r.witnesses)
            yield f"{labels.get(report.unit.unit, report.unit.unit)} – {said}"


def _through(lens: Lens, edition: Edition, totals: dict[str, int], made: Breakdown) -> Iterator[Line]:
    """A line for each project; one that is not shown has its total and no figure by channel."""
    say, number = lens.words.say, lens.words.formats.number
    titles = {p.number: p.title for p in lens.site.city.projects_of(edition.id)}
    content = lens.environment.filters["content"]
    heads = [say(f"labels.vote_channel.{channel.value}") for channel in made.channels]
    for name, whole in totals.items():
        row = made.rows.get(name)
        figures = [number(n) for n in row] if row else [say("site.results.kept_back")] * len(heads)
        cells = tuple(zip((*heads, say("site.results.total")), (*figures, number(whole)), strict=True))
        yield Line(content(titles[name]) if name in titles else name, "", cells)


def _note(lens: Lens, made: Breakdown | None, candidates: int) -> str:
    """Why figures by channel are not shown, where some are not."""
    say = lens.words.say
    if made is None or len(made.rows) == candidates:
        return ""
    if not made.crowded:
        return say("site.results.few_ballots", limit=made.limit)
    return say("site.results.few_people" if made.rows else "site.results.few_people_all", least=LEAST)
