"""`aubette count`: redo a count from the sealed figures, or try another rule on them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import click

from aubette.cli.count_text import count_text
from aubette.cli.editions import known_edition
from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, format_option, situation, verb
from aubette.load.city import load_city
from aubette.load.garbage import collector_paused
from aubette.model.counting import Comparison, Completion, Method, Overflow, Start, Then, Utility
from aubette.model.finding import Severity
from aubette.model.outcome import by_project
from aubette.model.report import Report
from aubette.report.registry import write
from aubette.votes.count.outcome_json import outcome_json
from aubette.votes.count.rule_data import BadRuleError, from_mapping
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount import Recount, data_of, recount

MOST_SUGGESTED, LIKENESS = 3, 0.6
LONG = 10

CHOICES: Mapping[str, Any] = {
    "rule": Method,
    "overflow": Overflow,
    "utility": Utility,
    "completion": Completion,
    "start": Start,
    "then": Then,
    "comparison": Comparison,
}


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, edition: str, explain: str | None, form: str, **asked: Any) -> int:
        now = situation(ctx, words)
        loaded = load_city(now.folder.source, now.folder.schemas)
        city, _ = known_edition(words, loaded, edition)
        try:
            changes = _changes(asked)
        except BadRuleError as error:
            clause = "rule" if str(error) == "method" else str(error)
            raise click.UsageError(words.say("cli.count.bad_option", option=f"--{clause}")) from None
        with collector_paused():
            done = recount(now.folder.source, city, edition, changes)
        errors = tuple(f for f in done.results.findings if f.severity is Severity.ERROR)
        if errors or not done.results.outcomes:
            said = write(
                Report(done.results.findings, 0), "text", now.words, now.folder.source.read, colour=colour_wanted()
            )
            click.echo(
                said if done.results.findings else words.say("cli.count.nothing", edition=edition), err=form == "json"
            )
            return EXIT_FINDINGS
        click.echo(_told(now.words, done, explain, form), nl=False)
        return EXIT_CLEAN

    return verb(words, "count", run, click.Argument(["edition"]), *_options(words))


def _options(words: Catalogue) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        click.Option([f"--{name}"], type=click.Choice([v.value for v in enum]), help=words.say(f"cli.count.{name}"))
        for name, enum in CHOICES.items()
    ]
    options += [
        click.Option(["--weights"], metavar="3,2,1|borda", help=words.say("cli.count.weights")),
        click.Option(["--step"], metavar="N", help=words.say("cli.count.step")),
        click.Option(["--ties"], multiple=True, metavar="A,B", help=words.say("cli.count.ties")),
        click.Option(["--explain"], metavar="NUM", help=words.say("cli.count.explain")),
        format_option(words, "text", "json"),
    ]
    return options


def _changes(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The clauses that the options override, in the written form of a rule.

    Raises:
        BadRuleError: a value that no rule has; the argument is the clause.
    """
    changes = {("method" if name == "rule" else name): asked[name] for name in (*CHOICES, "step")}
    changes = {name: value for name, value in changes.items() if value is not None}
    if asked["weights"] is not None:
        written = asked["weights"]
        whole = all(len(part) < LONG and part.isascii() and part.isdigit() for part in written.split(","))
        changes["weights"] = [int(part) for part in written.split(",")] if whole else written
    if asked["ties"]:
        changes["ties"] = ",".join(asked["ties"]).split(",")
    from_mapping(changes)
    return changes


def _told(words: Catalogue, done: Recount, explain: str | None, form: str) -> str:
    """The count in the form that was asked for, of one project only where one is named.

    Raises:
        UsageError: no such project was on the ballot.
    """
    projects = by_project(done.results.outcomes)
    named = {number for number, p in projects.items() if explain in (number, p.source_id)}
    if explain is not None and not named:
        known = sorted({name for number, p in projects.items() for name in (number, p.source_id) if name})
        close = get_close_matches(explain, known, MOST_SUGGESTED, LIKENESS) or known[:MOST_SUGGESTED]
        said = words.say("cli.count.not_on_ballot", number=explain, edition=done.results.edition, close=close)
        raise click.UsageError(said)
    if form == "text":
        return count_text(words, done, explain)
    data = data_of(done)
    if named:
        data["projects"] = {number: project for number, project in data["projects"].items() if number in named}
    return outcome_json(data)
