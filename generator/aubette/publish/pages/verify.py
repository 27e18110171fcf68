"""How anyone checks the count again with three ordinary commands, and what the seals do not prove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from aubette.model.edition import Edition
from aubette.model.enums import Provenance
from aubette.publish import stock
from aubette.publish.environment import THEME
from aubette.publish.lens import Lens
from aubette.publish.shell import Body
from aubette.publish.site import Votes

FILE = "verifier/verify.sh"
SCRIPT = THEME / "assets" / "verify.sh"
"""The verifier that needs neither Aubette nor Python."""


@dataclass(frozen=True)
class Commands:
    """The commands for one edition, with its real file names."""

    label: str
    imported: bool
    units: int
    signer: str = ""
    first: str = ""
    second: str = ""
    third: str = ""
    whole: str = ""
    fourth: str = ""


def bodies(lens: Lens) -> Iterator[Body]:
    """The verification page; none before a vote."""
    say = lens.words.say
    counted = [(e, lens.site.votes[e.id]) for e in lens.site.editions() if e.id in lens.site.votes]
    if not counted:
        return
    yield lens.page(
        "pages/verify.html",
        "verifier/",
        say("site.verify.title"),
        say("site.verify.lead"),
        section="results",
        crumbs=lens.crumb(("resultats/", say("site.results.title"))),
        editions=tuple(_commands(lens, edition, votes) for edition, votes in counted),
        script=FILE,
        digest=sha256(SCRIPT.read_bytes()).hexdigest(),
    )


def files(lens: Lens) -> Iterator[tuple[str, bytes]]:
    """The verifier to download, where there is something to verify."""
    if lens.site.votes:
        yield FILE, SCRIPT.read_bytes()


def _commands(lens: Lens, edition: Edition, votes: Votes) -> Commands:
    label, returns = lens.say(edition.label), votes.evidence.returns
    if edition.provenance is Provenance.IMPORTED or not returns:
        return Commands(label, True, len(returns))
    report = returns[0]
    folder = f"votes/{edition.id}/{report.unit.contest}/{report.unit.unit}"
    signer = report.signers[0]
    signed = report.manifest.signed
    when = signed.strftime("%Y%m%d%H%M%SZ") if hasattr(signed, "strftime") else str(signed)
    city = lens.site.city.config.id
    first = f"cd {folder}\n{stock.one_seal(city, edition.id, signer, when)}"
    whole = "\n".join((f"cd votes/{edition.id}", *stock.steps(city, edition.id)))
    return Commands(
        label,
        False,
        len(returns),
        signer,
        first,
        "sha256sum -c --strict MANIFEST",
        stock.totals(edition.id, report.unit.contest),
        whole,
        f"sh verify.sh . {edition.id}",
    )
