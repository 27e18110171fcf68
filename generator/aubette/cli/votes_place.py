"""The unit that a clerk names, `2027/ville/bureau-1`: told with those there are where it is none of them."""

from __future__ import annotations

from difflib import get_close_matches

import click

from aubette.model.source import Source
from aubette.votes import frozen
from aubette.words.catalogue import Catalogue
from aubette.workflow.keying import known_units

LIKENESS = 0.6
Place = tuple[str, str, str]


def unit_place(words: Catalogue, source: Source, city_id: str, place: str, *, merged: bool = False) -> Place:
    """Edition, contest and unit, as the frozen ballot knows them; with `merged`, a merged unit of a contest too.

    A ballot that cannot be read knows none: whoever needs it says what is wrong with it.

    Raises:
        click.UsageError: it is written otherwise, nothing is frozen, or there is no such unit.
    """
    parts = place.split("/")
    if len(parts) != len(("edition", "contest", "unit")):
        raise click.UsageError(words.say("cli.votes.place", place=place))
    edition, contest, unit = parts
    if not any(source.entries(frozen.folder(edition))):
        raise click.UsageError(words.say("cli.votes.not_frozen", edition=edition))
    known = known_units(source, edition, city_id=city_id)
    if known and (contest, unit) not in known and not (merged and frozen.is_merged(unit)):
        named = tuple(f"{edition}/{one}/{name}" for one, name in known)
        close = get_close_matches(place, named, 1, LIKENESS)
        code = "cli.votes.unit_near" if close else "cli.votes.unit_unknown"
        raise click.UsageError(words.say(code, place=place, known=named, near=close[0] if close else ""))
    return edition, contest, unit
