"""Any bytes at all give findings, never an exception; what was written is read back as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import forms
import sealing
from hypothesis import given
from hypothesis import strategies as st

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, Effect, VoteChannel
from aubette.model.evidence import (
    BallotGroup,
    FrozenContest,
    FrozenEnvelope,
    FrozenProject,
    Tally,
    Unit,
    joined,
    sorting_key,
)
from aubette.model.seal import Checksum, Figures, Manifest, Proclamation
from aubette.model.source import MemorySource
from aubette.votes import ballots, frozen, imported, manifest, proclamation, rules_json, tally, trust, verify
from aubette.votes.policy import read_policy
from aubette.votes.reading import Read
from aubette.votes.sealed import unsealed

LINES = st.sampled_from(
    [
        "number;votes",
        "count;picks",
        "count;picks;points",
        "2027-001;3",
        "1;2027-001",
        "1;;",
        "",
        "Total;3",
        "2;2027-004;3",
    ]
)
NOISE = st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
TABLES = st.one_of(
    NOISE, st.lists(LINES, max_size=6).map(lambda lines: "".join(f"{line}\n" for line in lines).encode())
)


def told(read: Read[Any]) -> None:
    """Either there is a value or a reason why not."""
    assert read.value is not None or read.findings
    for finding in read.findings:
        assert finding.code.startswith("votes/")
        assert finding.place.file


@given(TABLES, st.sampled_from(sorted(forms.FORMS)))
def test_tables(data: bytes, contest: str) -> None:
    told(tally.read(unsealed("tally.csv", data), forms.BALLOT, contest, "web"))
    told(ballots.read(unsealed("ballots.csv", data), forms.BALLOT, contest))


@given(NOISE, st.integers(0, 30), st.integers(0, 40))
def test_sealed_texts(noise: bytes, line: int, column: int) -> None:
    for name, read in (("MANIFEST", manifest.read), ("PROCLAMATION", proclamation.read)):
        told(read(name, noise))
        lines = TEXTS[name].split(b"\n")
        at = line % len(lines)
        lines[at] = lines[at][:column] + noise + lines[at][column:]
        told(read(name, b"\n".join(lines)))


@given(NOISE)
def test_trusted_keys(noise: bytes) -> None:
    trust.read_signers("allowed_signers", noise, sealing.NAMESPACE)
    trust.read_revoked("revoked_keys", noise)
    line = f'teller-1 namespaces="{sealing.NAMESPACE}",valid-after="20261001Z",valid-before="20270331Z" ssh-ed25519 '
    assert trust.read_signers("allowed_signers", line.encode() + noise + b"\n", sealing.NAMESPACE).findings


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["contests", "ties", "seed_commitment", "city", "statement"]))
def test_rules(value: object, key: str) -> None:
    told(rules_json.read_rules("rules.json", json.dumps(value).encode(), "example.fr", "2027"))
    told(rules_json.read_rules("rules.json", rules_json.canonical({**RULES, key: value}), "example.fr", "2027"))
    contest = {**RULES["contests"][0], "ballot": value, "rule": {}}
    told(rules_json.read_rules("rules.json", rules_json.canonical({**RULES, "contests": [contest]}), "x", "2027"))


@given(NOISE)
def test_rules_from_noise(noise: bytes) -> None:
    told(rules_json.read_rules("rules.json", noise, "example.fr", "2027"))
    told(rules_json.read_rules("rules.json", b"[" * 100_000 + noise, "example.fr", "2027"))


@given(JSON, st.sampled_from(sorted(sealing.POLICY)))
def test_policies(value: object, key: str) -> None:
    told(read_policy("policy.yml", {**sealing.POLICY, key: value}, sealing.TELLERS))
    told(read_policy("policy.yml", value if isinstance(value, dict) else {}, sealing.TELLERS))


NAMES = st.sampled_from(
    ["ballot/rules.json", "ballot/units.csv", "ville/web/MANIFEST", "ville/web/tally.csv", "PROCLAMATION"]
)


@given(st.dictionaries(NAMES, NOISE, max_size=5))
def test_doors(files: dict[str, bytes]) -> None:
    source = MemorySource({f"votes/2027/{name}": data for name, data in files.items()})
    assert verify.verify(source, "2027", None, city_id="example.fr").evidence is None
    assert imported.read_imported(source, "2027", city_id="example.fr").evidence is None


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1)).map(lambda m: m.replace(microsecond=0, tzinfo=UTC))
COUNTS = st.integers(0, 999_999_999)
DIGESTS = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
NOTES = st.from_regex(r"[A-Za-zéà«»0-9\"'][A-Za-zéà«» ]{0,20}[a-z]", fullmatch=True).filter(lambda note: note != "none")
MANIFESTS = st.builds(
    Manifest,
    city=st.just("example.fr"),
    edition=SLUGS,
    contest=SLUGS,
    unit=SLUGS.filter(lambda unit: not frozen.is_merged(unit)),
    channel=st.sampled_from(VoteChannel),
    seq=st.integers(1, 99),
    supersedes=st.none() | DIGESTS,
    closed=MOMENTS,
    signed=MOMENTS,
    figures=st.builds(Figures, *[COUNTS] * 7),
    note=st.just("") | NOTES,
    checksums=st.just(
        tuple(Checksum(path, "0" * 64, line) for line, path in enumerate((manifest.TALLY, *manifest.FROZEN), 19))
    ),
)


@given(MANIFESTS)
def test_manifests_are_read_as_written(said: Manifest) -> None:
    assert manifest.read("MANIFEST", manifest.write(said)) == Read(said)


PROCLAMATIONS = st.builds(
    Proclamation,
    city=st.just("example.fr"),
    edition=SLUGS,
    seq=st.integers(1, 99),
    supersedes=st.none() | DIGESTS,
    signed=MOMENTS,
    units=st.integers(1, 999),
    seed=st.none() | st.from_regex(r"[0-9A-Za-z]{20,40}", fullmatch=True),
    draw=st.none() | st.from_regex(r"[0-9]{1,20}", fullmatch=True).filter(lambda draw: draw != "none"),
    revoked_keys=DIGESTS,
    note=st.just("") | NOTES,
    checksums=st.just((Checksum("ballot/rules.json", "0" * 64, 12),)),
)


@given(PROCLAMATIONS)
def test_proclamations_are_read_as_written(said: Proclamation) -> None:
    assert proclamation.read("PROCLAMATION", proclamation.write(said)) == Read(said)


NUMBERS = [project.number for project in forms.BALLOT.candidates("ville")]
GROUPS = st.builds(
    BallotGroup,
    count=st.integers(1, 999),
    picks=st.lists(st.sampled_from(NUMBERS), unique=True, max_size=3).map(lambda picks: tuple(sorted(picks))),
    points=st.just(()),
)


@given(st.lists(GROUPS, max_size=12))
def test_ballots_are_grouped_sorted_and_read_back(groups: list[BallotGroup]) -> None:
    data = ballots.write(forms.FORMS["ville"], groups)
    read = ballots.read(unsealed("ballots.csv", data), forms.BALLOT, "ville")
    assert read.findings == ()
    assert read.value == joined([tuple(groups), ()])
    assert ballots.sums(read.value) == ballots.sums(groups)


POINTED = st.builds(
    lambda count, first, second: BallotGroup(count, (NORTH[0], NORTH[1]), (first, second)),
    st.integers(1, 9),
    st.integers(1, 3),
    st.integers(1, 2),
)
NORTH = [project.number for project in forms.BALLOT.candidates("nord")]


@given(st.lists(POINTED, max_size=9))
def test_points_are_sorted_by_their_bytes(groups: list[BallotGroup]) -> None:
    data = ballots.write(forms.FORMS["nord"], groups)
    read = ballots.read(unsealed("ballots.csv", data), forms.BALLOT, "nord")
    assert read.findings == ()
    assert read.value is not None
    lines = data.decode().splitlines()[1:]
    assert [line.split(";", 1)[1] for line in lines] == sorted(line.split(";", 1)[1] for line in lines)
    assert list(read.value) == sorted(read.value, key=sorting_key)


@given(st.lists(COUNTS, min_size=3, max_size=3))
def test_tallies_are_read_as_written(amounts: list[int]) -> None:
    counted = Tally("ville", "web", forms.BALLOT.kind("ville"), dict(zip(NUMBERS, amounts, strict=True)))
    read = tally.read(unsealed("tally.csv", tally.write(counted)), forms.BALLOT, "ville", "web")
    assert read == Read(counted)


FORMS = st.sampled_from(
    [
        BallotRules(BallotType.APPROVAL, min_choices=1, max_choices=4, cost_cap=True),
        BallotRules(BallotType.POINTS, max_points=7, max_points_per_project=3),
        BallotRules(BallotType.RANKED, max_choices=3),
        BallotRules(BallotType.SINGLE),
        BallotRules(BallotType.GRADES, grades=("à rejeter", "passable", "bien")),
    ]
)


@given(FORMS, st.integers(0, 10**12), st.lists(st.integers(1, 10**12), min_size=1, max_size=4), st.none() | DIGESTS)
def test_frozen_files_are_read_as_written(
    form: BallotRules, amount: int, costs: list[int], commitment: str | None
) -> None:
    contest = FrozenContest("ville", Effect.DECISIVE, form, {"method": "greedy"}, (FrozenEnvelope("tout", amount),))
    projects = tuple(FrozenProject(f"2027-{at:03}", cost, "tout", at) for at, cost in enumerate(costs, 1))
    units = (Unit("ville", "web", VoteChannel.ONLINE),)
    files = frozen.freeze(
        city="example.fr",
        edition="2027",
        contests=[contest],
        projects=projects,
        units=units,
        ties=["lowest_cost"],
        seed_commitment=commitment,
    )
    read = frozen.read("example.fr", "2027", {path.rpartition("/")[2]: data for path, data in files.items()})
    assert read.findings == ()
    assert read.value is not None
    assert (read.value.contests, read.value.projects, read.value.units) == ((contest,), projects, units)
    assert (read.value.ties, read.value.seed_commitment) == (("lowest_cost",), commitment)


RULES: dict[str, Any] = json.loads(
    rules_json.write_rules(rules_json.Rules("example.fr", "2027", sealing.CONTESTS, ("draw",), None))
)
MOMENT = datetime(2026, 11, 14, 18, tzinfo=UTC)
TEXTS = {
    "MANIFEST": manifest.write(
        Manifest(
            "example.fr",
            "2027",
            "ville",
            "web",
            VoteChannel.ONLINE,
            1,
            None,
            MOMENT,
            MOMENT,
            Figures(1, 1, 0, 0, 1, 3, 1),
            "",
            tuple(Checksum(path, "0" * 64) for path in (manifest.TALLY, *manifest.FROZEN)),
        )
    ),
    "PROCLAMATION": proclamation.write(
        Proclamation(
            "example.fr",
            "2027",
            1,
            None,
            MOMENT,
            1,
            None,
            None,
            "0" * 64,
            "",
            (Checksum("ballot/rules.json", "0" * 64),),
        )
    ),
}
