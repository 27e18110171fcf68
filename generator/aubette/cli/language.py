"""Which language a person reads: the option, else AUBETTE_LANG, else French."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

KNOWN = ("fr", "en", "de")
LOCALE = Path(__file__).resolve().parent.parent / "words" / "locale"
"""What click says by itself (usage, unknown options, questions), as gettext catalogues, the form that it asks for."""


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for, wherever `--lang` stands in the line; the last one wins, as with other options."""
    asked = environment.get("AUBETTE_LANG", "fr")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in KNOWN else "fr"


def speak(lang: str) -> None:
    """Let click's own sentences be said in a language, where there is a catalogue; else they stay English."""
    gettext.bindtextdomain("messages", str(LOCALE))
    os.environ["LANGUAGE"] = lang
