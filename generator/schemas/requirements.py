"""The page that says where each requirement of the founding workshop lives, from `requirements.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from aubette.words.typography import typeset
from schemas.compose import Schema

SOURCE = Path(__file__).parent / "requirements.yml"
MARK = " ◌"
HEAD = """# Les exigences de l'atelier fondateur

Où chaque exigence du compte rendu du 12 décembre 2017 est tenue : les champs des fichiers, les contrôles, les pages.
Le signe ◌ marque ce qui est prévu et n'existe pas encore. Cette page est tirée de `generator/schemas/requirements.yml`.

*Where each requirement of the founding workshop is met: fields of the files, checks, pages. The sign ◌ marks what is
planned and does not exist yet. This page is drawn from `generator/schemas/requirements.yml`.*
"""


@dataclass(frozen=True)
class Requirement:
    """One requirement: the minutes' words, what it became, and where it lives."""

    id: str
    quote: str
    fr: str
    en: str
    fields: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirements:
    """All of them, and what of their rules, pages and commands is still to come."""

    items: tuple[Requirement, ...]
    planned: frozenset[str]


def read_requirements(path: Path = SOURCE) -> Requirements:
    """The requirements as written.

    Raises:
        TypeError: a key that no requirement has.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = tuple(Requirement(identifier, **_tuples(entry)) for identifier, entry in data["requirements"].items())
    return Requirements(items, frozenset(name for names in data["planned"].values() for name in names))


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def has_field(schemas: Mapping[str, Schema], path: str) -> bool:
    """Whether a path such as `edition.envelopes[].kind` leads to a property of a schema; `[]` stands for any item."""
    name, *steps = path.split(".")
    document = schemas.get(name)
    if document is None:
        return False
    node: Schema = document
    for step in steps:
        node = _target(node.get("properties", {}).get(step.removesuffix("[]"), {}), document)
        if step.endswith("[]"):
            node = _target(node.get("items", {}), document)
        if not node:
            return False
    return True


def _target(part: Schema, document: Schema) -> Schema:
    reference = part.get("$ref")
    found: Schema = document["$defs"][reference.removeprefix("#/$defs/")] if reference else part
    return found


def requirements_page(requirements: Requirements) -> str:
    """The page, in French with English beneath."""
    rows = [f"| [{item.id}](#{item.id.lower()}) | {typeset(item.fr, 'fr')} |" for item in requirements.items]
    table = ["| | |", "|---|---|", *rows, ""]
    blocks = [_block(item, requirements.planned) for item in requirements.items]
    return "\n".join([typeset(HEAD, "fr"), *table, *blocks])


def _block(item: Requirement, planned: frozenset[str]) -> str:
    lines = [
        f"## {item.id}",
        "",
        typeset(f"> « {item.quote} »", "fr"),
        "",
        typeset(item.fr, "fr"),
        f"<br>*{item.en}*",
        "",
    ]
    homes = (
        ("Champs · fields", item.fields),
        ("Contrôles · checks", item.rules),
        ("Pages · pages", item.pages),
        ("Aussi · also", item.also),
    )
    lines += [f"- {title} : {_listed(names, planned)}" for title, names in homes if names]
    return "\n".join([*lines, ""])


def _listed(names: Iterable[str], planned: frozenset[str]) -> str:
    return ", ".join(f"`{name}`{MARK if name in planned else ''}" for name in names)
