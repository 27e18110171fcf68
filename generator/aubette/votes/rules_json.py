"""`rules.json`: the counting rules as frozen, in one canonical spelling of JSON.

Canonical means: keys sorted, two spaces of indentation, `,` at the end of the line and `: ` after a key, no escape that
UTF-8 does not need, no decimal fraction, a line feed at the end. Amounts are text, written as in YAML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, DuplicateRule, Effect
from aubette.model.evidence import FrozenContest, FrozenEnvelope
from aubette.model.finding import Finding, Place
from aubette.model.money import Money
from aubette.votes import shape
from aubette.votes.reading import SHA256, Read
from aubette.votes.shape import OddError

STATEMENT = "aubette-rules-v1"
NONE = "none"
KEYS = frozenset({"statement", "city", "edition", "contests", "ties", "seed_commitment"})
CONTEST_KEYS = frozenset({"id", "effect", "ballot", "rule", "envelopes"})
OPTIONAL_CONTEST_KEYS = frozenset({"shortlist", "feeds", "duplicates", "areas"})
BALLOT_KEYS = frozenset({"type"})
CAPS = ("max_choices", "max_points", "max_points_per_project")
OPTIONAL_BALLOT_KEYS = frozenset({*CAPS, "min_choices", "grades", "cost_cap"})
FEWEST_GRADES = 2


@dataclass(frozen=True, slots=True)
class Rules:
    """The content of `rules.json`; `written` is the whole of it as parsed."""

    city: str
    edition: str
    contests: tuple[FrozenContest, ...]
    ties: tuple[str, ...]
    seed_commitment: str | None
    written: Mapping[str, object] = field(default_factory=dict, compare=False)


def read_rules(path: str, data: bytes, city: str, edition: str) -> Read[Rules | None]:
    """Read the frozen rules of this city and edition."""
    written = _parse(data)
    if written is None:
        return Read(None, (Finding("votes/rules-not-canonical", Place(path)),))
    try:
        rules = _rules(written)
    except OddError as odd:
        return Read(None, (Finding("votes/rules-value", Place(path), {"key": str(odd)}),))
    return Read(rules, tuple(_moved(path, rules, city, edition)))


def write_rules(rules: Rules) -> bytes:
    """The canonical bytes of the rules."""
    return canonical(
        {
            "statement": STATEMENT,
            "city": rules.city,
            "edition": rules.edition,
            "contests": [_contest_written(contest) for contest in rules.contests],
            "ties": list(rules.ties),
            "seed_commitment": rules.seed_commitment or NONE,
        }
    )


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _parse(data: bytes) -> Mapping[str, object] | None:
    def refuse(written: str) -> object:
        raise ValueError(written)

    try:
        value = json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        return value if isinstance(value, dict) and canonical(value) == data else None
    except (ValueError, RecursionError):
        return None


def _moved(path: str, rules: Rules, city: str, edition: str) -> Iterator[Finding]:
    for key, said, here in (("city", rules.city, city), ("edition", rules.edition, edition)):
        if said != here:
            yield Finding("votes/ballot-moved", Place(path), {"key": key, "said": said, "here": here})


def _rules(written: Mapping[str, object]) -> Rules:
    shape.mapping("", written, KEYS)
    commitment = shape.text("seed_commitment", written["seed_commitment"])
    if written["statement"] != STATEMENT:
        raise OddError("statement")
    if commitment != NONE and not SHA256.fullmatch(commitment):
        raise OddError("seed_commitment")
    contests = tuple(_contest(key, contest) for key, contest in shape.items("contests", written["contests"], 1))
    _among(contests)
    return Rules(
        city=shape.text("city", written["city"]),
        edition=shape.text("edition", written["edition"]),
        contests=contests,
        ties=tuple(shape.text(key, tie) for key, tie in shape.items("ties", written["ties"])),
        seed_commitment=None if commitment == NONE else commitment,
        written=written,
    )


def _among(contests: tuple[FrozenContest, ...]) -> None:
    """Contests have different names, feed one another, and agree on the amount of an envelope that they share."""
    names = [contest.id for contest in contests]
    if len(set(names)) < len(names):
        raise OddError("contests")
    for at, contest in enumerate(contests):
        if _feeds_itself(contest, {one.id: one.feeds for one in contests}):
            raise OddError(f"contests[{at}].feeds")
    amounts: dict[str, int] = {}
    for at, contest in enumerate(contests):
        if contest.feeds is not None and contest.feeds not in names:
            raise OddError(f"contests[{at}].feeds")
        for envelope in contest.envelopes:
            if amounts.setdefault(envelope.id, envelope.amount) != envelope.amount:
                raise OddError(f"contests[{at}].envelopes")


def _feeds_itself(contest: FrozenContest, feeds: Mapping[str, str | None]) -> bool:
    """Whether a contest would in the end choose its own candidates."""
    following, seen = contest.feeds, set[str]()
    while following is not None and following not in seen:
        seen.add(following)
        following = feeds.get(following)
    return contest.id in seen


def _contest(key: str, written: object) -> FrozenContest:
    contest = shape.mapping(key, written, CONTEST_KEYS, OPTIONAL_CONTEST_KEYS)
    effect = shape.member(f"{key}.effect", contest["effect"], Effect)
    if ("shortlist" in contest) != (effect is Effect.SHORTLIST):
        raise OddError(f"{key}.shortlist")
    rule = contest["rule"]
    if not isinstance(rule, dict):
        raise OddError(f"{key}.rule")
    envelopes = shape.items(f"{key}.envelopes", contest["envelopes"], 1)
    frozen = FrozenContest(
        id=_name(f"{key}.id", contest["id"]),
        effect=effect,
        ballot=_ballot(f"{key}.ballot", contest["ballot"]),
        rule=rule,
        envelopes=tuple(_envelope(at, envelope) for at, envelope in envelopes),
        shortlist=shape.whole(f"{key}.shortlist", contest["shortlist"], 1) if "shortlist" in contest else None,
        feeds=_name(f"{key}.feeds", contest["feeds"]) if "feeds" in contest else None,
        duplicates=_duplicates(f"{key}.duplicates", contest),
        areas=_areas(f"{key}.areas", contest["areas"]) if "areas" in contest else None,
    )
    if len({envelope.id for envelope in frozen.envelopes}) < len(frozen.envelopes):
        raise OddError(f"{key}.envelopes")
    _weights(f"{key}.rule.weights", frozen)
    return frozen


def _duplicates(key: str, contest: Mapping[str, object]) -> DuplicateRule | None:
    return shape.member(key, contest["duplicates"], DuplicateRule) if "duplicates" in contest else None


def _name(key: str, written: object) -> str:
    """A contest's identifier is also the name of a folder beside `ballot`."""
    if shape.slug(key, written) == "ballot":
        raise OddError(key)
    return shape.slug(key, written)


def _weights(key: str, contest: FrozenContest) -> None:
    """Weights of ranked ballots are whole numbers, none above the one before it; other ballots have none to judge."""
    declared = contest.rule.get("weights", "borda")
    if contest.ballot.type is not BallotType.RANKED or declared == "borda":
        return
    weights = [shape.whole(at, weight, 0) for at, weight in shape.items(key, declared)]
    if sorted(weights, reverse=True) != weights:
        raise OddError(key)


def _areas(key: str, written: object) -> dict[str, str]:
    """Areas by number; whether the numbers are candidates is judged beside the ballot."""
    if not isinstance(written, dict):
        raise OddError(key)
    return {number: shape.slug(f"{key}.{number}", area) for number, area in written.items()}


def _envelope(key: str, written: object) -> FrozenEnvelope:
    envelope = shape.mapping(key, written, frozenset({"id", "amount"}))
    return FrozenEnvelope(shape.slug(f"{key}.id", envelope["id"]), shape.amount(f"{key}.amount", envelope["amount"]))


def _ballot(key: str, written: object) -> BallotRules:
    ballot = shape.mapping(key, written, BALLOT_KEYS, OPTIONAL_BALLOT_KEYS)
    caps = {name: shape.whole(f"{key}.{name}", ballot[name], 1) for name in CAPS if name in ballot}
    grades = shape.items(f"{key}.grades", ballot.get("grades", []))
    cost_cap = ballot.get("cost_cap", False)
    if not isinstance(cost_cap, bool):
        raise OddError(f"{key}.cost_cap")
    rules = BallotRules(
        type=shape.member(f"{key}.type", ballot["type"], BallotType),
        min_choices=shape.whole(f"{key}.min_choices", ballot.get("min_choices", 0), 0),
        max_choices=caps.get("max_choices"),
        max_points=caps.get("max_points"),
        max_points_per_project=caps.get("max_points_per_project"),
        grades=tuple(shape.text(at, grade) for at, grade in grades),
        cost_cap=cost_cap,
    )
    for name, fits in _fits(rules).items():
        if not fits:
            raise OddError(f"{key}.{name}")
    return rules


def _fits(rules: BallotRules) -> dict[str, bool]:
    """Whether each limit goes with the type of ballot and with the other limits."""
    points = rules.type is BallotType.POINTS
    return {
        "max_choices": rules.max_choices is None or rules.max_choices >= rules.min_choices,
        "max_points": (rules.max_points is not None) == points,
        "max_points_per_project": rules.max_points_per_project is None or points,
        "grades": len(rules.grades) >= FEWEST_GRADES if rules.type is BallotType.GRADES else not rules.grades,
    }


def _contest_written(contest: FrozenContest) -> dict[str, object]:
    written: dict[str, object] = {
        "id": contest.id,
        "effect": contest.effect,
        "ballot": _ballot_written(contest.ballot),
        "rule": contest.rule,
        "envelopes": [{"id": one.id, "amount": Money(one.amount).written()} for one in contest.envelopes],
    }
    areas = None if contest.areas is None else dict(contest.areas)
    said = {"shortlist": contest.shortlist, "feeds": contest.feeds, "duplicates": contest.duplicates}
    return written | {key: value for key, value in {**said, "areas": areas}.items() if value is not None}


def _ballot_written(rules: BallotRules) -> dict[str, object]:
    values = {field.name: getattr(rules, field.name) for field in fields(rules)}
    return {key: value for key, value in values.items() if value or key == "min_choices"}
