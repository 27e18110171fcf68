"""Timeline entries as sentences for residents; links to the change where the city's forge has a page for it."""

from __future__ import annotations

from dataclasses import dataclass

from aubette.model.change import Entry
from aubette.model.enums import ForgeKind
from aubette.publish.lens import Lens
from aubette.words.changes import sentences

CHANGE_PATHS = {ForgeKind.GITHUB: "pull", ForgeKind.GITLAB: "-/merge_requests", ForgeKind.FORGEJO: "pulls"}


@dataclass(frozen=True)
class Story:
    """One entry as the page shows it."""

    date: str
    sentences: tuple[str, ...]
    who: str
    change: str
    link: str


def told(lens: Lens, entry: Entry) -> Story:
    """An entry in words; changes that residents need not read give no sentence."""
    said = (lens.words.say("history.created"),) if entry.created else sentences(lens.words, entry.changes, names(lens))
    who = lens.services.get(entry.service, entry.service)
    change = lens.words.say("history.change", number=entry.number) if entry.number else entry.commit[:10]
    return Story(entry.date, said, who, change, _link(lens, entry))


def names(lens: Lens) -> dict[str, str]:
    """What ids of services, areas and themes are called."""
    return {**lens.services, **lens.areas, **lens.themes}


def _link(lens: Lens, entry: Entry) -> str:
    forge = lens.site.city.config.forge
    if forge is None or forge.url is None or forge.kind not in CHANGE_PATHS:
        return ""
    if entry.number:
        return f"{forge.url}/{CHANGE_PATHS[forge.kind]}/{entry.number}"
    return f"{forge.url}/commit/{entry.commit}"
