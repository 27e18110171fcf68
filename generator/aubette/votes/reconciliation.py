"""`RECONCILIATION`: what was done about people who voted twice, on paper and on the internet.

It lies beside the MANIFEST of the unit from which ballots were taken out, in the same notation; the MANIFEST lists it,
so that its signers sign it too. It holds figures and functions, never a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from aubette.model.enums import DuplicateRule
from aubette.model.evidence import FrozenContest
from aubette.model.finding import Finding, Param, Place
from aubette.model.seal import Manifest, Reconciliation
from aubette.votes import statement
from aubette.votes.reading import CITY, SLUG, Read
from aubette.votes.sealed import Sealed

STATEMENT = "aubette-reconciliation-v1"
KEYS = ("city", "edition", "contest", "unit", "before", "removed", "after", "policy", "witnesses", "note")
SAID = re.compile(r"(?!none$).+")


def read(sealed: Sealed) -> Read[Reconciliation | None]:
    """Read a record; the value is None unless all of it is written as it should be."""
    text = statement.read(sealed.path, sealed.payload, STATEMENT, KEYS)
    if text.value is None:
        return Read(None, text.findings)
    take = statement.Taker(text.value)
    policy = _policy(sealed.path, text.value.values["policy"])
    record = Reconciliation(
        city=take.text("city", CITY),
        edition=take.text("edition", SLUG),
        contest=take.text("contest", SLUG),
        unit=take.text("unit", SLUG),
        before=take.whole("before"),
        removed=take.whole("removed"),
        after=take.whole("after"),
        policy=policy.value,
        witnesses=take.text("witnesses", SAID),
        note=take.free("note"),
    )
    more = (Finding("votes/checksum-line", Place(sealed.path, one.line, 1)) for one in text.value.checksums)
    findings = (*text.findings, *take.findings, *policy.findings, *more)
    return Read(None if findings else record, findings)


def _policy(path: str, found: str) -> Read[DuplicateRule]:
    """The rule that was applied; where it is none of those that a contest may have, what stands there and the list."""
    known = tuple(rule.value for rule in DuplicateRule)
    if found in known:
        return Read(DuplicateRule(found))
    params: dict[str, Param] = {"found": found, "known": known}
    wrong = Finding("votes/reconciliation-rule-unknown", _place(path, "policy"), params)
    return Read(DuplicateRule.PREVENTED, (wrong,))


def write(record: Reconciliation) -> bytes:
    """The bytes of a record."""
    values: Mapping[str, object] = {key: getattr(record, key) for key in KEYS[:-1]} | {"note": record.note or None}
    return statement.write(STATEMENT, values, ())


def judge(path: str, record: Reconciliation, said: Manifest, contest: FrozenContest) -> Iterator[Finding]:
    """Whether a record speaks of its unit, goes by the frozen rule, and leads to the ballots that the unit counted."""
    for key in KEYS[:4]:
        if (found := getattr(record, key)) != (here := getattr(said, key)):
            params: dict[str, Param] = {"key": key, "said": found, "here": here}
            yield Finding("votes/manifest-moved", _place(path, key), params)
    found_there = said.figures.ballots_found
    if record.before - record.removed != record.after or record.after != found_there:
        params = {key: getattr(record, key) for key in KEYS[4:7]} | {"found": found_there}
        yield Finding("votes/reconciliation-differs", _place(path, "after"), params)
    if contest.duplicates not in (None, record.policy):
        params = {"said": record.policy, "frozen": contest.duplicates, "contest": contest.id}
        yield Finding("votes/reconciliation-rule-differs", _place(path, "policy"), params)


def _place(path: str, key: str) -> Place:
    return Place(path, KEYS.index(key) + 2, len(f"# {key}: ") + 1)
