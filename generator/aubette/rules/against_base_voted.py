"""What the council voted, against the state before the change: it moves by an act, never in silence (R01, R22, R29).

From the first day of deposit, as the calendar before the change had it, a field of `VOTED` moves only in a change that
also adds an amendment with a deliberation of its own; an article moves only with an amendment that names it. What had
no act yet may move with the first one that is written beside it.

Free are the names of things (`label`, `title`), links, translations (the council votes in the city's first language),
and what a year of work fills in: the programme's costs, payment credits, meetings, events, lessons. How votes are
counted is held by `base/counting-changed`; the deliberation that adopted the winners never moves at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date as Date

from aubette.model.document import Step
from aubette.model.edition import Edition
from aubette.model.enums import PhaseKind, Provenance
from aubette.model.finding import Finding, Param, Related
from aubette.model.governance import Amendment, Rules
from aubette.model.money import Money
from aubette.model.text import Text
from aubette.model.works import Reference
from aubette.rules.against_base import first_difference, written
from aubette.rules.context import Context
from aubette.rules.reading import day

VOTED = (
    "year_decision",
    "year_implementation",
    "rules.version",
    "rules.articles",
    "rules.deliberation",
    "budget.city_investment_budget",
    "budget.basis",
    "budget.envelope",
    "budget.max_share_percent",
    "budget.operating_envelope",
    "budget.deliberation",
    "budget.trajectory",
    "budget.programme_costs_from_envelope",
    "budget.programme_authorisation",
    "split",
    "envelopes",
    "caps",
    "size_tiers",
    "remainder",
    "delivery",
    "eligibility",
    "contests.voters",
    "contests.min_age",
    "contests.duplicates",
)
"""The fields that the council's acts hold, by their paths without the names of list items."""

DEPOSIT = ("phases", "submission", "starts")
"""The day on which all this begins to hold: to move it would turn it off."""

FREE = ("id", "year", "label", "title", "url", "origin")
KEYS = ("id", "year")
"""What tells the items of a list apart; other lists are compared by position."""

SHOWN = 60
"""From this length on, a text is told from the first word that differs."""

Path = tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """A value as a file writes it; `steps` lead to its line, `item` names the list item that it belongs to, if any."""

    path: Path
    value: str
    steps: tuple[Step, ...]
    item: Path = ()


@dataclass(frozen=True)
class Move:
    """A field, or an item of a list, that is not as it was; None where it is not there."""

    path: Path
    before: Leaf | None
    after: Leaf | None


def voted_kept(context: Context) -> Iterator[Finding]:
    """Once deposit has opened, each voted field that moves without its act is told with both its values."""
    base = context.base
    if base is None:
        return
    first = base.config.languages[0].value
    for before, after in live_before_and_after(context):
        opening = before.phase(PhaseKind.SUBMISSION)
        if opening is None or context.today < day(opening.starts):
            continue
        for move in _moves(*(_leaves(edition, first, _both(before, after)) for edition in (before, after))):
            if not _by_an_act(move, before, after):
                yield _told(move, before, after, day(opening.starts))


def adoption_kept(context: Context) -> Iterator[Finding]:
    """The act that adopted the winners of an edition is neither removed nor replaced by another (R22)."""
    for before, after in live_before_and_after(context):
        old, new = before.adoption, after.adoption
        if old is not None and (new is None or (new.reference, new.date) != (old.reference, old.date)):
            yield Finding(
                "base/adoption-changed",
                after.origin.at("adoption"),
                {
                    "edition": before.id,
                    "before": f"{old.reference}, {old.date}",
                    "after": f"{new.reference}, {new.date}" if new else "-",
                },
                related=(Related(before.origin.at("adoption"), "before-here"),),
            )


def live_before_and_after(context: Context) -> Iterator[tuple[Edition, Edition]]:
    """The editions that were live before the change, before and after it."""
    for before in context.base.editions if context.base else ():
        after = context.city.edition(before.id)
        if before.provenance is Provenance.LIVE and after is not None:
            yield before, after


def _told(move: Move, before: Edition, after: Edition, opened: Date) -> Finding:
    old, new = _apart(*(leaf.value if leaf else "-" for leaf in (move.before, move.after)))
    params: dict[str, Param] = {
        "edition": before.id,
        "field": ".".join(move.path),
        "before": old,
        "after": new,
        "opened": opened,
    }
    place = after.origin.at(*(move.after.steps if move.after else _parents(move.path)))
    related = (Related(before.origin.at(*move.before.steps), "before-here"),) if move.before else ()
    return Finding("base/voted-changed", place, params, related=related)


def _parents(path: Path) -> tuple[Step, ...]:
    """The nearest block in which a field that is gone would stand."""
    return path[:1] if path[0] not in ("rules", "budget") else path[:2]


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two values as a short sentence can hold them: long ones begin at the first word that differs."""
    if max(len(before), len(after)) <= SHOWN:
        return before, after
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = before.rfind(" ", 0, same) + 1
    return ("…" + before[start:], "…" + after[start:]) if start else (before, after)


def _by_an_act(move: Move, before: Edition, after: Edition) -> bool:
    """Whether the change holds the act behind a move: an amendment, or the first act of what had none."""
    amended = new_amendments(before.rules, after.rules)
    if move.path[:2] == ("rules", "articles"):
        covered = any(move.path[2] in amendment.articles for amendment in amended)
    else:
        covered = bool(amended)
    return covered or _first_act(move.path, before, after)


def new_amendments(before: Rules | None, after: Rules | None) -> tuple[Amendment, ...]:
    """What the change adds at the end of the amendments, each with another act than the one that adopted the rules."""
    known, now = (rules.amendments if rules else () for rules in (before, after))
    if first_difference(known, now) is not None:
        return ()
    act = after.deliberation.reference if after and after.deliberation else None
    return tuple(a for a in now[len(known) :] if a.deliberation.reference != act)


def _first_act(path: Path, before: Edition, after: Edition) -> bool:
    """Whether what a field belongs to had no act before the change, and has one now."""
    old, new = _act(path, before), _act(path, after)
    return old is None and new is not None


def _act(path: Path, edition: Edition) -> Reference | None:
    """The act that holds a field."""
    budget = edition.budget
    if path[:2] in (("budget", "basis"), ("budget", "city_investment_budget")):
        return budget.basis.deliberation
    if path[:2] == ("budget", "programme_authorisation"):
        return budget.programme_authorisation
    if path[0] in ("budget", "envelopes", "split"):
        return budget.deliberation
    return edition.rules.deliberation if edition.rules else None


def _moves(before: Mapping[Path, Leaf], after: Mapping[Path, Leaf]) -> Iterator[Move]:
    """What differs, field by field; an item of a list that is new or gone is one move."""
    old, new = _items(before), _items(after)
    for item in dict.fromkeys((*old, *new)):
        if (item in old) != (item in new):
            yield Move(item, old.get(item), new.get(item))
    for path in dict.fromkeys((*before, *after)):
        was, now = before.get(path), after.get(path)
        item = (was or now or Leaf((), "", ())).item
        if (not item or (item in old and item in new)) and (was and was.value) != (now and now.value):
            yield Move(path, was, now)


def _items(leaves: Mapping[Path, Leaf]) -> dict[Path, Leaf]:
    """The items of lists, each with all its values in one."""
    held: dict[Path, list[Leaf]] = {}
    for leaf in leaves.values():
        if leaf.item:
            held.setdefault(leaf.item, []).append(leaf)
    return {
        item: Leaf(item, ", ".join(f"{leaf.path[-1]}: {leaf.value}" for leaf in own), own[0].steps[: len(item)], item)
        for item, own in held.items()
    }


def _both(before: Edition, after: Edition) -> frozenset[str]:
    """The contests of both: one that is new or gone is told as a counting rule that changed."""
    return frozenset(c.id for c in before.contests) & frozenset(c.id for c in after.contests)


def _leaves(edition: Edition, first: str, contests: frozenset[str]) -> dict[Path, Leaf]:
    """The voted values of an edition by their paths, texts in the city's first language."""
    found = {leaf.path: leaf for leaf in _walk(edition, Leaf((), "", ()), (), first)}
    kept = {p: leaf for p, leaf in found.items() if p[0] != "contests" or p[1] in contests}
    opening = edition.phase(PhaseKind.SUBMISSION)
    if opening is not None:
        steps = ("phases", edition.phases.index(opening), "starts")
        kept[DEPOSIT] = Leaf(DEPOSIT, str(opening.starts), steps)
    return kept


def _walk(value: object, at: Leaf, plain: Path, first: str) -> Iterator[Leaf]:
    """Every voted value at and below a place; `plain` is the place's path without the names of list items."""
    if value is None or value == () or not _leads_to_voted(plain):
        return
    if is_dataclass(value) and not isinstance(value, Text | Money):
        for name in (f.name for f in fields(value) if f.name not in FREE):
            below = replace(at, path=(*at.path, name), steps=(*at.steps, name))
            yield from _walk(getattr(value, name), below, (*plain, name), first)
    elif isinstance(value, tuple) and is_dataclass(value[0]):
        for position, item in enumerate(value):
            path = (*at.path, _key(item, position))
            own = at.item or (path if plain != ("contests",) else ())
            yield from _walk(item, Leaf(path, "", (*at.steps, position), own), plain, first)
    elif _is_voted(plain):
        yield replace(at, value=value.get(first, first)[0] if isinstance(value, Text) else _plain(value))


def _key(item: object, position: int) -> str:
    return next((str(getattr(item, key)) for key in KEYS if hasattr(item, key)), str(position + 1))


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else written(value)


def _is_voted(plain: Path) -> bool:
    path = ".".join(plain)
    return any(path == voted or path.startswith(f"{voted}.") for voted in VOTED)


def _leads_to_voted(plain: Path) -> bool:
    path = ".".join(plain)
    return not path or _is_voted(plain) or any(voted.startswith(f"{path}.") for voted in VOTED)
