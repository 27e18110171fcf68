"""Units' pages to print before anything is proclaimed: on the evening of the count, beside the seals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.finding import Finding
from aubette.model.source import Source
from aubette.publish.environment import environment
from aubette.publish.lens import Lens
from aubette.publish.pages.unit import alone, sheet
from aubette.publish.site import Site
from aubette.votes import inventory
from aubette.votes.gather import gather
from aubette.votes.unit import Context
from aubette.words.catalogue import Catalogue


@dataclass(frozen=True)
class Sheets:
    """A file to print, None when there is nothing sound to print; what was wrong with the units asked for."""

    page: bytes | None
    units: int
    findings: tuple[Finding, ...]


def unit_sheets(
    source: Source, city: City, edition: Edition, words: Catalogue, today: Date, under: tuple[str, ...] = ()
) -> Sheets:
    """The sheets of an edition's units; `under` names a contest, or a contest and a unit, to print only those.

    A unit whose files are not those of its minutes is not printed; nobody's seal is judged here.
    """
    held = inventory.take(source, edition.id)
    found = gather(held, Context(city.config.id, edition.id, None, None), None)
    folder = "/".join((inventory.votes_folder(edition.id), *under)) + "/"
    ballot = f"{inventory.votes_folder(edition.id)}/ballot/"
    wrong = tuple(f for f in found.findings if f.place.file.startswith((folder, ballot)))
    chosen = [one for one in found.returns if (one.unit.contest, one.unit.unit)[: len(under)] == under]
    if wrong or not chosen:
        return Sheets(None, 0, wrong)
    first = city.config.languages[0].value
    lens = Lens(Site(city, today), words, environment(words, words.lang, first, None))
    return Sheets(alone(lens, tuple(sheet(lens, edition, one) for one in chosen)), len(chosen), ())
