"""What `check --base` says besides the findings: the change itself, before and after, in words."""

from __future__ import annotations

from itertools import accumulate

import click

from aubette.cli.options import Situation
from aubette.model.text import Text
from aubette.report.forge import prose
from aubette.report.visible import visible
from aubette.words.changes import sentences
from aubette.workflow.compare import Compared, NoBaseError, compare

LAST_LINE = 200
"""Bytes kept for the line that counts what is not told."""


def compared_with(now: Situation, base: str, chosen: frozenset[str], service: str) -> Compared:
    """The change since a revision; raises `click.UsageError` with a sentence where there is nothing to compare."""
    try:
        compared = compare(now.folder, base, now.day, chosen, service)
    except NoBaseError as error:
        room = "cli" if error.reason == "unknown_revision" else "cli.check"
        raise click.UsageError(now.words.say(f"{room}.{error.reason}", revision=base)) from None
    city = compared.checked.loaded.city
    known = tuple(s.id for s in city.config.services) if city else (service,)
    if service and service not in known:
        raise click.UsageError(now.words.say("cli.check.unknown_service", name=service, known=known))
    return compared


def told(now: Situation, compared: Compared, *, markdown: bool, room: int = 0) -> str:
    """What the change does to each project in words, before and after; nothing where no project changes.

    With `room`, in bytes, the projects that no longer fit are counted.
    """
    city = compared.checked.loaded.city
    config = city.config if city else None
    labels: dict[str, Text] = {}
    for known in (config.services, config.areas, config.themes) if config else ():
        labels |= {item.id: item.label for item in known}
    first = config.languages[0].value if config else "fr"
    names = {name: label.get(now.words.lang, first)[0] for name, label in labels.items()}
    title = now.words.say("report.changes")
    head = "\n".join(["", f"**{title}**" if markdown else title, *([""] if markdown else [])])
    blocks = []
    for one in compared.told:
        said = (now.words.say("report.created"),) if one.created else sentences(now.words, one.changes, names)
        if said:
            lines = [f"- **{prose(visible(one.name))}**" if markdown else f"  {visible(one.name)}"]
            shown = [visible(text) for text in said]
            lines.extend(f"  - {prose(text)}" if markdown else f"    {text}" for text in shown)
            blocks.append("\n".join(lines))
    kept = _fitting(blocks, room - len(head.encode()) - LAST_LINE) if room else blocks
    if len(kept) < len(blocks):
        rest = now.words.say("report.not_told", n=len(blocks) - len(kept))
        kept.append(f"- {rest}" if markdown else f"  {rest}")
    return "\n".join([head, *kept]) + "\n" if kept else ""


def _fitting(blocks: list[str], room: int) -> list[str]:
    """The first of the blocks that fit into some bytes together."""
    lengths = accumulate(len(block.encode()) + 1 for block in blocks)
    return [block for block, length in zip(blocks, lengths, strict=True) if length <= room]
