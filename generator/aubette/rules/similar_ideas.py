"""The same idea twice: alike in its words and near in its place, so that somebody asks whether to merge (R44).

Words are compared without accents, endings and little words; two titles are alike when they share at least six words
in ten and the same numbers. Only titles that share one of their rarest words are compared at all, so that two thousand
ideas take no longer than their own number.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aubette.model.enums import Scope, Status
from aubette.model.finding import Finding, Related, Severity
from aubette.model.project import Project
from aubette.rules.context import Context
from aubette.rules.reading import live_editions
from aubette.rules.text_titles import bare

ALIKE = 0.6
NEAR_METRES = 500
METRES_PER_DEGREE = 111_195
WORD = re.compile(r"[^\W_]+")
LITTLE = """
un une le la les l de des du d et ou a au aux en dans sur pour par avec sans sous vers chez plus notre nos mon ma mes
son sa ses ce cette ces qui que projet idee creation creer installer installation mettre amenagement amenager
realisation
ein eine der die das den dem und oder im in am an auf fur mit ohne von zu zum zur the of and or to for with at on new
"""
LITTLE_WORDS = frozenset(LITTLE.split())
OPEN = frozenset({Status.IN_PREPARATION, Status.SUBMITTED, Status.ELIGIBLE, Status.UNDER_STUDY})
"""A later idea in one of these can still be merged."""

OVER = frozenset({Status.MERGED, Status.WITHDRAWN, Status.INELIGIBLE, Status.UNFEASIBLE, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class _Idea:
    project: Project
    words: frozenset[str]
    numbers: tuple[str, ...]


def similar_ideas(context: Context) -> Iterator[Finding]:
    """A new idea that is much like an earlier one of the same edition and place."""
    for edition in live_editions(context.city):
        ideas = [_idea(p) for p in context.city.projects_of(edition.id) if p.status not in OVER]
        if not any(idea.project.status in OPEN for idea in ideas):
            continue
        for earlier, later in _pairs(sorted(ideas, key=lambda idea: _arrival(idea.project))):
            if later.status in OPEN and later.previous != earlier.key and near(earlier, later):
                yield Finding(
                    "eligibility/similar-idea",
                    later.origin.at("title"),
                    {"project": later.name, "other": earlier.name},
                    Severity.WARNING,
                    (Related(earlier.origin.at("title"), "first-here"),),
                )


def _pairs(ideas: list[_Idea]) -> Iterator[tuple[Project, Project]]:
    """For each idea the first earlier one with a title like its own."""
    frequency = Counter(word for idea in ideas for word in idea.words)
    by_word: defaultdict[tuple[str, tuple[str, ...]], list[_Idea]] = defaultdict(list)
    for idea in ideas:
        rare = sorted(idea.words, key=lambda word: (frequency[word], word))
        telling = rare[: len(rare) - math.ceil(ALIKE * len(rare)) + 1]
        candidates = [other for word in telling for other in by_word[word, idea.numbers]]
        alike = [o for o in candidates if likeness(idea.words, o.words) >= ALIKE and near(o.project, idea.project)]
        if alike:
            yield min((o.project for o in alike), key=_arrival), idea.project
        for word in telling:
            by_word[word, idea.numbers].append(idea)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The words that two titles share, as a part of all their words (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 0.0


def near(one: Project, other: Project) -> bool:
    """Whether two projects may mean one place: within 500 m where both have a point, else in one area or city-wide."""
    metres = _distance(one, other)
    if metres is not None:
        return metres <= NEAR_METRES
    if one.scope is Scope.CITY and other.scope is Scope.CITY:
        return True
    return bool(frozenset(one.areas) & frozenset(other.areas))


def stems(title: str) -> frozenset[str]:
    """The words of a title that tell something, without accents, numbers and plural endings."""
    words = (word for word in WORD.findall(bare(title)) if word not in LITTLE_WORDS and not _number(word))
    return frozenset(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)


def _idea(project: Project) -> _Idea:
    title = next(iter(project.title.everything()))
    title = project.title.by_lang.get("", project.title.by_lang.get("fr", title))
    return _Idea(project, stems(title), tuple(sorted(w for w in WORD.findall(title) if _number(w))))


def _number(word: str) -> bool:
    return any(map(str.isdecimal, word))


def _arrival(project: Project) -> tuple[str, str]:
    received = project.submission.received_on
    return (received.isoformat() if received else "", project.number or project.key)


def _distance(one: Project, other: Project) -> float | None:
    here, there = one.location, other.location
    if here is None or there is None or None in (here.latitude, here.longitude, there.latitude, there.longitude):
        return None
    south, west, north, east = (float(str(d)) for d in (here.latitude, here.longitude, there.latitude, there.longitude))
    flat = math.cos(math.radians((south + north) / 2))
    return math.hypot(north - south, (east - west) * flat) * METRES_PER_DEGREE
