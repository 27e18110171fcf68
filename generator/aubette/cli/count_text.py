"""A count for the terminal: each envelope with its projects, their sentences, what was tied and how the rule went."""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.enums import Effect
from aubette.model.outcome import EnvelopeOutcome, Outcome, ProjectOutcome
from aubette.publish.tally import comparison_sentence, envelope_notes, reason_sentence, tie_sentence
from aubette.words.catalogue import Catalogue
from aubette.workflow.recount import Recount


def count_text(words: Catalogue, done: Recount, explain: str | None) -> str:
    """Each envelope as lines; with `explain`, one project only, named by its number or its id in imported data."""
    lines = [words.say("cli.count.what_if")] if done.what_if else []
    for outcome in done.results.outcomes:
        for envelope in outcome.envelopes:
            rows = sorted((p for p in outcome.projects if p.envelope == envelope.id), key=lambda p: (p.rank, p.number))
            shown = [p for p in rows if explain in (None, p.number, p.source_id)]
            if shown:
                lines += ["", _head(words, outcome, envelope)]
                width = max(len(_status(words, project)) for project in shown)
                for project in shown:
                    lines += _project(words, done, project, width)
                lines += _ties(words, outcome, envelope, {p.number for p in shown} if explain else None)
                lines += [f"  = {said}" for said in envelope_notes(words, envelope)]
        compared = comparison_sentence(words, outcome)
        lines += ["", compared] if compared else []
    return "\n".join(lines).lstrip("\n") + "\n"


def _head(words: Catalogue, outcome: Outcome, envelope: EnvelopeOutcome) -> str:
    if outcome.effect is not Effect.DECISIVE:
        return f"{outcome.contest} – {envelope.id}"
    money = {"spent": envelope.spent, "budget": envelope.budget + envelope.received, "left": envelope.left}
    return f"{envelope.id} – {words.say('site.results.envelope', n=len(envelope.rounds), **money)}"


def _status(words: Catalogue, project: ProjectOutcome) -> str:
    return words.say(f"labels.result.{project.status.value}")


def _project(words: Catalogue, done: Recount, project: ProjectOutcome, width: int) -> Iterator[str]:
    title = done.titles.get(project.number, "")
    score = project.judged.name if project.judged else words.formats.number(project.score)
    yield f"  {project.rank:>3}  {project.number}  {score:>9}  {_status(words, project):<{width}}  {title}"
    yield f"       {reason_sentence(words, project)}"


def _ties(words: Catalogue, outcome: Outcome, envelope: EnvelopeOutcome, about: set[str] | None) -> Iterator[str]:
    """Every tie met in an envelope; with `about`, those of these projects."""
    for tie in outcome.ties:
        if tie.envelope == envelope.id and (about is None or about & set(tie.numbers)):
            yield f"  = {tie_sentence(words, tie)}"
