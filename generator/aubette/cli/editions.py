"""The edition that a person names: there, not there, or there in a file that cannot be read."""

from __future__ import annotations

import click

from aubette.load.city import Loaded
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.words.catalogue import Catalogue


def known_edition(words: Catalogue, loaded: Loaded, name: str) -> tuple[City, Edition]:
    """The city and the edition named; raises `click.UsageError` with the reason where there is none."""
    city = loaded.city
    if city is None:
        raise click.UsageError(words.say("cli.history.no_city"))
    found = city.edition(name)
    if found is None:
        file = f"site_config/editions/{name}.yml"
        if file in city.unread:
            raise click.UsageError(words.say("cli.count.unreadable", file=file))
        known = tuple(edition.id for edition in city.editions)
        raise click.UsageError(words.say("cli.count.unknown", edition=name, known=known))
    return city, found
