"""What the command line's library says by itself is French too, for who reads French."""

from __future__ import annotations

import ast
import gettext
from io import BytesIO
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from aubette.cli.language import LOCALE

MESSAGES = LOCALE / "fr" / "LC_MESSAGES"
SPOKEN = ("exceptions.py", "formatting.py", "parser.py")
"""Where click makes the sentences that a slip of the keyboard brings up."""


def said_by_click() -> list[str]:
    found = []
    for name in SPOKEN:
        for node in ast.walk(ast.parse((Path(click.__file__).parent / name).read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found += [ast.literal_eval(node.args[0])]
    return sorted(set(found) - {"Invalid start character for option ({option})"})


def shipped_messages() -> list[str]:
    data = BytesIO((MESSAGES / "messages.mo").read_bytes())
    return [message.id for message in read_mo(data) if message.id]


def test_the_compiled_catalogue_is_that_of_its_source() -> None:
    with (MESSAGES / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    shipped = gettext.translation("messages", str(LOCALE), ["fr"])
    for message in catalogue:
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        said = [shipped.gettext(asked[0])] if len(asked) == 1 else [shipped.ngettext(*asked, n) for n in (1, 2)]
        assert not asked[0] or said == ([message.string] if len(asked) == 1 else list(message.string))
    assert len(catalogue) == len(shipped_messages())


@pytest.mark.parametrize("sentence", said_by_click())
def test_every_sentence_of_a_slip_is_translated(sentence: str) -> None:
    french = gettext.translation("messages", str(LOCALE), ["fr"])
    said = french.gettext(sentence)
    said = french.ngettext(sentence, sentence, 1) if said == sentence else said
    assert said != sentence
    names = [field for _, field, _, _ in Formatter().parse(sentence) if field]
    assert sorted(f for _, f, _, _ in Formatter().parse(said) if f) == sorted(names)


def test_a_slip_is_told_in_french_with_what_was_meant(aubette) -> None:
    done = aubette("chekc")
    assert done.returncode == 2
    assert "Il n'y a pas de verbe 'chekc'. Vouliez-vous dire 'check'" in done.stderr
    assert "Il manque l'argument 'EDITION'" in aubette("count").stderr
    assert "No such command 'chekc'. Did you mean 'check'?" in aubette("--lang", "en", "chekc").stderr
