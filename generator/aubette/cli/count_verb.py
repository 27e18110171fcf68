"""`aubette count`: redo a count from the sealed figures, or try another rule on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from aubette.cli.options import EXIT_CLEAN, EXIT_FINDINGS, colour_wanted, format_option, situation, verb
from aubette.load.city import load_city
from aubette.model.counting import Comparison, Completion, Method, Overflow, Start, Then, TieBreak, Utility
from aubette.model.enums import Effect
from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.publish.tally import reason_sentence
from aubette.report.registry import write
from aubette.votes.count.outcome_json import outcome_json
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount import Recount, data_of, recount

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
        if loaded.city is None or loaded.city.edition(edition) is None:
            known = tuple(e.id for e in loaded.city.editions) if loaded.city else ()
            raise click.UsageError(words.say("cli.count.unknown", edition=edition, known=known))
        try:
            done = recount(now.folder.source, loaded.city, edition, _changes(asked))
        except ValueError as error:
            raise click.UsageError(words.say("cli.count.bad_option", option=str(error))) from None
        errors = tuple(f for f in done.results.findings if f.severity is Severity.ERROR)
        if errors or not done.results.outcomes:
            said = write(
                Report(done.results.findings, 0), "text", now.words, now.folder.source.read, colour=colour_wanted()
            )
            click.echo(
                said if done.results.findings else words.say("cli.count.nothing", edition=edition), err=form == "json"
            )
            return EXIT_FINDINGS
        click.echo(outcome_json(data_of(done)) if form == "json" else _text(now.words, done, explain), nl=False)
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
    """The clauses that the options override, in the written form of a rule."""
    changes = {("method" if k == "rule" else k): v for k, v in asked.items() if v and k not in ("ties", "weights")}
    if asked["weights"]:
        written = asked["weights"]
        changes["weights"] = "borda" if written == "borda" else [int(part) for part in written.split(",")]
    ties = [part for group in asked["ties"] for part in group.split(",") if part]
    if ties:
        changes["ties"] = [TieBreak(tie).value for tie in ties]
    return changes


def _text(words: Catalogue, done: Recount, explain: str | None) -> str:
    """Each envelope as a table of lines; with `explain`, one project only."""
    lines: list[str] = []
    if done.what_if:
        lines.append(words.say("cli.count.what_if"))
    for outcome in done.results.outcomes:
        for envelope in outcome.envelopes:
            rows = sorted((p for p in outcome.projects if p.envelope == envelope.id), key=lambda p: (p.rank, p.number))
            rows = [p for p in rows if explain in (None, p.number, p.source_id)]
            if not rows:
                continue
            head = words.say(
                "site.results.envelope",
                spent=envelope.spent,
                budget=envelope.budget,
                left=envelope.left,
                n=len(envelope.rounds),
            )
            decisive = outcome.effect is Effect.DECISIVE
            lines += ["", f"{envelope.id} – {head}" if decisive else f"{outcome.contest} – {envelope.id}"]
            for p in rows:
                title = done.titles.get(p.number, "")
                status = words.say(f"labels.result.{p.status.value}")
                lines.append(f"  {p.rank:>3}  {p.number}  {words.formats.number(p.score):>9}  {status:<12} {title}")
                lines.append(f"       {reason_sentence(words, p)}")
    return "\n".join(lines).lstrip("\n") + "\n"
