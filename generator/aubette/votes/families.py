"""The five families of what a verifier can find, by code; a report shows them in this order."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Family(StrEnum):
    """What a finding puts in doubt.

    AUTHENTICITY  who signed, and whether they may
    COMPLETENESS  whether everybody reported, once, and was proclaimed
    INTEGRITY     whether the files are the signed ones
    CONSISTENCY   whether each file is well formed, speaks of its own place, and its figures go together
    EVIDENCE      whether ballots, merged units and the drawing of lots prove what the figures say
    """

    AUTHENTICITY = "authenticity"
    COMPLETENESS = "completeness"
    INTEGRITY = "integrity"
    CONSISTENCY = "consistency"
    EVIDENCE = "evidence"


MEMBERS: Mapping[Family, tuple[str, ...]] = {
    Family.AUTHENTICITY: (
        "arrived-late",
        "certificate-authority",
        "college-without-signature",
        "date-without-zone",
        "imported-with-seals",
        "key-not-touched",
        "key-refused",
        "not-signed",
        "one-plain-name",
        "outside-validity",
        "policy-unknown-signer",
        "policy-value",
        "revocation-list-binary",
        "revoked-key",
        "revoked-line",
        "same-key-twice",
        "several-signatures",
        "signature-damaged",
        "signature-wrong",
        "signer-dates",
        "signer-in-two-colleges",
        "signer-namespace",
        "signer-option-missing",
        "signer-without-college",
        "signers-line",
        "threshold-out-of-reach",
        "too-few-signatures",
        "trust-file-missing",
        "unknown-key",
        "weak-hash",
        "wrong-namespace",
        "wrong-signer",
    ),
    Family.COMPLETENESS: (
        "contest-without-project",
        "contest-without-unit",
        "not-proclaimed",
        "proclamation-extra",
        "proclamation-omits",
        "same-tally-twice",
        "text-vanished",
        "unit-missing",
        "unit-twice",
        "unit-unexpected",
        "units-miscounted",
    ),
    Family.INTEGRITY: (
        "ballot-changed",
        "ballots-changed",
        "checksum-line",
        "checksum-missing",
        "checksum-twice",
        "correction",
        "correction-unexplained",
        "file-missing",
        "file-mode",
        "file-too-large",
        "line-endings-changed",
        "manifest-changed",
        "path-not-allowed",
        "reconciliation-changed",
        "supersedes",
        "tally-changed",
        "trust-changed",
        "unexpected-file",
    ),
    Family.EVIDENCE: (
        "audit-differs",
        "audit-not-the-draw",
        "ballots-differ-from-manifest",
        "ballots-differ-from-tally",
        "ballots-too-few",
        "merged-member",
        "merged-member-twice",
        "merged-of-one",
        "merged-sum",
        "reconciliation-differs",
        "reconciliation-rule-differs",
        "reconciliation-rule-unknown",
        "seed-differs",
        "seed-missing",
        "seed-not-promised",
        "small-unit",
        "unanimous-unit",
    ),
}
FAMILIES: Mapping[str, Family] = {f"votes/{name}": family for family, names in MEMBERS.items() for name in names}


def family(code: str) -> Family:
    """The family of a code of the verifier; whatever is not listed is about a file's form or figures."""
    return FAMILIES.get(code, Family.CONSISTENCY)
