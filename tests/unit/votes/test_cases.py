"""Each case is a file and, beside it, the line, column and code of all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import forms
import pytest
import sealing
import yaml

from aubette.model.finding import Finding, ordered
from aubette.votes import ballots, frozen, rules_json, tally, trust
from aubette.votes.policy import read_policy
from aubette.votes.sealed import unsealed
from aubette.words.catalogue import Catalogue

CASES = Path(__file__).parents[2] / "cases" / "votes"
FROZEN = {"ballot": "ballot.csv", "units": "units.csv"}


def cases(kind: str) -> list[Path]:
    return sorted(path for path in (CASES / kind).rglob("*.*") if path.suffix != ".expect")


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def expected(path: Path) -> list[str]:
    return path.with_suffix(".expect").read_text().splitlines()


def found(findings: Iterable[Finding]) -> list[str]:
    return [f"{one.place.line}:{one.place.column} {one.code}" for one in ordered(findings)]


@pytest.mark.parametrize("path", cases("tally"), ids=name)
def test_tally(path: Path) -> None:
    read = tally.read(unsealed("tally.csv", path.read_bytes()), forms.BALLOT, path.parent.name, "web")
    assert found(read.findings) == expected(path)
    assert (read.value is None) == bool(read.findings)


@pytest.mark.parametrize("path", cases("ballots"), ids=name)
def test_ballots(path: Path) -> None:
    read = ballots.read(unsealed("ballots.csv", path.read_bytes()), forms.BALLOT, path.parent.name)
    assert found(read.findings) == expected(path)
    assert (read.value is None) == bool(read.findings)


@pytest.mark.parametrize("path", [path for path in cases("ballots") if path.stem.startswith("good")], ids=name)
def test_good_ballots_are_written_as_they_were_read(path: Path) -> None:
    read = ballots.read(unsealed("ballots.csv", path.read_bytes()), forms.BALLOT, path.parent.name)
    assert read.value is not None
    assert ballots.write(forms.FORMS[path.parent.name], reversed(read.value)) == path.read_bytes()


@pytest.mark.parametrize("path", cases("signers"), ids=name)
def test_allowed_signers(path: Path) -> None:
    read = trust.read_signers("allowed_signers", path.read_bytes(), sealing.NAMESPACE)
    assert found(read.findings) == expected(path)


@pytest.mark.parametrize("path", cases("revoked"), ids=name)
def test_revoked_keys(path: Path) -> None:
    read = trust.read_revoked("revoked_keys", path.read_bytes())
    assert found(read.findings) == expected(path)
    assert len(read.value) == {"revoked-good": 2, "revoked-fingerprint": 1, "revoked-empty-line": 1}.get(name(path), 0)


def test_trusted_keys_with_windows_line_ends_are_refused() -> None:
    good = [(CASES / kind / "good.txt").read_bytes().replace(b"\n", b"\r\n") for kind in ("signers", "revoked")]
    signers = trust.read_signers("allowed_signers", good[0], sealing.NAMESPACE)
    revoked = trust.read_revoked("revoked_keys", good[1])
    assert (signers.value, found(signers.findings)) == ((), ["1:0 votes/line-endings"])
    assert (revoked.value, found(revoked.findings)) == ({}, ["1:0 votes/line-endings"])


def example(name: str) -> dict[str, Any]:
    text = (CASES.parents[2] / "schema" / f"EXAMPLE-{name}.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def test_the_published_examples_are_accepted() -> None:
    rules = example("ballot-rules")
    data = rules_json.canonical(rules)
    assert rules_json.read_rules("rules.json", data, rules["city"], rules["edition"]).findings == ()
    policy = example("policy")
    signers = [signer for college in policy["colleges"] for signer in college["signers"]]
    assert read_policy("policy.yml", policy, signers).findings == ()


@pytest.mark.parametrize("path", cases("frozen"), ids=name)
def test_frozen_tables(path: Path, built: sealing.House) -> None:
    files = {file: built.files[f"{sealing.VOTES}/ballot/{file}"] for file in frozen.FILES}
    changed = FROZEN[path.parent.name]
    read = frozen.read(sealing.CITY, sealing.EDITION, files | {changed: path.read_bytes()})
    assert found(read.findings) == expected(path)
    assert all(one.place.file == f"{sealing.VOTES}/ballot/{changed}" for one in read.findings)
    assert (read.value is None) == bool(read.findings)


@pytest.mark.parametrize(
    ("name", "reason", "found"),
    [("short-rsa", "bits", "2048 bits"), ("damaged-key", "damaged", "—")],
)
def test_a_refused_key_says_why(name: str, reason: str, found: str) -> None:
    (told,) = trust.read_signers(
        "allowed_signers", (CASES / f"signers/{name}.txt").read_bytes(), sealing.NAMESPACE
    ).findings
    assert (told.params["reason"], told.params["found"]) == (reason, found)
    assert Catalogue("fr").finding(told.code, told.params).message != Catalogue("fr").finding(told.code).message
