"""Results: per envelope the ranking with the reason of each decision, the units that reported, the ties met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aubette.model.edition import Edition
from aubette.model.enums import Effect, Provenance
from aubette.model.lifecycle import FELL
from aubette.model.outcome import WINS, EnvelopeOutcome, Outcome, Result, by_project
from aubette.model.project import Project
from aubette.model.text import Text
from aubette.publish.lens import Lens
from aubette.publish.pages.results_rule import rule_sentence
from aubette.publish.pages.results_turnout import TurnoutView, view
from aubette.publish.shell import Body
from aubette.publish.site import Votes
from aubette.publish.tally import comparison_sentence, envelope_notes, reason_sentence, tie_sentence


@dataclass(frozen=True)
class Since:
    """What became of a counted winner that is none any more; `why` is the reason that was given."""

    told: str
    why: Text | None


@dataclass(frozen=True)
class Row:
    """One project in a ranking; `share` is its bar in percent of the best score."""

    rank: int
    url: str
    title: object
    score: int
    share: str
    cost: int
    won: bool
    status: str
    reason: str
    since: Since | None


@dataclass(frozen=True)
class EnvelopeView:
    """One envelope: its ranking, how much of it was given, and what more is to be said of that."""

    id: str
    label: str
    summary: str
    notes: tuple[str, ...]
    parts: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ContestView:
    """One contest in words; `measure` is what scores are counted in, empty where a score is only a place."""

    id: str
    label: str
    rule: str
    measure: str
    envelopes: tuple[EnvelopeView, ...]
    turnout: TurnoutView
    ties: tuple[str, ...]
    comparison: str


@dataclass(frozen=True)
class IndexRow:
    """An edition in the list of results."""

    url: str
    label: str
    text: str


def bodies(lens: Lens) -> Iterator[Body]:
    """The list of counted editions and a page for each."""
    say = lens.words.say
    counted = [e for e in lens.site.editions() if e.id in lens.site.votes and lens.site.votes[e.id].outcomes]
    rows = tuple(
        IndexRow(f"resultats/{e.id}/", lens.say(e.label), say("site.results.n", n=_n_winners(lens.site.votes[e.id])))
        for e in counted
    )
    title = say("site.results.title")
    yield lens.page(
        "pages/results_index.html",
        "resultats/",
        title,
        say("site.results.index_lead"),
        section="results",
        crumbs=lens.crumb(),
        editions=rows,
    )
    for edition in counted:
        yield _page(lens, edition, lens.site.votes[edition.id])


def _n_winners(votes: Votes) -> int:
    return sum(p.status in WINS for o in votes.outcomes for p in o.projects)


def _page(lens: Lens, edition: Edition, votes: Votes) -> Body:
    say, formats = lens.words.say, lens.words.formats
    title = say("site.results.of", edition=lens.say(edition.label))
    won = [p for o in votes.outcomes for p in o.projects if p.status in WINS]
    imported = edition.provenance is Provenance.IMPORTED
    unproclaimed = not imported and votes.evidence.proclamation is None
    banners = tuple(
        say(f"site.results.{key}") for key, holds in (("imported", imported), ("unproclaimed", unproclaimed)) if holds
    )
    figures = (
        (say("site.results.ballots"), formats.number(max(votes.evidence.valid(o.contest) for o in votes.outcomes))),
        (say("site.results.candidates"), formats.number(len(by_project(votes.outcomes)))),
        (say("site.results.winners"), formats.number(len(won))),
        (say("site.results.amount"), formats.money(sum(p.cost for p in won))),
    )
    return lens.page(
        "pages/results.html",
        f"resultats/{edition.id}/",
        title,
        say("site.results.description", edition=lens.say(edition.label)),
        section="results",
        crumbs=lens.crumb(("resultats/", say("site.results.title"))),
        banners=banners,
        provisional=lens.site.provisional(edition),
        rows=figures,
        recount=_recount(lens, votes),
        contests=tuple(_contest(lens, edition, votes, outcome) for outcome in votes.outcomes),
    )


def _recount(lens: Lens, votes: Votes) -> str:
    """What came of the count by hand of some units, where there was one; verified figures agree with it."""
    said = votes.evidence.audit
    if said is None:
        return ""
    units = tuple(one.path.rpartition("/")[0] for one in said.checksums)
    return lens.words.say(
        "site.results.recount", n=said.units, units=units, seed=said.seed, signed=said.signed, witnesses=said.witnesses
    )


def _contest(lens: Lens, edition: Edition, votes: Votes, outcome: Outcome) -> ContestView:
    say = lens.words.say
    contest = next((c for c in edition.contests if c.id == outcome.contest), None)
    projects = {p.number: p for p in lens.site.city.projects_of(edition.id)}
    ties = tuple(tie_sentence(lens.words, tie) for tie in outcome.ties)
    return ContestView(
        outcome.contest,
        lens.say(contest.label) if contest else outcome.contest,
        rule_sentence(lens.words, outcome, {e.id: _name(lens, edition, e.id) for e in outcome.envelopes}),
        "" if outcome.unit == "grades" else say(f"site.results.{outcome.unit}"),
        tuple(_envelope(lens, edition, outcome, e, projects) for e in outcome.envelopes if _has(outcome, e)),
        view(lens, edition, votes.evidence, outcome),
        ties,
        comparison_sentence(lens.words, outcome),
    )


def _name(lens: Lens, edition: Edition, envelope: str) -> str:
    declared = edition.envelope(envelope)
    return (lens.say(declared.label) if declared else "") or envelope


def _has(outcome: Outcome, envelope: EnvelopeOutcome) -> bool:
    return any(p.envelope == envelope.id for p in outcome.projects)


def _envelope(
    lens: Lens, edition: Edition, outcome: Outcome, spent: EnvelopeOutcome, projects: dict[str | None, Project]
) -> EnvelopeView:
    say = lens.words.say
    mine = [p for p in outcome.projects if p.envelope == spent.id]
    best = max((p.score for p in mine), default=0) or 1
    content = lens.environment.filters["content"]
    bought = {r.number: at for at, r in enumerate(spent.rounds)}
    rows = []
    for p in sorted(mine, key=lambda p: (p.rank, bought.get(p.number, len(bought)), p.number)):
        project = projects.get(p.number)
        rows.append(
            Row(
                p.rank,
                lens.url(project) if project else "",
                content(project.title) if project else p.number,
                p.score,
                f"{p.score * 100 / best:.1f}",
                p.cost,
                p.status in (*WINS, Result.SHORTLISTED),
                say(f"labels.result.{p.status.value}"),
                reason_sentence(lens.words, p),
                _since(lens, project) if project else None,
            )
        )
    money = {"spent": spent.spent, "budget": spent.budget + spent.received, "left": spent.left}
    decisive = outcome.effect is Effect.DECISIVE
    summary = say("site.results.envelope", **money, n=len(spent.rounds)) if decisive else ""
    held = spent.budget + spent.received
    parts = tuple(f"{r.cost * 100 / held:.2f}" for r in spent.rounds) if held else ()
    name, notes = _name(lens, edition, spent.id), envelope_notes(lens.words, spent)
    return EnvelopeView(spent.id, name, summary, notes, parts, tuple(rows))


def _since(lens: Lens, project: Project) -> Since | None:
    """The decision that took a winner away; the count beside it stays what it was."""
    decision = lens.site.decision(project, *FELL) if lens.site.fell(project) else None
    if decision is None:
        return None
    told = lens.words.say(f"site.results.since.{decision.outcome.value}", day=decision.date)
    return Since(f"{told} ({decision.reference})" if decision.reference else told, decision.reason)
