"""Every way to spoil a sealed edition is found out, at its place, and nothing else is said.

What must follow from each stands in `tests/cases/votes/spoiled/`, one `code file:line:column` per line; `V` is the
edition's votes and `T` its trusted keys.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from damage import (
    BV1,
    NORD,
    OFFICERS,
    POOL,
    RESIDENTS,
    WEB,
    ZEROS,
    Spoil,
    T,
    V,
    added,
    ballots_of_one_small_unit,
    changed,
    copied,
    corrected_after_proclamation,
    corrected_later,
    figures,
    gone,
    key_under_two_names,
    listed,
    merged_of_one,
    merged_twice,
    merged_with_nobody,
    new_unit,
    other_purpose,
    other_purpose_of,
    policy,
    proclaimed_with_a_stranger,
    proclaimed_without_a_unit,
    recount,
    recount_changed,
    recount_lost,
    recount_of_others,
    recount_sealed_by,
    resigned,
    revoked,
    rewritten,
    said,
    same_figures,
    seal_bytes,
    sealed_by,
    stranger,
    text,
    trusting,
    two_in_one,
    unanimous,
    unlisted,
    untouched_security_key,
    version_two,
    windows,
    without_unit,
    wrong_name,
)
from sealing import TELLERS, House

from aubette.model.finding import Severity

EXPECTED = Path(__file__).parents[2] / "cases" / "votes" / "spoiled"
WARNED = {"small-unit", "unanimous-unit", "signer-in-no-college"}

SPOILED: dict[str, Spoil] = {
    "not-signed": sealed_by(BV1),
    "one-signature-of-two": sealed_by(BV1, "teller-1"),
    "two-signatures-of-one-college": sealed_by(BV1, "teller-2", "teller-3"),
    "one-key-under-two-names": key_under_two_names,
    "a-stranger-signs-too": stranger,
    "a-key-is-revoked-after-the-proclamation": revoked,
    "signature-file-named-after-somebody-else": wrong_name,
    "two-signatures-in-one-file": two_in_one,
    "security-key-not-touched": untouched_security_key,
    "signature-over-sha-1": resigned(BV1, hash_name="sha1"),
    "signature-over-md5": resigned(BV1, hash_name="md5"),
    "signature-made-for-git": other_purpose,
    "signature-made-for-a-file": other_purpose_of(b"file"),
    "signature-with-windows-line-ends": seal_bytes(BV1, lambda seal: seal.replace(b"\n", b"\r\n")),
    "signature-cut-short": seal_bytes(BV1, lambda seal: seal[:-30]),
    "signature-with-a-word-before-it": seal_bytes(BV1, lambda seal: b"seal:\n" + seal),
    "signed-after-the-keys-expired": said(BV1, "signed", "2027-05-02T00:00:00Z"),
    "signed-before-the-poll-closed": said(BV1, "signed", "2026-11-14T17:40:00Z"),
    "signed-in-the-future": said(BV1, "signed", "2026-12-01T00:00:00Z"),
    "a-foreign-checksum-line": listed(BV1, f"{ZEROS}  ../../../../etc/passwd"),
    "an-absolute-path": listed(BV1, f"{ZEROS}  /etc/passwd"),
    "another-unit-s-tally": listed(BV1, f"{ZEROS}  ../bv-02/tally.csv"),
    "a-checksum-twice": listed(BV1, f"{ZEROS}  tally.csv"),
    "a-line-that-is-no-checksum": listed(BV1, "tally.csv is good"),
    "rules-not-listed": unlisted(BV1, "../../ballot/rules.json"),
    "tally-not-listed": unlisted(BV1, "tally.csv"),
    "ballots-not-listed": unlisted(BV1, "ballots.csv"),
    "a-member-of-the-merged-unit-not-listed": unlisted(POOL, "../bv-03/tally.csv"),
    "another-city-s-manifest": said(BV1, "city", "lyon.fr"),
    "another-edition-s-manifest": said(BV1, "edition", "2026"),
    "another-contest-s-manifest": said(BV1, "contest", "nord"),
    "another-unit-s-manifest": said(BV1, "unit", "web"),
    "another-channel": said(BV1, "channel", "online"),
    "second-version-of-nothing": said(BV1, "seq", "2"),
    "corrected-without-a-reason": text(BV1, "# seq: 1\n# supersedes: none\n", f"# seq: 2\n# supersedes: {ZEROS}\n"),
    "corrected-with-a-dash-for-a-reason": version_two(BV1, "-"),
    "proclaimed-anew-without-a-reason": version_two("PROCLAMATION", "none"),
    "proclaimed-anew-with-a-withdrawal-for-a-reason": version_two("PROCLAMATION", "withdrawn: 2027-003."),
    "first-version-replaces-something": said(BV1, "supersedes", ZEROS),
    "a-figure-with-decimals": said(BV1, "valid", "12.0"),
    "a-day-that-is-not": said(BV1, "closed", "2026-02-30T18:00:00Z"),
    "a-unit-s-name-with-a-space": said(BV1, "unit", "BV 01"),
    "key-in-capitals": text(BV1, "# unit:", "# Unit:"),
    "keys-in-another-order": text(BV1, "# blank: 2\n# null: 1\n", "# null: 1\n# blank: 2\n"),
    "key-twice": text(BV1, "# roll: 15\n", "# roll: 15\n# roll: 15\n"),
    "key-missing": text(BV1, "# roll: 15\n", ""),
    "another-statement": text(BV1, "aubette-votes-v1", "aubette-votes-v2"),
    "minutes-do-not-add-up": said(BV1, "null", "0"),
    "roll-differs-without-a-note": said(BV1, "roll", "16"),
    "rows-miscounted": said(BV1, "rows", "4"),
    "votes-miscounted": said(BV1, "votes-cast", "22"),
    "more-votes-than-ballots": figures(f"{BV1}/tally.csv", "2027-001;9", "2027-001;13"),
    "more-points-than-the-ballots-hold": figures(
        "nord/web/tally.csv", "2027-004;24\n2027-005;34\n", "2027-004;42\n2027-005;42\n"
    ),
    "fewer-votes-than-ballots": figures(
        "ville/bv-02/tally.csv", "2027-001;5\n2027-002;1\n", "2027-001;0\n2027-002;0\n"
    ),
    "ballots-do-not-sum-to-the-tally": figures(f"{BV1}/ballots.csv", "3;2027-003", "4;2027-003"),
    "tally-changed": changed(f"{V}/{BV1}/tally.csv", "2027-003;3", "2027-003;4"),
    "tally-cut-short": changed(f"{V}/{BV1}/tally.csv", "2027-003;3\n", ""),
    "tally-with-windows-line-ends": rewritten(f"{BV1}/tally.csv", windows),
    "tally-with-a-byte-order-mark": rewritten(f"{BV1}/tally.csv", lambda table: b"\xef\xbb\xbf" + table),
    "tally-saved-by-excel": rewritten(f"{BV1}/tally.csv", lambda table: b"\xef\xbb\xbf" + windows(table)),
    "manifest-with-windows-line-ends": rewritten(f"{BV1}/MANIFEST", windows),
    "frozen-ballot-with-windows-line-ends": rewritten("ballot/ballot.csv", windows),
    "ballots-changed": changed(f"{V}/{BV1}/ballots.csv", "3;2027-003", "4;2027-003"),
    "manifest-changed": changed(f"{V}/{BV1}/MANIFEST", "# note: none", "# note: nothing"),
    "cost-changed-after-the-vote-opened": changed(f"{V}/ballot/ballot.csv", "2027-001;40000", "2027-001;41000"),
    "rules-changed-after-the-vote-opened": changed(
        f"{V}/ballot/rules.json", '"amount": "100000"', '"amount": "200000"'
    ),
    "polling-place-struck-off": changed(f"{V}/ballot/units.csv", "ville;bv-03;paper\n", ""),
    "frozen-rules-of-another-city": changed(f"{V}/ballot/rules.json", "example.fr", "lyon.fr"),
    "rules-not-canonical": changed(f"{V}/ballot/rules.json", '"city"', ' "city"'),
    "rules-out-of-shape": changed(f"{V}/ballot/rules.json", '"decisive"', '"binding"'),
    "null-with-a-zero-before-it": said(BV1, "null", "01"),
    "a-tab-in-the-note": said(BV1, "note", "nothing\tto say"),
    "rules-with-a-rule-of-their-own-for-double-votes": changed(
        f"{V}/ballot/rules.json", '"paper_stands"', '"the paper wins"'
    ),
    "unit-missing": without_unit,
    "unit-unexpected": new_unit,
    "unit-copied-from-another": copied(WEB, BV1),
    "figures-handed-in-twice": same_figures,
    "reconciliation-that-does-not-add-up": figures(f"{NORD}/RECONCILIATION", "removed: 3", "removed: 2"),
    "reconciliation-to-other-ballots": figures(
        f"{NORD}/RECONCILIATION", "before: 19\n# removed: 3\n# after: 16", "before: 19\n# removed: 4\n# after: 15"
    ),
    "reconciliation-of-another-unit": figures(f"{NORD}/RECONCILIATION", "unit: web", "unit: bv-01"),
    "reconciliation-without-witnesses": figures(f"{NORD}/RECONCILIATION", "two tellers, the committee", "none"),
    "reconciliation-by-another-rule": figures(f"{NORD}/RECONCILIATION", "paper_stands", "last_stands"),
    "reconciliation-by-a-rule-of-its-own": figures(f"{NORD}/RECONCILIATION", "paper_stands", "the paper wins"),
    "reconciliation-without-a-rule": figures(f"{NORD}/RECONCILIATION", "paper_stands", "none"),
    "reconciliation-changed": changed(f"{V}/{NORD}/RECONCILIATION", "removed: 3", "removed: 4"),
    "reconciliation-missing": gone(f"{V}/{NORD}/RECONCILIATION"),
    "reconciliation-not-listed": unlisted(NORD, "RECONCILIATION"),
    "reconciliation-with-a-checksum": figures(
        f"{NORD}/RECONCILIATION", "# note: none\n", f"# note: none\n{ZEROS}  tally.csv\n"
    ),
    "recount-by-hand-gives-other-figures": recount(lambda tally: tally.replace(b";", b";1", 2)),
    "recount-of-units-that-were-not-drawn": recount_of_others,
    "recount-in-another-city": recount(city="lyon.fr"),
    "recount-in-the-future": recount(signed=datetime(2026, 12, 14, tzinfo=UTC)),
    "recount-without-witnesses": recount(witnesses="none"),
    "recount-not-sealed": recount_sealed_by(),
    "recount-sealed-by-one": recount_sealed_by("teller-1"),
    "recount-changed": recount_changed,
    "recount-lost": recount_lost,
    "tally-missing": gone(f"{V}/{BV1}/tally.csv"),
    "ballots-missing": gone(f"{V}/{BV1}/ballots.csv"),
    "manifest-missing": gone(f"{V}/{BV1}/MANIFEST"),
    "rules-missing": gone(f"{V}/ballot/rules.json"),
    "not-proclaimed": gone(f"{V}/PROCLAMATION"),
    "proclaimed-without-a-unit": proclaimed_without_a_unit,
    "proclaimed-with-a-unit-that-is-not-there": proclaimed_with_a_stranger,
    "units-miscounted": said("PROCLAMATION", "units", 5),
    "proclaimed-before-the-last-unit-signed": said("PROCLAMATION", "signed", "2026-11-14T18:30:00Z"),
    "proclaimed-in-the-future": said("PROCLAMATION", "signed", "2026-12-14T18:30:00Z"),
    "another-city-s-proclamation": said("PROCLAMATION", "city", "lyon.fr"),
    "another-edition-s-proclamation": said("PROCLAMATION", "edition", "2026"),
    "a-withdrawn-project-that-nobody-voted-on": said("PROCLAMATION", "note", "withdrawn: 2027-003, 2027-999. Rain."),
    "third-proclamation-of-none": said("PROCLAMATION", "seq", 3),
    "seed-not-revealed": said("PROCLAMATION", "seed", "none"),
    "seed-not-the-promised-one": said("PROCLAMATION", "seed", "0" * 30),
    "unit-corrected-after-the-proclamation": corrected_after_proclamation,
    "a-correction-later-than-the-proclamation": corrected_later,
    "policy-changed-after-the-proclamation": changed(f"{T}/policy.yml", "threshold: 2", "threshold: 1"),
    "signers-changed-after-the-proclamation": changed(f"{T}/allowed_signers", "20261001Z", "20261002Z"),
    "revocation-withdrawn-after-the-proclamation": said("PROCLAMATION", "revoked-keys", ZEROS),
    "revoked-keys-missing": gone(f"{T}/revoked_keys"),
    "policy-missing": gone(f"{T}/policy.yml"),
    "a-second-manifest-in-the-folder": added(f"{V}/{BV1}/MANIFEST-2", b"# statement: aubette-votes-v1\n"),
    "a-file-too-many": added(f"{V}/{BV1}/notes.txt", b"x"),
    "nested-git-attributes": added(f"{V}/.gitattributes", b"*.csv text eol=crlf\n"),
    "a-file-too-many-among-the-keys": added(f"{T}/old_signers", b"x"),
    "a-signature-file-of-twenty-kilobytes": added(f"{V}/{BV1}/MANIFEST.teller-3.sig", b"x" * 20_000),
    "ballots-of-a-small-unit": ballots_of_one_small_unit,
    "merged-unit-of-one": merged_of_one,
    "ballots-merged-twice": merged_twice,
    "merged-with-nobody": merged_with_nobody,
    "merged-unit-does-not-sum": said(POOL, "roll", "14"),
    "merged-tally-does-not-sum": figures(f"{POOL}/tally.csv", "2027-003;5", "2027-003;6"),
    "small-unit": policy(small_unit_limit=7),
    "unanimous-unit": unanimous,
    "policy-with-a-yes-for-a-number": policy(threshold=True),
    "policy-with-an-unknown-key": policy(quorum=1),
    "policy-names-a-stranger": policy(colleges=[{"id": "officers", "signers": ["teller-1", "maire"]}, RESIDENTS]),
    "signer-in-two-colleges": policy(colleges=[OFFICERS, {"id": "residents", "signers": [*TELLERS]}]),
    "signer-in-no-college": policy(colleges=[OFFICERS, {"id": "residents", "signers": ["teller-2"]}]),
    "more-signatures-than-signers": policy(threshold=4),
    "signer-with-a-joker": trusting("teller-3", "*"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled(name: str, house: House) -> None:
    SPOILED[name](house)
    verdict = house.verdict()
    found = [f"{one.code} {one.place}".replace(V, "V").replace(T, "T") for one in verdict.findings]
    assert found == (EXPECTED / f"{name}.expect").read_text().splitlines()
    assert (verdict.evidence is None) == (name not in WARNED)
    assert {one.severity for one in verdict.findings} == {Severity.WARNING if name in WARNED else Severity.ERROR}


def test_each_expectation_has_its_case() -> None:
    assert sorted(SPOILED) == sorted(path.stem for path in EXPECTED.glob("*.expect"))
