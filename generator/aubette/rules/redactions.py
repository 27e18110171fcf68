"""What a city asks to hide is there to be hidden: a redaction that names nothing would leave the text on its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_type_hints

from aubette.model.finding import Finding
from aubette.model.money import Money
from aubette.model.project import Project
from aubette.model.text import Text
from aubette.rules.context import Context
from aubette.rules.references import unknown
from aubette.rules.unread import unread_keys

NO_FIELD = ("origin", "edition")
"""What a project knows about itself and its file does not say."""

FAR = 0.5
"""How alike a field must be to be suggested."""

SHOWN = 8


def redactions_hit(context: Context) -> Iterator[Finding]:
    """The project of a redaction is one of the city's, and its field one that a project has.

    A field is named by its path without list keys (`decisions.reason`); a text may be named in one language only.
    """
    keys = {p.key for p in context.city.projects} | unread_keys(context.city)
    languages = {language.value for language in context.city.config.languages}
    for redaction in context.city.redactions:
        if redaction.key not in keys:
            yield unknown(redaction.origin.at("key"), "project", redaction.key, keys)
        if not _exists(redaction.field, languages):
            known = sorted(project_fields())
            guess = _same_end(redaction.field, known) or get_close_matches(redaction.field, known, 1, FAR)
            yield Finding(
                "privacy/redaction-field",
                redaction.origin.at("field"),
                {"project": redaction.key, "name": redaction.field, "guess": tuple(guess or known[:SHOWN])},
            )


def _exists(field: str, languages: set[str]) -> bool:
    known = project_fields()
    parent, _, last = field.rpartition(".")
    return field in known or (last in languages and known.get(parent, False))


def _same_end(field: str, known: list[str]) -> list[str]:
    """The fields that end like what was written, as where only the way to them is missing."""
    last = field.rpartition(".")[2]
    return [name for name in known if name.rpartition(".")[2] == last][:SHOWN]


@cache
def project_fields() -> dict[str, bool]:
    """Every field of a project by its path without list keys, and whether it is a text."""
    return dict(_below(Project, ""))


def _below(kind: Any, at: str) -> Iterator[tuple[str, bool]]:
    for name, hint in get_type_hints(kind).items():
        if name in NO_FIELD:
            continue
        kinds = tuple(_kinds(hint))
        yield f"{at}{name}", Text in kinds
        for one in kinds:
            if is_dataclass(one) and one not in (Text, Money):
                yield from _below(one, f"{at}{name}.")


def _kinds(hint: Any) -> Iterator[Any]:
    """The types within a hint: those of a list's items, of what may be absent."""
    inner = get_args(hint)
    if not inner:
        yield hint
    for one in inner:
        yield from _kinds(one)
