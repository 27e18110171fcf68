"""Seeded changes of the example's files in three labelled classes: breaking, neutral, legal.

A breaking one says its line; a neutral one leaves the meaning alone; a legal one changes one value that may change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aubette.load.city import kind_of

ROOT = Path(__file__).resolve().parents[3]
FIELD = re.compile(r"^(?P<head> *(?:- )?)(?P<key>[a-z_]+): (?P<value>[^'\"|>{\[#].*)$")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS = re.compile(r"[A-Za-zÀ-ÿ][\w’' ,.-]{12,}")
Lines = list[str]


@dataclass(frozen=True)
class Mutation:
    """A file as it becomes; `line` is where a breaking change must be told, 0 where any line of the file will do."""

    kind: str
    path: str
    text: bytes
    line: int = 0

    def __str__(self) -> str:
        return f"{self.kind}:{self.path.rpartition('/')[2]}:{self.line}"


def files() -> dict[str, bytes]:
    found = [*(ROOT / "projects").rglob("*.yml"), *(ROOT / "site_config").rglob("*.yml")]
    every = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(found)}
    return {path: data for path, data in every.items() if kind_of(path)}


def _value(new: Callable[[str], str], wanted: Callable[[str, str], object]) -> Callable[[Lines, random.Random], int]:
    """Another value for one field of those that are wanted by key and value; 0 where the file has none."""

    def change(lines: Lines, chance: random.Random) -> int:
        places = [n for n, line in enumerate(lines) if (m := FIELD.match(line)) and wanted(m["key"], m["value"])]
        if not places:
            return 0
        n = chance.choice(places)
        found = FIELD.match(lines[n])
        assert found is not None
        lines[n] = f"{found['head']}{found['key']}: {new(found['value'])}"
        return n + 1

    return change


def _inserted(make: Callable[[str], str]) -> Callable[[Lines, random.Random], int]:
    """One line more, made from one at the top level."""

    def change(lines: Lines, chance: random.Random) -> int:
        places = [n for n, line in enumerate(lines) if re.match(r"[a-z_]+: [^|>\"]+$", line)]
        n = chance.choice(places)
        lines.insert(n + 1, make(lines[n]))
        return n + 2

    return change


def is_day(_key: str, value: str) -> bool:
    return bool(DAY.fullmatch(value))


def is_money(key: str, value: str) -> bool:
    return key in ("amount", "estimated_cost", "per_year", "funded", "committed", "spent") and value.isdecimal()


def is_words(key: str, value: str) -> bool:
    return key in ("summary", "reason", "comment", "evidence", "text") and bool(WORDS.fullmatch(value))


def anything(_key: str, value: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-zÀ-ÿ0-9 .,-]+", value))


BREAKING: dict[str, Callable[[Lines, random.Random], int]] = {
    "no such day": _value(lambda v: f"{v[:5]}02-30", is_day),
    "day first": _value(lambda v: f"{v[8:]}/{v[5:7]}/{v[:4]}", is_day),
    "month 13": _value(lambda v: f"{v[:5]}13-01", is_day),
    "amount with spaces": _value(lambda v: f"{v} €", is_money),
    "amount as words": _value(lambda v: f"'{v}'", is_money),
    "one decimal": _value(lambda v: f"{v}.5", is_money),
    "no number": _value(lambda v: ".nan", is_money),
    "colon": _value(lambda v: f"{v} : suite", is_words),
    "anchor": _value(lambda v: f"&a {v}", anything),
    "alias": _value(lambda v: "*a", anything),
    "tag": _value(lambda v: f"!!str {v}", anything),
    "hidden letter": _value(lambda v: f"{v[:3]}\u202e{v[3:]}", is_words),
    "html": _value(lambda v: f"<b>{v}</b>", is_words),
    "mail": _value(lambda v: f"{v} jeanne.dupont@courriel.fr", is_words),
    "phone": _value(lambda v: f"{v} 06 12 34 56 78", is_words),
    "written twice": _inserted(lambda line: line),
    "unknown field": _inserted(lambda line: "zzzz_champ: 1"),
    "merge": _inserted(lambda line: "<<: 1"),
    "tabulation": _inserted(lambda line: "\tx: 1"),
    "second document": _inserted(lambda line: "---"),
}


def _quoted(lines: Lines, chance: random.Random) -> int:
    return _value(lambda v: f'"{v}"', lambda key, value: is_day(key, value) or is_words(key, value))(lines, chance)


def _comment(lines: Lines, chance: random.Random) -> int:
    return _inserted(lambda line: "# vérifié par les finances")(lines, chance)


def _blank(lines: Lines, chance: random.Random) -> int:
    return _inserted(lambda line: "")(lines, chance)


def _after(lines: Lines, chance: random.Random) -> int:
    return _value(lambda v: f"{v}  # montant du devis", is_money)(lines, chance)


def _rotated(lines: Lines, chance: random.Random) -> int:
    """The blocks of the top level in another order."""
    starts = [n for n, line in enumerate(lines) if re.match(r"[a-z_]", line)]
    blocks = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    if starts[0] != 0 or lines[-1] == "":
        return 0
    chance.shuffle(blocks)
    lines[:] = [line for block in blocks for line in block]
    return 1


NEUTRAL = {"quotes": _quoted, "comment": _comment, "blank line": _blank, "comment after": _after, "order": _rotated}


def _of(field: str, new: Callable[[str], str]) -> Callable[[Lines, random.Random], int]:
    """Another value for one field of this name."""
    return _value(new, lambda key, value: key == field and anything(key, value) and not value.startswith("'"))


LEGAL = {
    "another summary": _of("summary", lambda v: f"{v.rstrip('.')} aussi"),
    "more days": _of("staff_days", lambda v: str(int(v) + 1)),
    "a longer life": _of("lifetime_years", lambda v: str(int(v) + 1)),
}


def corpus(n: int, seed: int, kind: str) -> Iterator[tuple[str, Mutation]]:
    """So many mutations of a class, each of another way and file by turns, the same at every run."""
    chance = random.Random(seed)
    every, ways = files(), {"breaking": BREAKING, "neutral": NEUTRAL, "legal": LEGAL}[kind]
    paths = [path for path in every if kind != "legal" or path.startswith("projects/")]
    made = 0
    while made < n:
        for name, way in ways.items():
            path = chance.choice(paths)
            lines = every[path].decode().rstrip("\n").split("\n")
            line = way(lines, chance)
            if line and made < n:
                made += 1
                yield name, Mutation(kind, path, ("\n".join(lines) + "\n").encode(), line)
