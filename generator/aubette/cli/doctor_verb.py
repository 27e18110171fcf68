"""`aubette doctor`: what this machine has, what it lacks, and what to do about each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, city_argument, colour_wanted, format_option, verb
from aubette.load.root import find_city
from aubette.model.finding import Severity
from aubette.model.machine import Machine
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.doctor import diagnose, written
from aubette.workflow.folder import NoCityError, open_folder
from aubette.workflow.machine import look
from aubette.workflow.moment import moment


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, signing: bool, form: str) -> int:
        start = city_argument(ctx).resolve()
        machine = look(find_city(start) or start, os.environ, moment(os.environ), _zone(start))
        findings = diagnose(machine, signing=signing)
        said = words.with_city("EUR", machine.zone if machine.zone_known else "UTC")
        facts = facts_of(machine)
        report = Report(findings, 0)
        if form == "json":
            click.echo(json.dumps({"facts": facts, **json.loads(write(report, form, said, _nothing))}, indent=2))
        else:
            told = {**facts, "agent": said.say(f"cli.doctor.agent.{machine.agent.value}")}
            for key, value in told.items():
                label = said.say(f"cli.doctor.fact.{key}")
                click.echo(said.say("cli.doctor.line", label=label, value=value or said.say("cli.doctor.none")))
            click.echo("\n" + write(report, "text", said, _nothing, colour=colour_wanted()), nl=False)
        return EXIT_FINDINGS if report.count(Severity.ERROR) else EXIT_CLEAN

    return verb(
        words,
        "doctor",
        run,
        click.Option(["--signing"], is_flag=True, help=words.say("cli.doctor.signing")),
        format_option(words, "text", "json"),
    )


def facts_of(machine: Machine) -> Mapping[str, str]:
    """The facts as text, in the order in which they are told."""
    return {
        "system": machine.system.value,
        "python": written(machine.python),
        "git": written(machine.git),
        "ssh_keygen": " ".join(part for part in (written(machine.openssh), machine.ssh_keygen) if part),
        "agent": machine.agent.value,
        "keys": ", ".join(f"{key.place} {key.kind} {key.bits}" for key in machine.keys),
        "clock": f"{machine.now:%Y-%m-%dT%H:%M:%SZ}",
        "zone": machine.zone,
        "autocrlf": machine.autocrlf,
    }


def _zone(start: Path) -> str:
    try:
        return open_folder(start).money_and_time()[1]
    except (NoCityError, OSError):
        return "Europe/Paris"


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)
