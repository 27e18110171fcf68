"""The outcome of an edition as data: the form kept stable for scripts, byte-identical on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aubette.model.enums import Effect
from aubette.model.money import Money
from aubette.model.outcome import EnvelopeOutcome, Outcome, Payment, ProjectOutcome, Value, by_project
from aubette.votes.count.rule_data import to_mapping

AMOUNTS = frozenset({"cost", "left", "short", "budget", "price", "had", "share", "first_share"})


INDENT = "  "


class _Exact(int):
    """An amount in cents that is written in currency units without passing through a float."""


def amounts(params: Mapping[str, Value]) -> dict[str, Any]:
    """Parameters with the amounts among them marked as such, in plain lists and mappings."""
    return {name: _plain(name, value) for name, value in params.items()}


def _plain(name: str, value: Value) -> Any:
    if isinstance(value, tuple):
        return [_payment(item) if isinstance(item, Payment) else item for item in value]
    return _Exact(value) if name in AMOUNTS and isinstance(value, int) else value


def _payment(payment: Payment) -> dict[str, Any]:
    return {"project": payment.number, "supporters": payment.voters, "amount": _Exact(payment.amount)}


def outcome_data(
    edition: str, outcomes: Sequence[Outcome], inputs: Mapping[str, str], *, what_if: bool
) -> dict[str, Any]:
    """The outcomes of all contests of an edition as one mapping; `inputs` gives the SHA-256 of each file counted."""
    decisive = [o for o in outcomes if o.effect is Effect.DECISIVE]
    sources = {p.number: p.source_id for o in outcomes for p in o.projects}
    return {
        "edition": edition,
        "what_if": what_if,
        "rule": to_mapping(decisive[0].rule) if decisive else {},
        "contests": {o.contest: to_mapping(o.rule) for o in outcomes},
        "envelopes": [_envelope(o.contest, e, sources) for o in decisive for e in o.envelopes],
        "projects": {number: _project(project) for number, project in by_project(outcomes).items()},
        **({"comparisons": compared} if (compared := {o.contest: dict(o.notes) for o in outcomes if o.notes}) else {}),
        **({"before": [_before(o) for o in outcomes if o not in decisive]} if len(decisive) < len(outcomes) else {}),
        "ties": [
            {"envelope": t.envelope, "projects": list(t.numbers), "decided_by": t.decided_by and t.decided_by.value}
            for o in outcomes
            for t in o.ties
        ],
        "inputs": dict(sorted(inputs.items())),
    }


def _before(outcome: Outcome) -> dict[str, Any]:
    """A contest that elected nobody: what it kept or how it ranked."""
    return {
        "contest": outcome.contest,
        "effect": outcome.effect.value,
        "projects": {
            p.number: {
                "status": p.status.value,
                "votes": p.score,
                "rank": p.rank,
                "reason": p.reason.code,
                **_judged(p),
            }
            for p in outcome.projects
        },
    }


def outcome_json(data: Mapping[str, Any]) -> str:
    """The canonical text of `outcome_data`: two spaces, keys in their order, amounts exact."""
    return _written(data, "\n") + "\n"


def _written(value: Any, line: str) -> str:
    """A value as `json` would write it, but for amounts; `line` is a line end with the indentation of its place."""
    if isinstance(value, _Exact):
        return Money(int(value)).written()
    if isinstance(value, Mapping) and value:
        pairs = (f"{json.dumps(key, ensure_ascii=False)}: {_written(one, line + INDENT)}" for key, one in value.items())
        return "{" + line + INDENT + f",{line}{INDENT}".join(pairs) + line + "}"
    if isinstance(value, list) and value:
        return "[" + line + INDENT + f",{line}{INDENT}".join(_written(one, line + INDENT) for one in value) + line + "]"
    return json.dumps(value, ensure_ascii=False)


def _envelope(contest: str, envelope: EnvelopeOutcome, sources: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": envelope.id,
        "contest": contest,
        "budget": _Exact(envelope.budget),
        **({"received": _Exact(envelope.received)} if envelope.received else {}),
        "spent": _Exact(envelope.spent),
        "left": _Exact(envelope.left),
        "rounds": [
            {
                "round": position,
                "project": r.number,
                "source_id": sources.get(r.number, ""),
                "votes": r.score,
                "cost": _Exact(r.cost),
                "left_before": _Exact(r.left_before),
                "left_after": _Exact(r.left_after),
            }
            for position, r in enumerate(envelope.rounds, start=1)
        ],
        **({"shares": amounts(envelope.notes)} if envelope.notes else {}),
    }


def _project(project: ProjectOutcome) -> dict[str, Any]:
    return {
        "source_id": project.source_id,
        "status": project.status.value,
        "votes": project.score,
        "rank": project.rank,
        "envelope": project.envelope,
        "cost": _Exact(project.cost),
        "reason": {"code": project.reason.code, **amounts(project.reason.params)},
        **_judged(project),
    }


def _judged(project: ProjectOutcome) -> dict[str, Any]:
    """The median grade, 0 for the worst, and how many gave a better one, the same, a worse one; else nothing."""
    one = project.judged
    if one is None:
        return {}
    return {
        "majority_grade": {
            "grade": one.grade,
            "name": one.name,
            "better": one.better,
            "same": one.same,
            "worse": one.worse,
        }
    }
