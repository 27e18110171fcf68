"""Which value of a list is meant by what a person wrote there: its label in some language, a synonym, a slip.

A wrong suggestion is worse than none: what denies is never taken for what affirms, and only the nearest count.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ALIKE = 0.8
"""How like a written word and a known one must be, from 0 to 1; below, opposites and strangers begin."""

SMALL = frozenset(
    ("a", "an", "au", "aux", "by", "das", "de", "der", "des", "die", "du", "en", "et", "im", "in", "l", "la", "le",
     "les", "of", "on", "par", "pour", "sur", "the", "to", "un", "une"),
)  # fmt: skip
DENIALS = frozenset(("non", "not", "nicht", "no", "pas", "kein", "keine", "hors", "sans"))
DENIED = re.compile(r"(?:in|im|ir|un|non|de|dis|not|nicht)")
Said = tuple[str, ...]


def meant(written: str, allowed: Collection[str]) -> tuple[str, ...]:
    """The allowed values that a written one may mean, in the order of the list; empty where nothing is near."""
    wanted = words_of(written)
    if not wanted:
        return ()
    said = [(value, words) for value, words in _sayings(tuple(allowed)) if value in allowed]
    found = {value for value, words in said if words == wanted} or {
        value for value in _synonyms(tuple(allowed)).get(" ".join(wanted), ()) if value in allowed
    }
    if not found:
        found = {value for value, words in said if _is_part(wanted, words)} or _nearest(wanted, said)
    return tuple(value for value in allowed if value in found)


def words_of(text: str) -> Said:
    """The words of a value or a label that carry its meaning, in ASCII small letters; denials become one word."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare)
    return tuple("not" if word in DENIALS else word for word in words if word not in SMALL)


def _is_part(wanted: Said, words: Said) -> bool:
    """Whether a label holds all that was written, and denies no more than it does."""
    return set(wanted) <= set(words) and ("not" in wanted) == ("not" in words) and len("".join(wanted)) > 3


def _nearest(wanted: Said, said: list[tuple[str, Said]]) -> set[str]:
    text = " ".join(wanted)
    scores: dict[str, float] = {}
    for value, words in said:
        known = " ".join(words)
        if ("not" in wanted) == ("not" in words) and not _opposite(text, known):
            scores[value] = max(scores.get(value, 0), SequenceMatcher(None, text, known).ratio())
    best = max(scores.values(), default=0)
    return {value for value, score in scores.items() if score == best} if best >= ALIKE else set()


def _opposite(one: str, other: str) -> bool:
    """Whether the longer of two words is the shorter one denied, but for its end: `irrecevables`, `recevable`."""
    short, long = sorted((one, other), key=len)
    denial = DENIED.match(long)
    return bool(denial and not DENIED.match(short) and SequenceMatcher(None, long[denial.end() :], short).ratio() > 0.9)


@cache
def _sayings(allowed: tuple[str, ...]) -> tuple[tuple[str, Said], ...]:
    """Each value with the words of its own name and of its labels, whole and up to a dash, a comma or a bracket."""
    found = [(value, words_of(value)) for value in allowed]
    for path in sorted(HERE.glob("labels.*.json")):
        for group in _groups(path, allowed):
            for value, label in group.items():
                found += [(value, words_of(part)) for part in {label, re.split("[–,(]", label)[0]}]
    return tuple(found)


@cache
def _synonyms(allowed: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return {
        " ".join(words_of(word)): tuple(values)
        for group in _groups(HERE / "synonyms.json", allowed)
        for word, values in group.items()
    }


def _groups(path: Path, allowed: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """The groups of a catalogue that are about these values: they label all of them."""
    labels = json.loads((HERE / "labels.en.json").read_text(encoding="utf-8"))
    about = [name for name, group in labels.items() if isinstance(group, dict) and set(allowed) <= group.keys()]
    content = json.loads(path.read_text(encoding="utf-8"))
    yield from (content[name] for name in about if name in content)
