"""What `check --base` says besides the findings: the change itself, before and after, in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import accumulate

import click

from aubette.cli.options import Situation
from aubette.model.change import Turn
from aubette.model.text import Text
from aubette.report.forge import prose
from aubette.report.visible import visible
from aubette.words.named import Fields, every_change
from aubette.workflow.compare import Compared, NoBaseError, compare
from aubette.workflow.compare_told import PROJECT, field_titles

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
    """What the change does to each file in words, before and after; nothing where no file of data changes.

    With `room`, in bytes, the files that no longer fit are counted.
    """
    title = now.words.say("report.changes")
    head = "\n".join(["", f"**{title}**" if markdown else title, *([""] if markdown else [])])
    blocks = []
    for name, said in _said(now, compared):
        lines = [f"- **{prose(visible(name))}**" if markdown else f"  {visible(name)}"]
        shown = [visible(text) for text in said]
        lines.extend(f"  - {prose(text)}" if markdown else f"    {text}" for text in shown)
        blocks.append("\n".join(lines))
    kept = _fitting(blocks, room - len(head.encode()) - LAST_LINE) if room else blocks
    if len(kept) < len(blocks):
        rest = now.words.say("report.not_told", n=len(blocks) - len(kept))
        kept.append(f"- {rest}" if markdown else f"  {rest}")
    return "\n".join([head, *kept]) + "\n" if kept else ""


def _said(now: Situation, compared: Compared) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each file's name and its sentences, projects first."""
    names, fields = _names(now, compared), cache(lambda kind: field_titles(now.folder.schemas, kind, now.words.lang))
    for one in compared.told:
        whole, titles = fields(one.kind)
        name = one.name if one.kind == PROJECT else f"{whole} {one.name}".rstrip()
        if one.turn is Turn.CHANGED:
            yield name, every_change(now.words, one.changes, names, Fields(titles, one.kind == PROJECT))
        else:
            is_idea = one.kind == PROJECT and one.turn is Turn.CREATED
            yield name, (now.words.say("report.created" if is_idea else f"report.file_{one.turn.value}"),)


def _names(now: Situation, compared: Compared) -> dict[str, str]:
    """What the ids of a city are called; a service wins over an envelope of the same id."""
    city = compared.checked.loaded.city
    if city is None:
        return {}
    labels: dict[str, Text] = {}
    for edition in city.editions:
        for held in (edition.contests, edition.envelopes):
            labels |= {part.id: part.label for part in held if part.label}
    config = city.config
    for known in (config.services, config.areas, config.themes):
        labels |= {item.id: item.label for item in known}
    first = city.config.languages[0].value
    return {name: label.get(now.words.lang, first)[0] for name, label in labels.items()}


def _fitting(blocks: list[str], room: int) -> list[str]:
    """The first of the blocks that fit into some bytes together."""
    lengths = accumulate(len(block.encode()) + 1 for block in blocks)
    return [block for block, length in zip(blocks, lengths, strict=True) if length <= room]
