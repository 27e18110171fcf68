"""Who signed a text, and whether that is enough: different keys are counted, not names or files.

A signature carries no time of its own. It is judged at the time that the signed text gives for itself, which a stolen
key could backdate: so revocation always counts, and a signature must have come in while its key was valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aubette.model.finding import Finding, Param, Place, Related
from aubette.model.seal import Policy
from aubette.votes import sshsig
from aubette.votes.inventory import SignedText
from aubette.votes.reading import Read
from aubette.votes.sealed import spellings
from aubette.votes.trust import AllowedSigner, Trust


@dataclass(frozen=True, slots=True)
class Occasion:
    """What signatures are judged by: the trusted keys, the purpose, and the time that the signed text gives."""

    trust: Trust
    namespace: str
    signed: datetime | None = None
    first_seen: Mapping[str, datetime] = field(default_factory=dict)


def judge(text: SignedText, occasion: Occasion, threshold: int) -> Read[tuple[str, ...]]:
    """The signers of `text` whose signatures count, by name, and why others do not or why they are too few."""
    verdicts = [_verdict(text, name, occasion) for name in sorted(text.seals)]
    good = [verdict for verdict in verdicts if isinstance(verdict, AllowedSigner)]
    wrong = [verdict for verdict in verdicts if isinstance(verdict, Finding)]
    findings = [*wrong, *_enough(text, good, threshold, occasion.trust.policy)]
    return Read(tuple(signer.principal for signer in good), _once(findings))


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings without those that say the same of the same place: several signatures may show that a text changed."""
    return tuple({(finding.code, finding.place): finding for finding in findings}.values())


def _verdict(text: SignedText, name: str, occasion: Occasion) -> AllowedSigner | Finding:
    path = text.seal_path(name)
    seal = sshsig.parse(text.seals[name])
    if isinstance(seal, sshsig.Refusal):
        return _refused(path, seal)
    if unwanted := _unwanted(path, seal, occasion.trust):
        return unwanted
    refusal = sshsig.judge(seal, text.text or b"", occasion.namespace)
    if refusal is None:
        return _holder(path, name, seal, occasion)
    if refusal.code == "votes/signature-wrong" and _respelled(seal, text, occasion.namespace):
        return Finding("votes/line-endings-changed", Place(text.path))
    return _refused(path, refusal)


def _refused(path: str, refusal: sshsig.Refusal) -> Finding:
    return Finding(refusal.code, Place(path, refusal.line), dict(refusal.params))


def _unwanted(path: str, seal: sshsig.Seal, trust: Trust) -> Finding | None:
    key = seal.key.fingerprint
    if seal.key.blob in trust.revoked:
        related = (Related(Place(trust.revoked_path, trust.revoked[seal.key.blob], 1), "revoked-here"),)
        return Finding("votes/revoked-key", Place(path), {"key": key}, related=related)
    if not trust.holders(seal.key):
        return Finding("votes/unknown-key", Place(path), {"key": key, "file": trust.allowed_path})
    return None


def _respelled(seal: sshsig.Seal, text: SignedText, namespace: str) -> bool:
    return any(sshsig.judge(seal, variant, namespace) is None for variant in spellings(text.text or b""))


def _holder(path: str, name: str, seal: sshsig.Seal, occasion: Occasion) -> AllowedSigner | Finding:
    """The line of `allowed_signers` under which this signature counts."""
    holders = occasion.trust.holders(seal.key)
    signer = next((holder for holder in holders if holder.principal == name), None)
    if signer is None:
        return Finding("votes/wrong-signer", Place(path), {"said": name, "signer": holders[0].principal})
    related = (Related(Place(occasion.trust.allowed_path, signer.line, 1), "set-here"),)
    period: dict[str, Param] = {"signer": name, "after": signer.after, "before": signer.before}
    if occasion.signed and not signer.after <= occasion.signed <= signer.before:
        return Finding("votes/outside-validity", Place(path), {**period, "signed": occasion.signed}, related=related)
    seen = occasion.first_seen.get(path)
    if seen and seen > signer.before:
        return Finding("votes/arrived-late", Place(path), {**period, "seen": seen}, related=related)
    return signer


def _enough(text: SignedText, good: list[AllowedSigner], threshold: int, policy: Policy | None) -> Iterator[Finding]:
    place = Place(text.path)
    signers = tuple(signer.principal for signer in good)
    keys = len({signer.key.blob for signer in good})
    if not text.seals:
        yield Finding("votes/not-signed", place, {"needed": threshold})
    elif keys < threshold:
        yield Finding("votes/too-few-signatures", place, {"n": keys, "needed": threshold, "signers": signers})
    for college in policy.colleges if policy and text.seals else ():
        if not {*college.signers} & {*signers}:
            params: dict[str, Param] = {"college": college.id, "signers": college.signers, "member": college.signers[0]}
            yield Finding("votes/college-without-signature", place, params)
