"""What an edition asks of voters can be written, counted and paid: seen when the rules are written, not at the freeze.

`ballot/choices-crossed`, `ballot/count-does-not-fit`, `ballot/reserved-name`,
`ballot/envelope-without-contest` and `ballot/envelope-twice` (R29, R50).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.contest import Contest
from aubette.model.edition import Edition
from aubette.model.enums import BallotType, Effect, EnvelopeKind
from aubette.model.finding import Finding, Related
from aubette.rules.context import Context
from aubette.rules.reading import live_editions

CONTEST_FOLDER, UNIT_FOLDER = "ballot", "merged"
"""Names of folders that stand beside those of contests and of polling units."""

WITH_POINTS = frozenset({BallotType.POINTS, BallotType.RANKED})


def can_be_written(context: Context) -> Iterator[Finding]:
    """A ballot does not ask for more choices than it takes."""
    for edition, position, contest in _contests(context):
        ballot = contest.ballot
        if ballot.max_choices is not None and ballot.min_choices > ballot.max_choices:
            yield Finding(
                "ballot/choices-crossed",
                edition.origin.at("contests", position, "ballot", "min_choices"),
                {"contest": contest.id, "least": ballot.min_choices, "most": ballot.max_choices},
            )


def can_be_counted(context: Context) -> Iterator[Finding]:
    """Points are counted where voters give points, grades where they give grades."""
    for edition, position, contest in _contests(context):
        method, measure = (str(contest.counting.get(clause)) for clause in ("method", "measure"))
        clause = ""
        if (method == "grades") is not (contest.ballot.type is BallotType.GRADES):
            clause = "method"
        elif measure == "points" and contest.ballot.type not in WITH_POINTS:
            clause = "measure"
        if clause:
            yield Finding(
                "ballot/count-does-not-fit",
                edition.origin.at("contests", position, "counting", clause),
                {"contest": contest.id, "clause": clause, "type": contest.ballot.type.value},
                related=(Related(edition.origin.at("contests", position, "ballot", "type"), "ballot-type-here"),),
            )


def names_are_free(context: Context) -> Iterator[Finding]:
    """A contest and a polling unit become folders: two names are taken."""
    for edition, position, contest in _contests(context):
        if contest.id == CONTEST_FOLDER:
            yield Finding(
                "ballot/reserved-name", edition.origin.at("contests", position, "id"), {"name": CONTEST_FOLDER}
            )
        for n, unit in enumerate(contest.units):
            if unit.id == UNIT_FOLDER:
                place = edition.origin.at("contests", position, "units", n, "id")
                yield Finding("ballot/reserved-name", place, {"name": UNIT_FOLDER})


def each_envelope_decided_once(context: Context) -> Iterator[Finding]:
    """What an envelope holds is given by one vote: none would leave it idle, two would spend it twice."""
    for edition in live_editions(context.city):
        decided: dict[str, int] = {}
        for position, contest in enumerate(edition.contests):
            if contest.effect is not Effect.DECISIVE:
                continue
            for n, envelope in enumerate(contest.envelopes):
                if decided.setdefault(envelope, position) != position:
                    first = edition.contests[decided[envelope]].id
                    yield Finding(
                        "ballot/envelope-twice",
                        edition.origin.at("contests", position, "envelopes", n),
                        {"envelope": envelope, "contest": contest.id, "first": first},
                        related=(Related(edition.origin.at("contests", decided[envelope], "envelopes"), "first-here"),),
                    )
        yield from _idle(edition, decided)


def _idle(edition: Edition, decided: Mapping[str, int]) -> Iterator[Finding]:
    for position, envelope in enumerate(edition.envelopes if decided else ()):
        if envelope.id not in decided and envelope.kind is not EnvelopeKind.RESERVE:
            place = edition.origin.at("envelopes", position, "id")
            yield Finding("ballot/envelope-without-contest", place, {"envelope": envelope.id})


def _contests(context: Context) -> Iterator[tuple[Edition, int, Contest]]:
    for edition in live_editions(context.city):
        for position, contest in enumerate(edition.contests):
            yield edition, position, contest
