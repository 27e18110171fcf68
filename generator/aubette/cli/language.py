"""Which language a person reads: the option, else AUBETTE_LANG, else French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

KNOWN = ("fr", "en", "de")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for, wherever `--lang` stands in the line; the last one wins, as with other options."""
    asked = environment.get("AUBETTE_LANG", "fr")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in KNOWN else "fr"
