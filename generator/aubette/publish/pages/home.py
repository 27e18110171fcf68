"""The home page: what is happening now, until when, and what won near you."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aubette.model.calendar import Phase
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, Provenance, Status
from aubette.model.outcome import WINS, Outcome, ProjectOutcome
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.publish.pages.changes import head, lately
from aubette.publish.shell import Body, Link
from aubette.publish.site import Votes, as_day

ORDER = (
    PhaseKind.VOTE,
    PhaseKind.SUBMISSION,
    PhaseKind.CATALOGUE,
    PhaseKind.COUNT,
    PhaseKind.ADOPTION,
    PhaseKind.FEASIBILITY_STUDY,
    PhaseKind.RECEPTION,
    PhaseKind.VALIDATION,
    PhaseKind.OUTREACH,
)
"""Which of several phases under way residents want to hear of first."""

ACTIONS = {
    PhaseKind.VOTE: ("voter/", "site.home.go_vote"),
    PhaseKind.SUBMISSION: ("proposer/", "site.home.go_propose"),
    PhaseKind.ADOPTION: ("", "site.home.go_results"),
    PhaseKind.COUNT: ("", "site.home.go_results"),
}
SHOWN = 6


@dataclass(frozen=True)
class Now:
    """One box « en ce moment »."""

    edition: str
    title: str
    text: str
    links: tuple[Link, ...]


def bodies(lens: Lens) -> Iterator[Body]:
    """The home page."""
    site, say = lens.site, lens.words.say
    imported = all(e.provenance is Provenance.IMPORTED for e in site.city.editions) and bool(site.city.editions)
    latest = next((e for e in site.editions() if e.id in site.votes and site.votes[e.id].outcomes), None)
    winners = _winners(lens, latest) if latest else ()
    works = [p for p in site.public_projects() if p.status in (Status.IN_PROGRESS, Status.DELIVERED, Status.EVALUATED)]
    works.sort(key=_last_news)
    name = lens.say(site.city.config.title) or site.city.config.name
    yield lens.page(
        "pages/home.html",
        "",
        name,
        say("site.home.description", city=site.city.config.name),
        section="home",
        imported=imported,
        now=tuple(box for e in site.editions() if (box := _now(lens, e))),
        figures_rows=_figures(lens, latest),
        winners=winners,
        winners_title=say("site.home.winners", edition=lens.say(latest.label)) if latest else "",
        results_url=f"resultats/{latest.id}/" if latest else "",
        news=lens.cards(reversed(works[-3:])),
        head=head(lens, ""),
        lately=lately(lens),
    )


def _last_news(project: Project) -> str:
    updates = project.implementation.updates if project.implementation else ()
    return max((update.date.isoformat() for update in updates), default="")


def _now(lens: Lens, edition: Edition) -> Now | None:
    under_way = [p for p in edition.phases if as_day(p.starts) <= lens.site.today <= as_day(p.ends)]
    ranked = sorted((p for p in under_way if p.kind in ORDER), key=lambda p: ORDER.index(p.kind))
    return _box(lens, edition, ranked[0]) if ranked else None


def _box(lens: Lens, edition: Edition, phase: Phase) -> Now:
    say = lens.words.say
    key = f"site.home.phase.{phase.kind.value}"
    text = say(key, ends=phase.ends) if lens.words.has(key) else say("site.home.until", ends=phase.ends)
    links = list(_action(lens, edition, phase))
    links.append(Link(f"editions/{edition.id}/", say("site.home.go_edition")))
    links.append(Link("calendrier/", say("site.home.go_calendar")))
    return Now(lens.say(edition.label), lens.phase_name(phase.kind.value), text, tuple(links))


def _action(lens: Lens, edition: Edition, phase: Phase) -> Iterator[Link]:
    """The one thing to do in a phase, where the site has a page for it."""
    url, label = ACTIONS.get(phase.kind, ("", ""))
    if url in lens.own_pages:
        yield lens.own_page(url, lens.words.say(label))
    elif label and not url and edition.id in lens.site.votes and lens.site.votes[edition.id].outcomes:
        yield Link(f"resultats/{edition.id}/", lens.words.say(label))


def _winners(lens: Lens, edition: Edition) -> tuple[object, ...]:
    votes = lens.site.votes[edition.id]
    ranked = [p for o in votes.outcomes for p in _in_order(o) if p.status in WINS]
    by_number = {p.number: p for p in lens.site.city.projects_of(edition.id)}
    return lens.cards(by_number[p.number] for p in ranked[:SHOWN] if p.number in by_number)


def _in_order(contest: Outcome) -> list[ProjectOutcome]:
    """A contest's projects by rank; scores are never compared across contests, whose ballots may differ."""
    return sorted(contest.projects, key=lambda p: (p.rank, p.number))


def _figures(lens: Lens, latest: Edition | None) -> tuple[tuple[str, str], ...]:
    """Three or four numbers, each with what it counts and for which edition."""
    site, say, formats = lens.site, lens.words.say, lens.words.formats
    rows = [(say("site.home.ideas"), formats.number(len(site.public_projects())))]
    if latest:
        votes = site.votes[latest.id]
        rows.append((say("site.home.ballots"), formats.number(_ballots(votes))))
        won = [p for o in votes.outcomes for p in o.projects if p.status in WINS]
        rows.append((say("site.home.n_winners"), formats.number(len(won))))
        rows.append((say("site.home.won"), formats.money(sum(p.cost for p in won))))
    delivered = [p for p in site.public_projects() if p.status in (Status.DELIVERED, Status.EVALUATED)]
    if delivered:
        rows.append((say("site.home.delivered"), formats.number(len(delivered))))
    return tuple(rows)


def _ballots(votes: Votes) -> int:
    """The valid ballots of the contest with most, since one person may vote in several."""
    return max((votes.evidence.valid(c.id) for c in votes.evidence.ballot.contests), default=0)
