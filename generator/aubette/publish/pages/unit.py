"""One page for each polling unit: its figures, the digest of its sealed minutes, and room to sign them in ink.

On paper the digest ties ink to seal: who holds the signed sheet can tell at any time whether the published file is it.
So it repeats the sealed tally whole, small figures too (see `model.turnout` for what is not broken down elsewhere).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import segno
from markupsafe import Markup

from aubette.model.edition import Edition
from aubette.model.evidence import UnitReturn
from aubette.model.seal import Manifest, Reconciliation
from aubette.model.turnout import turnout
from aubette.publish.environment import THEME
from aubette.publish.lens import Lens
from aubette.publish.shell import Body

GROUP = 8
"""Digits of a digest that are read out at a time."""

BLANK_LINES = 3
"""Places for signatures where no policy names the signers."""


@dataclass(frozen=True)
class Row:
    """A project and what the unit counted for it."""

    number: str
    title: object
    amount: int


@dataclass(frozen=True)
class Sheet:
    """What a unit's page says; `digest` is the SHA-256 of its MANIFEST, in groups of eight digits."""

    title: str
    city: str
    edition: str
    said: Manifest
    channel: str
    measure: str
    figures: tuple[tuple[str, int | None], ...]
    rows: tuple[Row, ...]
    digest: tuple[str, ...]
    path: str
    qr: Markup
    signers: tuple[str, ...]
    sealed_by: tuple[str, ...]
    reconciliation: Reconciliation | None


def url(report: UnitReturn) -> str:
    """Where a unit's page stands."""
    return f"resultats/{report.manifest.edition}/{report.unit.contest}/{report.unit.unit}/"


def bodies(lens: Lens) -> Iterator[Body]:
    """A page for each unit of each counted edition."""
    say = lens.words.say
    for edition in lens.site.editions():
        votes = lens.site.votes.get(edition.id)
        for report in votes.evidence.returns if votes and votes.outcomes else ():
            made = sheet(lens, edition, report)
            results = f"resultats/{edition.id}/"
            yield lens.page(
                "pages/unit.html",
                url(report),
                made.title,
                say("site.unit.description", unit=made.title),
                section="results",
                crumbs=lens.crumb(("resultats/", say("site.results.title")), (results, lens.say(edition.label))),
                sheets=(made,),
            )


def sheet(lens: Lens, edition: Edition, report: UnitReturn) -> Sheet:
    """The words and figures of one unit's page."""
    said, say = report.manifest, lens.words.say
    contest = next((c for c in edition.contests if c.id == report.unit.contest), None)
    labels = {u.id: lens.say(u.label) for u in contest.units} if contest else {}
    titles = {p.number: p.title for p in lens.site.city.projects_of(edition.id)}
    content = lens.environment.filters["content"]
    unit = labels.get(report.unit.unit) or report.unit.unit
    names = ("roll", "ballots_found", "blank", "null", "valid")
    return Sheet(
        title=f"{(lens.say(contest.label) if contest else '') or report.unit.contest} – {unit}",
        city=lens.say(lens.site.city.config.title) or lens.site.city.config.name,
        edition=lens.say(edition.label),
        said=said,
        channel=say(f"labels.vote_channel.{report.unit.channel.value}"),
        measure=say(f"site.results.{report.tally.kind.value}"),
        figures=tuple(
            (say(f"site.unit.{name}"), figure)
            for name, figure in zip(names, turnout(report, edition.provenance).figures, strict=True)
        ),
        rows=tuple(Row(n, content(titles.get(n)), amount) for n, amount in report.tally.amounts.items()),
        digest=tuple(report.digest[at : at + GROUP] for at in range(0, len(report.digest), GROUP)),
        path=f"votes/{said.edition}/{said.contest}/{said.unit}/MANIFEST",
        qr=qr(f"{said.city} {said.edition}/{said.contest}/{said.unit} sha256 {report.digest}"),
        signers=_signers(lens.site.city.policies.get(edition.id, {})) or ("",) * BLANK_LINES,
        sealed_by=report.signers,
        reconciliation=report.reconciliation,
    )


def _signers(policy: Mapping[str, object]) -> tuple[str, ...]:
    """The signers whom a policy names, college after college; none where it cannot be read."""
    colleges = [college for college in _many(policy.get("colleges")) if isinstance(college, Mapping)]
    return tuple(str(name) for college in colleges for name in _many(college.get("signers")))


def _many(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


@lru_cache(maxsize=1024)
def qr(text: str) -> Markup:
    """A QR code as inline SVG; it is the same in every language."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=2, border=2, xmldecl=False, svgns=False, nl=False, svgclass=None, lineclass=None
    )
    return Markup(out.getvalue().decode())


def alone(lens: Lens, sheets: tuple[Sheet, ...]) -> bytes:
    """Sheets as one file to print that needs nothing else, each on its own paper."""
    style = Markup((THEME / "assets" / "site.css").read_text(encoding="utf-8"))
    template = lens.environment.get_template("pages/unit_alone.html")
    return template.render(sheets=sheets, style=style).encode()
