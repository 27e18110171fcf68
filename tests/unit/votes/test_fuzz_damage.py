"""Good files, damaged a little: each parser says what is wrong, or what it read is written back byte for byte.

So there is no second spelling of anything that is signed, and no damage that ends in an exception.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import forms
import pytest
import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sealing import CITY, EDITION, NAMESPACE, TRUST, VOTES, House

from aubette.model.money import Money
from aubette.votes import (
    authenticity,
    ballots,
    frozen,
    keyring,
    keys,
    manifest,
    proclamation,
    rules_json,
    sshsig,
    table,
    tally,
    trust,
)
from aubette.votes.count import rule_data
from aubette.votes.inventory import SignedText
from aubette.votes.sealed import unsealed

SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOISE = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"\r", b"\n", b"\r\n", b"\0", b" ", b";", b"\xef\xbb\xbf", b"\xc2\xa0", b"0", b"-", b'"', b"#", b"# ", b"none"]
    ),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
EDITS = st.lists(st.tuples(st.sampled_from("lpotsc"), st.integers(0, 10**6), NOISE), max_size=3)
"""What is done to a file (lose, put, overwrite, twice, swap, cut), where, and with which bytes."""


def damaged(data: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    for kind, where, noise in edits:
        at = where % (len(data) + 1)
        lines = data.splitlines(keepends=True) or [b""]
        line = where % len(lines)
        if kind == "l":
            data = data[:at] + data[at + 1 :]
        elif kind == "p":
            data = data[:at] + noise + data[at:]
        elif kind == "o":
            data = data[:at] + noise + data[at + len(noise) :]
        elif kind == "t":
            data = b"".join([*lines[: line + 1], *lines[line:]])
        elif kind == "s":
            data = b"".join([*lines[:line], *lines[line + 1 :], lines[line]])
        else:
            data = data[:at]
    return data


def coded(findings: tuple[Any, ...]) -> None:
    for one in findings:
        assert one.code.startswith("votes/")
        assert one.place.file


@SOME
@given(EDITS)
def test_manifest(built: House, edits: list[tuple[str, int, bytes]]) -> None:
    data = damaged(built.files[f"{VOTES}/ville/bv-01/MANIFEST"], edits)
    read = manifest.read("MANIFEST", data)
    coded(read.findings)
    assert read.findings or (read.value and manifest.write(read.value) == data)


@SOME
@given(EDITS)
def test_proclamation(built: House, edits: list[tuple[str, int, bytes]]) -> None:
    data = damaged(built.files[f"{VOTES}/PROCLAMATION"], edits)
    read = proclamation.read("PROCLAMATION", data)
    coded(read.findings)
    assert read.findings or (read.value and proclamation.write(read.value) == data)


@SOME
@given(EDITS)
def test_tally(edits: list[tuple[str, int, bytes]]) -> None:
    data = damaged(b"number;votes\n2027-001;9\n2027-002;9\n2027-003;3\n", edits)
    read = tally.read(unsealed("tally.csv", data), forms.BALLOT, "ville", "web")
    coded(read.findings)
    assert read.findings or (read.value and tally.write(read.value) == data)


BALLOTS = {
    "ville": b"count;picks\n2;\n9;2027-001 2027-002\n3;2027-003\n",
    "nord": b"count;picks;points\n1;;\n8;2027-004 2027-005;3 2\n6;2027-005;3\n",
    "rang": b"count;picks\n4;2027-002 2027-001\n1;2027-003 2027-001 2027-002\n",
}


@SOME
@given(st.sampled_from(sorted(BALLOTS)), EDITS)
def test_ballots(contest: str, edits: list[tuple[str, int, bytes]]) -> None:
    data = damaged(BALLOTS[contest], edits)
    read = ballots.read(unsealed("ballots.csv", data), forms.BALLOT, contest)
    coded(read.findings)
    assert read.findings or (read.value is not None and ballots.write(forms.FORMS[contest], read.value) == data)


@SOME
@given(st.sampled_from(frozen.FILES), EDITS)
def test_frozen_ballot(built: House, name: str, edits: list[tuple[str, int, bytes]]) -> None:
    files = {file: built.files[f"{VOTES}/ballot/{file}"] for file in frozen.FILES}
    files[name] = damaged(files[name], edits)
    read = frozen.read(CITY, EDITION, files)
    coded(read.findings)
    if read.findings:
        assert read.value is None
        return
    assert read.value is not None
    cells = [(p.number, Money(p.cost).written(), p.envelope, p.order) for p in read.value.projects]
    assert table.write(frozen.PROJECTS_HEADER, cells) == files["ballot.csv"]
    assert rules_json.canonical(read.value.rules) == files["rules.json"]
    places = [(u.contest, u.unit, u.channel) for u in read.value.units]
    assert table.write(frozen.UNITS_HEADER, places) == files["units.csv"]


@SOME
@given(EDITS)
def test_allowed_signers(built: House, edits: list[tuple[str, int, bytes]]) -> None:
    good = built.files[f"{TRUST}/allowed_signers"]
    data = damaged(good, edits)
    read = trust.read_signers("allowed_signers", data, NAMESPACE)
    coded(read.findings)
    if data != good and not read.findings:
        known = {signer.key.blob for signer in trust.read_signers("", good, NAMESPACE).value}
        assert len({signer.key.blob for signer in read.value}) == len(read.value)
        assert {signer.key.kind for signer in read.value} <= {"ssh-ed25519"}
        assert known or read.value


@SOME
@given(EDITS)
def test_revoked_keys(built: House, edits: list[tuple[str, int, bytes]]) -> None:
    """A line that is neither a key nor a comment is told: nobody's revocation is lost to a slip of the hand."""
    lines = "".join(f"{signer.line} {name}\n" for name, signer in sorted(built.keys.items()))
    data = damaged(b"# revoked\n" + lines.encode(), edits)
    read = trust.read_revoked("revoked_keys", data)
    coded(read.findings)
    written = [line for line in data.split(b"\n") if line and not line.startswith(b"#")]
    assert read.findings or len(read.value) == len({line.split(b" ")[1] for line in written})


@SOME
@given(EDITS)
def test_a_damaged_seal_does_not_count(built: House, edits: list[tuple[str, int, bytes]]) -> None:
    path = f"{VOTES}/ville/bv-01/MANIFEST"
    good = built.files[f"{path}.teller-1.sig"]
    data = damaged(good, edits)
    seal = sshsig.parse(data)
    text = built.files[path]
    if data != good:
        assert isinstance(seal, sshsig.Refusal) or sshsig.judge(seal, text, NAMESPACE) is not None
    signers = trust.read_signers("", built.files[f"{TRUST}/allowed_signers"], NAMESPACE).value
    occasion = authenticity.Occasion(trust.Trust("trust", signers), NAMESPACE)
    judged = authenticity.judge(SignedText("v", "MANIFEST", {"MANIFEST": text}, {"teller-1": data}), occasion, 1)
    coded(judged.findings)
    assert bool(judged.value) == (data == good)


KINDS = st.sampled_from(sorted(keys.LOADERS))


@SOME
@given(KINDS, st.lists(st.binary(max_size=70), max_size=4), st.binary(max_size=4))
def test_keys_of_any_content(kind: str, fields: list[bytes], rest: bytes) -> None:
    blob = signing.string(kind.encode()) + b"".join(map(signing.string, fields)) + rest
    try:
        key = keys.read(blob)
    except keys.KeyRefusedError:
        return
    assert key.blob == blob
    for signature in (b"", rest, signing.string(kind.encode()) + signing.string(b"".join(fields))):
        with contextlib.suppress(ValueError, keys.NotTouchedError):
            assert not keys.signed(key, signature, b"text")


@SOME
@given(EDITS, st.text(max_size=12), st.dates(), st.dates())
def test_keyrings_are_changed_or_refused(
    built: House, edits: list[tuple[str, int, bytes]], name: str, first: Any, second: Any
) -> None:
    signers = built.files[f"{TRUST}/allowed_signers"]
    public = damaged(f"{built.keys['stranger'].line} stranger\n".encode(), edits)
    steps: list[Callable[[], bytes]] = [
        lambda: keyring.added(signers, name, keyring.public_key(public), NAMESPACE, (first, second)),
        lambda: keyring.ended(signers, "teller-1", "", NAMESPACE, first),
        lambda: keyring.ended(signers, name, "", NAMESPACE, first),
        lambda: keyring.revoked(b"", signers, "teller-2", name, NAMESPACE),
    ]
    for step in steps:
        try:
            made = step()
        except keyring.KeyringError as error:
            assert error.code
            continue
        if made.startswith(b"teller"):
            assert trust.read_signers("", made, NAMESPACE).findings == ()
        else:
            assert trust.read_revoked("", made).findings == ()


@given(st.text(max_size=80))
def test_notes_are_split_and_joined(note: str) -> None:
    numbers = proclamation.withdrawn(note)
    assert all(numbers)
    if numbers:
        assert proclamation.note_of(numbers, proclamation.free_note(note)) == note.removesuffix(" ")
    else:
        assert proclamation.free_note(note) == note


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**12) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
CLAUSES = st.sampled_from([*sorted(rule_data.to_mapping(rule_data.CountingRule())), "max_winners", "colour"])
INNER = st.sampled_from(["votes", "points", "share_percent", "other"])


@SOME
@given(st.dictionaries(CLAUSES, JSON | st.dictionaries(INNER, JSON, max_size=2), max_size=3))
def test_counting_rules_of_any_content(written: dict[str, Any]) -> None:
    try:
        rule = rule_data.from_mapping(json.loads(json.dumps(written)))
    except rule_data.BadRuleError as error:
        assert str(error)
        return
    assert rule_data.from_mapping(rule_data.to_mapping(rule)) == rule


@pytest.mark.parametrize(
    "written",
    [
        {"thresholds": {"share_percent": "abc"}},
        {"thresholds": {"share_percent": "1/0"}},
        {"thresholds": {"share_percent": "1e999999999"}},
        {"thresholds": {"share_percent": "100.5"}},
        {"thresholds": {"votes": -1}},
        {"step": "0"},
        {"step": "-1"},
        {"max_winners": True},
        {"max_winners": 2.5},
        {"min_winners_per_area": "3"},
        {"weights": [3, -1]},
        {"weights": "3,2,1"},
        {"exclusions": ["2027-001"]},
        {"withdrawn": "2027-001"},
        {"ties": "draw"},
    ],
    ids=str,
)
def test_a_clause_that_would_stop_or_bend_the_count_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(rule_data.BadRuleError, match=next(iter(written))):
        rule_data.from_mapping(written)


@pytest.mark.parametrize("name", ["MANIFEST", "PROCLAMATION"])
def test_a_very_long_text_is_refused_at_once(name: str) -> None:
    read = manifest.read if name == "MANIFEST" else proclamation.read
    assert read(name, b"# statement: " + b"x" * 200_000).findings
    assert read(name, b"\n" * 200_000).findings
