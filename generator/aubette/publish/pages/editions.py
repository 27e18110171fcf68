"""An edition: its rules as voted, who does what, the committee, what was learnt (R22, R29, R38, R41, R42, R51)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aubette.model.edition import Edition
from aubette.publish.lens import Lens
from aubette.publish.pages import rule_changes
from aubette.publish.pages.feeds import alternate, edition_feed_url
from aubette.publish.shell import Body, Link


@dataclass(frozen=True)
class Stage:
    """A line of the role matrix, in words."""

    stage: str
    participation: str
    territory: str
    finance: str


@dataclass(frozen=True)
class Governance:
    """The role matrix."""

    lead: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Committee:
    """The follow-up committee."""

    colleges: str
    meetings: tuple[Any, ...]


def bodies(lens: Lens) -> Iterator[Body]:
    """A page for each edition."""
    for edition in lens.site.editions():
        yield _page(lens, edition)


def _page(lens: Lens, edition: Edition) -> Body:
    say, formats = lens.words.say, lens.words.formats
    label = lens.say(edition.label)
    url, feed = f"editions/{edition.id}/", edition_feed_url(edition.id)
    links = [Link(f"projets/edition/{edition.id}/", say("site.edition.projects"))]
    if edition.id in lens.site.votes and lens.site.votes[edition.id].outcomes:
        links.insert(0, Link(f"resultats/{edition.id}/", say("site.edition.results")))
    rows = (
        (say("site.budget.total"), formats.money(edition.budget.envelope)),
        (say("site.edition.n_projects"), formats.number(len(lens.site.public_projects(edition.id)))),
        (say("site.edition.decision"), str(edition.year_decision)),
        (say("site.edition.implementation"), str(edition.year_implementation)),
    )
    return lens.page(
        "pages/edition.html",
        url,
        label,
        lens.say(edition.summary) or label,
        section="editions",
        crumbs=lens.crumb(),
        head=alternate(lens, url, feed, say("site.feeds.edition", edition=label)),
        e=edition,
        rows=rows,
        feed=feed if lens.site.history else "",
        links=tuple(link for link in links if lens.site.public_projects(edition.id)),
        compared=_compared(lens, edition),
        governance=_governance(lens, edition),
        committee=_committee(lens, edition),
    )


def _compared(lens: Lens, edition: Edition) -> Link | None:
    """The way to what this edition changes in the rules of the one before it."""
    found = next((c for c in lens.site.rules if c.edition == edition.id), None)
    previous = lens.site.city.edition(found.previous) if found else None
    if previous is None:
        return None
    return Link(rule_changes.url_of(edition.id), lens.words.say("site.rules.link", previous=lens.say(previous.label)))


def _governance(lens: Lens, edition: Edition) -> Governance | None:
    if edition.governance is None:
        return None
    say = lens.words.say
    stages = tuple(
        Stage(
            lens.phase_name(line.stage.value),
            say(f"labels.role.{line.participation.value}"),
            say(f"labels.role.{line.territory.value}"),
            say(f"labels.role.{line.finance.value}"),
        )
        for line in edition.governance.stages
    )
    lead = edition.governance.lead_service
    return Governance(lens.services.get(lead, lead), stages)


def _committee(lens: Lens, edition: Edition) -> Committee | None:
    if edition.committee is None:
        return None
    colleges = [f"{lens.say(c.label)} ({c.seats})" for c in edition.committee.colleges]
    meetings = (*edition.committee.meetings, *edition.workshops)
    return Committee(lens.words.formats.listed(colleges), tuple(sorted(meetings, key=lambda m: m.date, reverse=True)))
