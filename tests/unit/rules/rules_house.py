"""The example city with a few fields changed: what a rule says of it, and of a twin that is only nearly so."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from inspect import getsource
from pathlib import Path
from sys import modules
from typing import Any

from apart import places_apart

from aubette.load.canonical import write
from aubette.load.city import kind_of, load_city
from aubette.load.memory import Memory
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.city import City
from aubette.model.finding import Finding, Severity
from aubette.model.source import MemorySource
from aubette.rules.context import Context
from aubette.rules.registry import FAMILIES, judge
from aubette.words.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 11, 20)
SCHEMAS = Schemas(schema_dir())
MEMORY = Memory()
"""The files that a case leaves alone are read once."""
IDLE = "budget/exception-idle"
E24, E26, E27 = (f"site_config/editions/{year}.yml" for year in (2024, 2026, 2027))
L24, L26 = (f"site_config/ledger/{year}.yml" for year in (2024, 2026))
CITY = "site_config/city.yml"
VERGER = "projects/2026/verger-de-hautepierre-"
SKATE = "projects/2027/skatepark-bois-robertsau-"
LYCEE = "projects/2026/lycee-climatisation-"
SERRE = "projects/2026/serre-tropicale-hautepierre-"
ABRIS = "projects/2024/abris-velos-gare-basse-"
BANCS = "projects/2027/bancs-des-mots-"
SOLAIRE = "projects/2026/toits-solaires-gymnases-"
Edit = Callable[[Any], None]
Change = tuple[str, Edit]


@cache
def example() -> dict[str, bytes]:
    found = [*(ROOT / "projects").rglob("*.yml"), *(ROOT / "site_config").rglob("*.yml")]
    return {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in sorted(found)}


def name_of(start: str) -> str:
    """The whole path of a file of the example, from how it begins."""
    return next(name for name in example() if name.startswith(start))


def changed(*changes: Change, files: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """The example's files with these fields changed."""
    done = dict(example() if files is None else files)
    for start, edit in changes:
        path = next(name for name in done if name.startswith(start))
        data = copy.deepcopy(parse(done[path], path).data)
        edit(data)
        known = kind_of(path)
        assert known is not None
        done[path] = write(data, SCHEMAS.document(known[0]))
    return done


def city(files: dict[str, bytes]) -> City:
    """The city of these files, which must be written as the schemas ask."""
    return _city(frozenset(files.items()))


@lru_cache(maxsize=32)
def _city(files: frozenset[tuple[str, bytes]]) -> City:
    loaded = load_city(MemorySource(dict(files)), SCHEMAS, MEMORY)
    assert loaded.findings == (), loaded.findings
    assert loaded.city is not None
    return loaded.city


def found(
    files: dict[str, bytes], today: date = DAY, base: dict[str, bytes] | None = None, **winners: frozenset[str]
) -> list[Finding]:
    """All that the rules say of these files."""
    won = {name.removeprefix("e"): numbers for name, numbers in winners.items()}
    return list(judge(Context(city(files), today, won, city(base) if base else None)))


@cache
def speaking(code: str) -> frozenset[str] | None:
    """The families with a rule in whose module the code is written; None, which is all of them, where it is in none.

    That an exception of the ledger lifts nothing is only known after every rule has spoken.
    """
    if code == IDLE:
        return None
    sources = {name: "".join(getsource(modules[rule.__module__]) for rule in rules) for name, rules in FAMILIES.items()}
    return frozenset(name for name, source in sources.items() if f'"{code}"' in source) or None


def said(files: dict[str, bytes], code: str, today: date) -> list[Finding]:
    """The findings of this code, by every rule that could make one."""
    return [f for f in judge(Context(city(files), today), speaking(code)) if f.code == code]


@cache
def said_before(code: str, today: date) -> tuple[Finding, ...]:
    """The same of the example."""
    return tuple(said(example(), code, today))


def put(*path: str | int, value: Any) -> Edit:
    """Set one field; `...` as value removes it."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step] if isinstance(step, int) else data.setdefault(step, {})
        if value is ...:
            data.pop(path[-1], None)
        else:
            data[path[-1]] = value

    return edit


def add(*path: str | int, value: Any) -> Edit:
    """Append to a list, made where there is none."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step] if isinstance(step, int) else data.setdefault(step, {})
        data.setdefault(path[-1], []).append(value)

    return edit


def without(*path: str | int) -> Edit:
    """Take one item out of a list."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data.pop(path[-1])

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits as one, in their order."""

    def edit(data: Any) -> None:
        for one in edits:
            one(data)

    return edit


def stage(kind: str, **values: Any) -> Edit:
    """Change the phase of that kind."""

    def edit(data: Any) -> None:
        next(p for p in data["phases"] if p["kind"] == kind).update(values)

    return edit


@dataclass(frozen=True)
class Case:
    """What breaks a rule, and the twin that is nearly the same and must stay silent."""

    code: str
    broken: tuple[Change, ...]
    twin: tuple[Change, ...]
    severity: Severity = Severity.ERROR
    today: date = DAY
    at: str = ""
    places: int = 1
    """More than one only where the twin is the same edit elsewhere, on what the rule spares."""

    def __str__(self) -> str:
        return self.code


def judge_case(case: Case) -> None:
    """The rule speaks of the broken city, with words, at a line of the file that is to be mended; not of the twin."""
    before = {(f.code, f.place.file, f.place.line) for f in said_before(case.code, case.today)}
    wrong = said(changed(*case.broken), case.code, case.today)
    fresh = [f for f in wrong if (f.code, f.place.file, f.place.line) not in before] or wrong
    assert fresh, "the rule is silent"
    assert {f.severity for f in fresh} == {case.severity}
    assert all(f.place.line > 0 for f in fresh)
    where = case.at or case.broken[0][0]
    assert any(f.place.file.startswith(where) for f in fresh), [f.place for f in fresh]
    for lang in ("fr", "en"):
        for finding in fresh:
            words = Catalogue(lang).finding(finding.code, finding.params)
            assert all((words.message, words.cause, words.fix, words.explain))
            assert all(Catalogue(lang).role(r.role, r.params) != r.role for r in finding.related)
    spared = said(changed(*case.twin), case.code, case.today)
    twins = {(f.code, f.place.file) for f in spared if f.place.file.startswith(where)}
    assert twins <= {(code, file) for code, file, _ in before}
    assert len(places_apart(changed(*case.broken), changed(*case.twin))) == case.places
