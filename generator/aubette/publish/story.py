"""Timeline entries as sentences for residents; links to the change where the city's forge has a page for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aubette.model.change import Change, Entry, Kind, Weight
from aubette.model.enums import ForgeKind
from aubette.model.project import Project
from aubette.publish.lens import Lens
from aubette.words.changes import sentence
from aubette.words.changes import told as in_words
from aubette.words.names import project_names

CHANGE_PATHS = {ForgeKind.GITHUB: "pull", ForgeKind.GITLAB: "-/merge_requests", ForgeKind.FORGEJO: "pulls"}
RANK = {weight: rank for rank, weight in enumerate(Weight)}


@dataclass(frozen=True)
class Story:
    """One entry as pages show it; `rank` is 0 for what matters most to a reader."""

    entry: Entry
    sentences: tuple[str, ...]
    who: str
    change: str
    link: str
    rank: int

    @property
    def date(self) -> str:
        """The ISO day on which it became public."""
        return self.entry.date

    @property
    def anchor(self) -> str:
        """The entry's name on the page of the whole history."""
        return f"c-{self.entry.commit[:10]}"


def told(lens: Lens, entry: Entry, names: dict[str, str]) -> Story:
    """An entry in words; changes that residents need not read give no sentence."""
    words = lens.words
    said = in_words(words, entry, names)
    who = lens.services.get(entry.service, entry.service)
    change = words.say("history.change", number=entry.number) if entry.number else entry.commit[:10]
    return Story(entry, said, who, change, _link(lens, entry), _rank(lens, entry, names))


def stories(lens: Lens, project: Project) -> tuple[Story, ...]:
    """Everything that a project's timeline tells, newest first; made once for all pages of a language."""
    if project.key not in lens.told:
        entries = lens.site.timelines.get(project.key, ())
        named = names_of(lens, project) if entries else {}
        lens.told[project.key] = tuple(told(lens, entry, named) for entry in entries)
    return lens.told[project.key]


def heaviest(found: Sequence[Story], n: int) -> tuple[Story, ...]:
    """The few that matter most, in the order in which they stood; of equals, those that stood first."""
    told_ones = [story for story in found if story.sentences]
    kept = sorted(range(len(told_ones)), key=lambda i: (told_ones[i].rank, i))[:n]
    return tuple(told_ones[i] for i in sorted(kept))


def names_of(lens: Lens, project: Project) -> dict[str, str]:
    """What the ids in a project's changes are called."""
    return {**project_names(lens.site.city, project, lens.words.lang), **lens.names}


def texts(story: Story) -> Iterator[Change]:
    """The entry's changes of texts, whose words are worth reading before and after."""
    return (change for change in story.entry.changes if change.kind is Kind.TEXT)


def _rank(lens: Lens, entry: Entry, names: dict[str, str]) -> int:
    """How soon a reader should hear of an entry: an amount that became another one first, then decisions."""
    if entry.created:
        return 1
    said = (_weight(change) for change in entry.changes if sentence(lens.words, change, names))
    return min(said, default=len(RANK) + 1)


def _weight(change: Change) -> int:
    if change.kind is Kind.MONEY and change.before is not None and change.after is not None:
        return 0
    return 1 + RANK[change.weight]


def _link(lens: Lens, entry: Entry) -> str:
    forge = lens.site.city.config.forge
    if forge is None or forge.url is None or forge.kind not in CHANGE_PATHS:
        return ""
    if entry.number:
        return f"{forge.url}/{CHANGE_PATHS[forge.kind]}/{entry.number}"
    return f"{forge.url}/{'-/' if forge.kind is ForgeKind.GITLAB else ''}commit/{entry.commit}"
