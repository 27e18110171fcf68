"""The policy of seals, from what a YAML reader made of `policy.yml` (its keys stand at `aubette.model.seal.Policy`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from aubette.model.finding import Finding, Place, Severity
from aubette.model.seal import College, Policy
from aubette.votes import shape
from aubette.votes.reading import Read

KEYS = frozenset({"schema_version", "threshold", "colleges", "proclamation", "small_unit_limit", "ballots_minimum"})
VERSION = 1


def read_policy(path: str, written: Mapping[str, object], principals: Iterable[str]) -> Read[Policy | None]:
    """Read the policy of an edition and hold it against the signers that the edition trusts."""
    try:
        policy = _policy(written)
    except shape.OddError as odd:
        return Read(None, (Finding("votes/policy-value", Place(path), {"key": str(odd)}),))
    return Read(policy, tuple(_against(path, policy, set(principals))))


def _policy(written: Mapping[str, object]) -> Policy:
    shape.mapping("policy", written, KEYS)
    if shape.whole("schema_version", written["schema_version"], VERSION) != VERSION:
        raise shape.OddError("schema_version")
    proclamation = shape.mapping("proclamation", written["proclamation"], frozenset({"threshold"}))
    return Policy(
        threshold=shape.whole("threshold", written["threshold"], 1),
        colleges=tuple(_college(key, college) for key, college in shape.items("colleges", written["colleges"])),
        proclamation_threshold=shape.whole("proclamation.threshold", proclamation["threshold"], 1),
        small_unit_limit=shape.whole("small_unit_limit", written["small_unit_limit"], 0),
        ballots_minimum=shape.whole("ballots_minimum", written["ballots_minimum"], 0),
    )


def _college(key: str, written: object) -> College:
    college = shape.mapping(key, written, frozenset({"id", "signers"}))
    signers = tuple(shape.slug(at, signer) for at, signer in shape.items(f"{key}.signers", college["signers"], 1))
    if len(set(signers)) < len(signers):
        raise shape.OddError(f"{key}.signers")
    return College(shape.slug(f"{key}.id", college["id"]), signers)


def _against(path: str, policy: Policy, principals: set[str]) -> Iterator[Finding]:
    place = Place(path)
    seats = Counter(signer for college in policy.colleges for signer in college.signers)
    for signer in sorted(seats):
        if seats[signer] > 1:
            yield Finding("votes/signer-in-two-colleges", place, {"signer": signer})
        if signer not in principals:
            yield Finding("votes/policy-unknown-signer", place, {"signer": signer})
    for signer in sorted(principals - seats.keys()) if seats else ():
        known = tuple(seats)
        yield Finding("votes/signer-without-college", place, {"signer": signer, "known": known}, Severity.WARNING)
    highest = max(policy.threshold, policy.proclamation_threshold, len(policy.colleges))
    if highest > len(principals):
        yield Finding("votes/threshold-out-of-reach", place, {"needed": highest, "n": len(principals)})
