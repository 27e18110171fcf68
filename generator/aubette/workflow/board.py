"""The reports for those who run the budget, from a city folder: studies, money, works, areas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date as Date

from aubette.load.city import load_city
from aubette.model.board import Board, Table
from aubette.model.counting import Overflow
from aubette.model.edition import Edition
from aubette.model.enums import Provenance, SplitMode
from aubette.model.evidence import BallotGroup, Evidence, FrozenContest, FrozenEnvelope, UnitReturn
from aubette.model.finding import Finding, Severity
from aubette.model.money import Money
from aubette.rules.board_budget import Supposed, candidates_of, envelopes, over_cap, supposed, what_if
from aubette.rules.board_equity import equity
from aubette.rules.board_feasibility import feasibility
from aubette.rules.board_follow_up import follow_up
from aubette.rules.context import Context
from aubette.workflow.folder import Folder
from aubette.workflow.results import Results, ballots, edition_results, results_of, winners

AMOUNTS = ("project_area", "project_city", "area", "base")
CLAUSES = (*AMOUNTS, "split", "overflow")
BOARDS: Mapping[str, Callable[[Context, str], tuple[Table, ...]]] = {"follow-up": follow_up, "equity": equity}


class BadClauseError(ValueError):
    """A clause of a what-if that cannot be tried; the argument is a key of `cli.report`, `clause` what was typed."""

    def __init__(self, reason: str, clause: str) -> None:
        super().__init__(reason)
        self.clause = clause


@dataclass(frozen=True)
class Seen:
    """A city read for its reports: its values, its sealed results, and what kept a file or a vote from being read."""

    context: Context
    results: tuple[Results, ...]
    broken: tuple[Finding, ...]


def look(folder: Folder, today: Date) -> Seen | None:
    """Read a city and count what is sealed; None where `city.yml` itself cannot be read."""
    loaded = load_city(folder.source, folder.schemas)
    if loaded.city is None:
        return None
    results = results_of(folder.source, loaded.city)
    context = Context(loaded.city, today, winners(results), ballots=ballots(results))
    found = (*loaded.findings, *(finding for result in results for finding in result.findings))
    return Seen(context, results, tuple(f for f in found if f.severity is Severity.ERROR))


def board(seen: Seen, name: str, edition: str = "", service: str = "") -> Board:
    """One of the reports; `edition` keeps one edition, `service` one service of the studies."""
    context = seen.context
    if name == "feasibility":
        return Board(name, context.today, feasibility(context, edition, service))
    if name == "budget":
        held = [
            e for e in context.city.editions if edition == e.id or (not edition and e.provenance is Provenance.LIVE)
        ]
        return Board(name, context.today, tuple(envelopes(context, e) for e in held))
    return Board(name, context.today, BOARDS[name](context, edition))


def supposed_board(folder: Folder, seen: Seen, edition: Edition, clauses: tuple[str, ...]) -> Board:
    """The budget under other clauses, written `key=value`; sealed votes are counted again, without the dearer projects.

    Raises:
        BadClauseError: a clause is not known, is no amount, or cannot be applied to this edition.
    """
    wish, overflow = wished(clauses)
    context = seen.context
    try:
        other = supposed(context.city, edition, wish)
    except ValueError as error:
        raise BadClauseError(f"no_{error}", ", ".join(clauses)) from None
    dear = frozenset(p.number or "" for p, cost in candidates_of(context, edition) if over_cap(other, p, cost))
    changes = {"overflow": overflow.value} if overflow else {}
    done = edition_results(
        folder.source, context.city, edition, changes, alter=lambda evidence: altered(evidence, other, dear)
    )
    refused = [f.code for f in done.findings if f.code.startswith("count/")]
    if refused:
        raise BadClauseError("no_count", refused[0])
    elected = winners((done,)).get(edition.id)
    return Board("budget", context.today, what_if(context, edition, other, elected), clauses)


def wished(clauses: tuple[str, ...]) -> tuple[Supposed, Overflow | None]:
    """The clauses as values, amounts in the spelling of the files; the last of a name counts."""
    found: dict[str, Money | SplitMode] = {}
    overflow = None
    for clause in clauses:
        name, _, value = clause.partition("=")
        try:
            if name in AMOUNTS:
                found[name] = Money.parse(value)
            elif name == "split":
                found[name] = SplitMode(value)
            elif name == "overflow":
                overflow = Overflow(value)
            else:
                raise BadClauseError("unknown_clause", clause)
        except BadClauseError:
            raise
        except ValueError:
            raise BadClauseError("bad_clause", clause) from None
    return Supposed(**found), overflow  # type: ignore[arg-type]


def altered(evidence: Evidence, other: Edition, without: frozenset[str]) -> Evidence:
    """Verified figures with an edition's amounts, as if some projects had never been on the ballot."""
    amounts = {e.id: e.amount.cents for e in other.envelopes}
    contests = tuple(_refilled(contest, amounts) for contest in evidence.ballot.contests)
    kept = tuple(p for p in evidence.ballot.projects if p.number not in without)
    ballot = replace(evidence.ballot, contests=contests, projects=kept)
    returns = tuple(_picked(one, without) for one in evidence.returns)
    merged = tuple(replace(pool, content=_picked(pool.content, without)) for pool in evidence.merged)
    return replace(evidence, ballot=ballot, returns=returns, merged=merged)


def _refilled(contest: FrozenContest, amounts: Mapping[str, int]) -> FrozenContest:
    pots = tuple(FrozenEnvelope(e.id, amounts.get(e.id, e.amount)) for e in contest.envelopes)
    return replace(contest, envelopes=pots)


def _picked(report: UnitReturn, without: frozenset[str]) -> UnitReturn:
    if report.groups is None or not without:
        return report
    return replace(report, groups=tuple(_shortened(group, without) for group in report.groups))


def _shortened(group: BallotGroup, without: frozenset[str]) -> BallotGroup:
    """The same ballots without some picks, each point staying with its pick."""
    places = [n for n, pick in enumerate(group.picks) if pick not in without]
    points = tuple(group.points[n] for n in places) if group.points else ()
    return BallotGroup(group.count, tuple(group.picks[n] for n in places), points)
