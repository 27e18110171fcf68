"""This year's rules against last year's, in words: a page for each edition that follows another (R22, R29)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aubette.model.calendar import Phase
from aubette.model.change import Change, Kind, plain, steps
from aubette.model.comparison import RulesCompared
from aubette.model.edition import Edition
from aubette.model.enums import FieldGroup, ProgrammeCostCategory
from aubette.publish.diff_html import TextChange, text_of
from aubette.publish.lens import Lens
from aubette.publish.shell import Body
from aubette.publish.site import as_day
from aubette.words.changes import sentence, shown

FIELD = "site.rules.field"
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "money": ("budget.", "split.", "envelopes", "caps.", "remainder"),
    "who": ("eligibility.", "size_tiers"),
    "study": ("feasibility.",),
    "vote": ("contests",),
    "delivery": ("delivery.",),
    "governance": ("governance.", "committee."),
    "publication": ("publication",),
}
"""The parts of a configuration that are rules, by the title under which residents look for them."""

ARTICLE = "rules.articles[]"


@dataclass(frozen=True)
class Section:
    """Differences of one kind, in sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """A phase in both years: its days, and how many more or fewer there are."""

    name: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class Article:
    """An article of the rules that changed: its words before and after, or that it is new or gone."""

    name: str
    note: str
    text: TextChange | None


def url_of(edition: str) -> str:
    """The page's place, from the root."""
    return f"editions/{edition}/comparaison/"


def bodies(lens: Lens) -> Iterator[Body]:
    """A page for each edition that follows another."""
    for compared in lens.site.rules:
        edition, previous = (lens.site.city.edition(e) for e in (compared.edition, compared.previous))
        if edition is not None and previous is not None:
            yield _page(lens, compared, edition, previous)


def _page(lens: Lens, compared: RulesCompared, edition: Edition, previous: Edition) -> Body:
    say = lens.words.say
    both = {"edition": lens.say(edition.label), "previous": lens.say(previous.label)}
    sections = tuple(_sections(lens, compared, edition, previous))
    stages = tuple(_stages(lens, edition, previous))
    articles = tuple(_articles(lens, compared, edition, previous))
    n = sum(len(section.sentences) for section in sections) + len(articles)
    return lens.page(
        "pages/rule_changes.html",
        url_of(edition.id),
        say("site.rules.title", **both),
        say("site.rules.description", **both),
        section="editions",
        crumbs=lens.crumb((f"editions/{edition.id}/", both["edition"])),
        lead=say("site.rules.lead", n=n, **both) if n else say("site.rules.same"),
        sections=sections,
        stages=stages,
        articles=articles,
        **both,
    )


def _names(lens: Lens, section: str, *editions: Edition) -> dict[str, str]:
    """What the ids in a section of the configurations are called, the newer edition's words last.

    An envelope and a contest may share an id, so that each section has names of its own.
    """
    names = dict(lens.names)
    for edition in editions:
        held = edition.contests if section == "vote" else edition.envelopes
        names |= {part.id: lens.say(part.label) for part in held if part.label}
    phases = {phase.kind.value for edition in editions for phase in edition.phases}
    say = lens.words.say
    names |= {kind: lens.phase_name(kind) for kind in phases}
    names |= {kind.value: say(f"labels.programme_cost.{kind.value}") for kind in ProgrammeCostCategory}
    return {**names, **{group.value: say(f"labels.group.{group.value}") for group in FieldGroup}}


def _sections(lens: Lens, compared: RulesCompared, edition: Edition, previous: Edition) -> Iterator[Section]:
    for name, prefixes in SECTIONS.items():
        names = _names(lens, name, previous, edition)
        mine = (change for change in compared.changes if change.path.startswith(prefixes))
        told = dict.fromkeys(text for change in mine if (text := _sentence(lens, change, names)))
        if told:
            yield Section(lens.words.say(f"site.rules.section.{name}"), tuple(told))


def _sentence(lens: Lens, change: Change, names: Mapping[str, str]) -> str:
    """A difference in words; what is added to a list, or taken from it, is told as such."""
    words, key = lens.words, f"{FIELD}.{plain(change.path)}"
    if change.kind not in (Kind.ADDED, Kind.REMOVED) or not words.has(key):
        return sentence(words, change, {**names, **_values(lens, change)}, FIELD)
    added, value = change.kind is Kind.ADDED, change.after if change.kind is Kind.ADDED else change.before
    keys = [name for is_item, name in steps(change.path) if is_item]
    if isinstance(value, Mapping):
        label = words.say(key, key=names.get(keys[-1], keys[-1]) if keys else "")
        return words.say("site.rules.new_part" if added else "site.rules.gone_part", label=label)
    label = words.say(key, key=names.get(keys[0], keys[0]) if keys else "")
    said = shown(words, change.of, value, {**names, **_values(lens, change)})
    return words.say("site.rules.added" if added else "site.rules.gone", label=label, value=said)


def _values(lens: Lens, change: Change) -> dict[str, str]:
    """What the words of an enum are called, for those that stand in no list of labels."""
    told = (str(value) for value in (change.before, change.after) if isinstance(value, str))
    return {v: lens.words.say(f"site.rules.value.{v}") for v in told if lens.words.has(f"site.rules.value.{v}")}


def _stages(lens: Lens, edition: Edition, previous: Edition) -> Iterator[Stage]:
    """Every phase that either edition has, in the order of the newer one's days."""
    kinds = dict.fromkeys((p.kind, p.contest) for e in (edition, previous) for p in e.phases)
    for kind, contest in kinds:
        old, new = (
            next((p for p in e.phases if (p.kind, p.contest) == (kind, contest)), None) for e in (previous, edition)
        )
        yield Stage(lens.phase_name(kind.value), _period(lens, old), _period(lens, new), _change(lens, old, new))


def _period(lens: Lens, phase: Phase | None) -> str:
    if phase is None:
        return lens.words.say("site.rules.absent")
    first, last = as_day(phase.starts), as_day(phase.ends)
    key = "site.rules.from_to" if first != last else "site.rules.only"
    return lens.words.say(key, first=first, last=last)


def _change(lens: Lens, old: Phase | None, new: Phase | None) -> str:
    say = lens.words.say
    if new is None:
        return say("site.rules.absent")
    days = _days(new)
    told = say("site.rules.days", n=days)
    if old is None:
        return told
    more = days - _days(old)
    key = "longer" if more > 0 else "shorter" if more < 0 else "as_long"
    return f"{told} ({say(f'site.rules.{key}', n=abs(more))})"


def _days(phase: Phase) -> int:
    first, last = as_day(phase.starts), as_day(phase.ends)
    return (last - first).days + 1


def _articles(lens: Lens, compared: RulesCompared, edition: Edition, previous: Edition) -> Iterator[Article]:
    """The articles that changed, in the order of their ids."""
    titles = {a.id: lens.say(a.title) for e in (previous, edition) for a in (e.rules.articles if e.rules else ())}
    told: dict[str, Article] = {}
    for change in compared.changes:
        place = plain(change.path)
        if place not in (ARTICLE, f"{ARTICLE}.text", f"{ARTICLE}.title"):
            continue
        name = next(key for is_item, key in steps(change.path) if is_item)
        label = lens.words.say("site.rules.article", id=name, title=titles.get(name, ""))
        if place == ARTICLE:
            note = "article_new" if change.kind is Kind.ADDED else "article_gone"
            told[name] = Article(label, lens.words.say(f"site.rules.{note}"), None)
        elif place.endswith(".text"):
            note = told[name].note if name in told else ""
            told[name] = Article(label, note, text_of(lens, label, change))
        else:
            told.setdefault(name, Article(label, "", text_of(lens, label, change)))
    yield from (told[name] for name in sorted(told))
