"""What one finding code means: the text of `aubette explain`, of the documentation and of SARIF's rules."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.words.catalogue import Catalogue


def explained(words: Catalogue, code: str) -> Iterator[str]:
    """The paragraphs in plain text, places left open as `{cost}`; raises `UnknownMessageError`."""
    text = words.finding(code)
    yield f"# {code}"
    yield text.message
    for name in ("cause", "fix"):
        if getattr(text, name):
            yield f"{_label(words, name)} {getattr(text, name)}"
    if text.explain:
        yield text.explain
    for name in ("before", "after"):
        if getattr(text, name):
            yield f"{words.say(f'cli.explain.{name}')}\n\n    " + getattr(text, name).rstrip().replace("\n", "\n    ")


def _plain(text: str) -> str:
    """A sentence in Markdown whose `<fichier>` is no tag."""
    return "`".join(part if n % 2 else part.replace("<", "&lt;") for n, part in enumerate(text.split("`")))


def explained_markdown(words: Catalogue, code: str, *, level: int = 0) -> Iterator[str]:
    """The same paragraphs as Markdown, under a title of that level where one is asked for."""
    text = words.finding(code)
    if level:
        yield f"{'#' * level} `{code}`"
    yield f"**{_plain(text.message)}**"
    for name in ("cause", "fix"):
        if getattr(text, name):
            yield f"*{_label(words, name)}* {_plain(getattr(text, name))}"
    if text.explain:
        yield _plain(text.explain)
    for name in ("before", "after"):
        if getattr(text, name):
            yield f"{words.say(f'cli.explain.{name}')}\n\n{_fenced(getattr(text, name).rstrip())}"


def _fenced(example: str) -> str:
    """An example as a block of code, coloured as what is typed at a terminal or as a file."""
    return f"```{'console' if example.startswith('$ ') else 'yaml'}\n{example}\n```"


def _label(words: Catalogue, name: str) -> str:
    label = words.say(f"report.{name}").capitalize()
    return f"{label}\u00a0:" if words.lang == "fr" else f"{label}:"
