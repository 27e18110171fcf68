"""What `check --base` says besides the findings: the change itself, before and after, in words."""

from __future__ import annotations

import click

from aubette.cli.options import Situation
from aubette.model.text import Text
from aubette.report.forge import prose
from aubette.report.visible import visible
from aubette.words.changes import sentences
from aubette.workflow.compare import Compared, NoBaseError, compare


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


def told(now: Situation, compared: Compared, *, markdown: bool) -> str:
    """What the change does to each project in words, before and after; nothing where no project changes."""
    city = compared.checked.loaded.city
    config = city.config if city else None
    labels: dict[str, Text] = {}
    for known in (config.services, config.areas, config.themes) if config else ():
        labels |= {item.id: item.label for item in known}
    first = config.languages[0].value if config else "fr"
    names = {name: label.get(now.words.lang, first)[0] for name, label in labels.items()}
    lines = []
    for one in compared.told:
        said = (now.words.say("report.created"),) if one.created else sentences(now.words, one.changes, names)
        if said:
            lines.append(f"- **{prose(visible(one.name))}**" if markdown else f"  {visible(one.name)}")
            shown = [visible(text) for text in said]
            lines.extend(f"  - {prose(text)}" if markdown else f"    {text}" for text in shown)
    if not lines:
        return ""
    title = now.words.say("report.changes")
    return "\n".join(["", f"**{title}**" if markdown else title, *([""] if markdown else []), *lines]) + "\n"
