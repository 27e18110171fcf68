"""The sealed door on a sound edition, on one that moved, and on one of which any single byte changed."""

from __future__ import annotations

import ast
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sealing
from damage import same_figures
from sealing import CITY, EDITION, TRUST, VOTES, House

import aubette.votes
from aubette.model.enums import Provenance
from aubette.model.evidence import BallotGroup
from aubette.model.finding import Severity
from aubette.model.seal import Past
from aubette.model.source import Entry, MemorySource, Mode
from aubette.votes import compose, verify
from aubette.votes.sealed import digest

SEED = 20261114
FLIPS_PER_FILE = 12
BV1 = f"{VOTES}/ville/bv-01"


def codes(house: House, **options: Past | verify.Stage) -> list[str]:
    return [one.code for one in house.verdict(**options).findings]  # type: ignore[arg-type]


def test_sound_evidence_says_what_was_sealed(built: House) -> None:
    verdict = built.verdict()
    assert verdict.findings == ()
    evidence = verdict.evidence
    assert evidence
    assert evidence.provenance is Provenance.LIVE
    assert [report.unit for report in evidence.returns] == list(sealing.UNITS)
    assert evidence.totals("ville") == {"2027-001": 38, "2027-002": 43, "2027-003": 28}
    assert evidence.totals("nord") == {"2027-004": 24, "2027-005": 34}
    assert evidence.valid("ville") == 12 + 6 + 6 + 31
    assert evidence.tie_seed == f"{sealing.SECRET}-4711"
    assert {report.signers for report in evidence.returns} == {("teller-1", "teller-2")}
    assert [pool.members for pool in evidence.merged] == [("bv-02", "bv-03")]


def test_ballots_of_small_units_come_from_the_merged_one(built: House) -> None:
    evidence = built.verdict().evidence
    assert evidence
    assert [report.unit.unit for report in evidence.returns if report.groups is None] == ["bv-02", "bv-03"]
    groups = evidence.groups("ville")
    assert groups
    assert sum(group.count for group in groups) == 14 + 6 + 7 + 31
    assert groups[0] == BallotGroup(3, (), ())
    assert BallotGroup(13, ("2027-002",), ()) in groups


def test_totals_only_give_no_ballots(house: House) -> None:
    for path in [path for path in house.files if path.startswith(f"{VOTES}/ville/merged/")]:
        del house.files[path]
    house.restart()
    evidence = house.verdict().evidence
    assert evidence
    assert evidence.groups("ville") is None
    assert evidence.groups("nord") is not None
    assert evidence.totals("ville") == {"2027-001": 38, "2027-002": 43, "2027-003": 28}


def flip(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def test_no_byte_can_change_unseen(built: House) -> None:
    rng = random.Random(SEED)
    unseen = []
    for path, data in sorted(built.files.items()):
        for _ in range(FLIPS_PER_FILE if data else 0):
            at, bit = rng.randrange(len(data)), rng.randrange(8)
            house = House(built.keys, {**built.files, path: flip(data, at, bit)}, built.policy)
            if house.verdict().evidence is not None:
                unseen.append((path, at, bit))
    assert unseen == []


def test_no_file_can_grow_shrink_or_go_unseen(built: House) -> None:
    for path, data in sorted(built.files.items()):
        for other in (data + b"x", data[:-1], data + b"\n", b""):
            if other != data:
                assert House(built.keys, {**built.files, path: other}).verdict().evidence is None, path
        rest = {name: kept for name, kept in built.files.items() if name != path}
        # a third signature more than asked for may be missing: here none is
        assert House(built.keys, rest).verdict().evidence is None, path


def test_revoked_keys_may_grow_after_the_proclamation(house: House) -> None:
    house.files[f"{TRUST}/revoked_keys"] = f"{house.keys['stranger'].line}\n".encode()
    assert house.verdict().evidence


def test_another_edition_cannot_take_the_files(house: House) -> None:
    files = {path.replace(f"/{EDITION}/", "/2028/"): data for path, data in house.files.items()}
    verdict = verify.verify(MemorySource(files), "2028", house.policy, city_id=CITY, now=sealing.NOW)
    assert verdict.evidence is None
    assert {one.code for one in verdict.findings} >= {"votes/manifest-moved", "votes/ballot-moved"}


def test_another_city_cannot_take_the_files(house: House) -> None:
    verdict = verify.verify(house.source, EDITION, house.policy, city_id="lyon.fr", now=sealing.NOW)
    assert verdict.evidence is None
    found = {one.code for one in verdict.findings}
    assert found >= {"votes/ballot-moved", "votes/manifest-moved", "votes/signer-namespace", "votes/unknown-key"}


def test_another_contest_cannot_take_the_files(house: House) -> None:
    for name in ("MANIFEST", "MANIFEST.teller-1.sig", "MANIFEST.teller-2.sig", "tally.csv", "ballots.csv"):
        house.files[f"{VOTES}/nord/web/{name}"] = house.files[f"{VOTES}/ville/web/{name}"]
    del house.files[f"{VOTES}/nord/web/RECONCILIATION"]
    house.restart()
    assert codes(house) == ["votes/manifest-moved", "votes/header", "votes/header"]


def test_a_signature_serves_no_other_text(house: House) -> None:
    for signer in ("teller-1", "teller-2"):
        house.files[f"{BV1}/MANIFEST.{signer}.sig"] = house.files[f"{VOTES}/PROCLAMATION.{signer}.sig"]
    assert codes(house).count("votes/signature-wrong") == 2


def test_units_may_be_missing_while_they_report(house: House) -> None:
    for path in [path for path in house.files if path.startswith((BV1, f"{VOTES}/PROCLAMATION"))]:
        del house.files[path]
    assert codes(house) == ["votes/not-proclaimed", "votes/unit-missing"]
    assert codes(house, expect=verify.Stage.REPORTED) == ["votes/unit-missing"]
    verdict = house.verdict(expect=verify.Stage.REPORTING)
    assert [one.severity for one in verdict.findings] == [Severity.NOTE]
    assert verdict.sound
    assert verdict.evidence is None


def test_nobody_is_waited_for_while_the_ballot_is_only_frozen(house: House) -> None:
    for path in [path for path in house.files if path.startswith(VOTES) and "/ballot/" not in path]:
        del house.files[path]
    verdict = house.verdict(expect=verify.stage(house.source, EDITION))
    assert verdict.findings == ()
    assert verdict.evidence is None


def test_all_reported_is_evidence_before_the_proclamation(house: House) -> None:
    for path in [path for path in house.files if path.startswith(f"{VOTES}/PROCLAMATION")]:
        del house.files[path]
    verdict = house.verdict(expect=verify.stage(house.source, EDITION))
    assert [(one.code, one.severity) for one in verdict.findings] == [("votes/not-proclaimed", Severity.WARNING)]
    evidence = house.verdict(expect=verify.Stage.REPORTED).evidence
    assert evidence
    assert evidence.tie_seed is None


def test_stage_is_read_off_the_files(house: House) -> None:
    stages = [verify.stage(house.source, EDITION)]
    for prefix in (f"{VOTES}/PROCLAMATION", f"{VOTES}/nord", f"{VOTES}/ville", f"{VOTES}/ballot"):
        for path in [path for path in house.files if path.startswith(prefix)]:
            del house.files[path]
        stages.append(verify.stage(house.source, EDITION))
    assert stages == [
        verify.Stage.PROCLAIMED,
        verify.Stage.REPORTING,
        verify.Stage.REPORTING,
        verify.Stage.FROZEN,
        verify.Stage.NONE,
    ]


class Linked(MemorySource):
    """A source one of whose files is a symbolic link."""

    def entries(self, under: str = "") -> list[Entry]:
        return [
            replace(entry, mode=Mode.SYMLINK) if entry.path == f"{BV1}/tally.csv" else entry
            for entry in super().entries(under)
        ]


def test_symbolic_links_are_not_followed(house: House) -> None:
    verdict = verify.verify(Linked(house.files), EDITION, house.policy, city_id=CITY)
    assert [(one.code, str(one.place)) for one in verdict.findings] == [
        ("votes/file-missing", f"{BV1}/tally.csv"),
        ("votes/file-mode", f"{BV1}/tally.csv"),
    ]


def correct(house: House, note: str) -> None:
    minutes = replace(sealing.minutes(sealing.BALLOTS["ville", "bv-01"]), note=note)
    house.report(("ville", "bv-01"), minutes)


def test_a_correction_names_what_it_replaces(house: House) -> None:
    path = f"{BV1}/MANIFEST"
    versions = [house.files[path]]
    for note in ("counted again", "and once more"):
        correct(house, note)
        versions.append(house.files[path])
    house.restart()
    verdict = house.verdict(past=Past({path: tuple(versions)}))
    assert verdict.evidence
    report = next(report for report in verdict.evidence.returns if report.unit.unit == "bv-01")
    assert (report.manifest.seq, report.manifest.supersedes) == (3, digest(versions[1]))


def test_a_version_that_was_left_out_shows(house: House) -> None:
    path = f"{BV1}/MANIFEST"
    first = house.files[path]
    correct(house, "counted again")
    correct(house, "and once more")
    house.restart()
    assert codes(house, past=Past({path: (first,)})) == ["votes/correction"]
    assert codes(house, past=Past()) == ["votes/correction"]
    assert codes(house) == []


def test_a_proclamation_is_corrected_in_the_same_way(house: House) -> None:
    path = f"{VOTES}/PROCLAMATION"
    first = house.files[path]
    house.proclaim("the draw was read out wrongly")
    assert codes(house, past=Past({path: (first,)})) == []
    assert codes(house, past=Past({path: (first + b"\n",)})) == ["votes/correction"]


def test_a_signature_must_arrive_while_its_key_is_valid(house: House) -> None:
    path = f"{BV1}/MANIFEST.teller-2.sig"
    late = Past(first_seen={path: datetime(2027, 5, 2, tzinfo=UTC)})
    soon = Past(first_seen={path: datetime(2026, 11, 15, tzinfo=UTC)})
    assert "votes/arrived-late" in codes(house, past=late)
    assert codes(house, past=soon) == []


def test_a_seed_that_nobody_promised_is_refused(house: House) -> None:
    rules = f"{VOTES}/ballot/rules.json"
    house.files[rules] = house.files[rules].replace(digest(sealing.SECRET.encode()).encode(), b"none")
    assert "votes/seed-not-promised" in codes(house)


def test_identical_figures_may_be_explained(house: House) -> None:
    same_figures(house)
    for unit in ("bv-02", "bv-03"):
        house.say(f"ville/{unit}", "note", "same figures by chance, counted twice")
    house.restart()
    verdict = house.verdict()
    assert [(one.code, one.severity) for one in verdict.findings] == [("votes/same-tally-twice", Severity.WARNING)]
    assert verdict.evidence


def calls(tree: ast.AST) -> set[str]:
    found = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in found}


@pytest.mark.parametrize(
    ("made", "by"), [("Evidence", {"verify.py"}), ("Sealed", {"sealed.py"}), ("unsealed", {"compose.py"})]
)
def test_only_the_doors_make_evidence(made: str, by: set[str]) -> None:
    package = Path(aubette.votes.__file__).parent.parent
    makers = {path.name for path in package.rglob("*.py") if made in calls(ast.parse(path.read_text("utf-8")))}
    assert makers == by


def test_a_draft_says_what_is_wrong_before_anybody_signs(house: House) -> None:
    minutes = replace(sealing.minutes(sealing.BALLOTS["ville", "bv-01"]), null=0, note="counted again")
    made = compose.draft(house.source, EDITION, ("ville", "bv-01"), minutes, city_id=CITY, signed=sealing.SIGNED)
    assert made.value
    assert [one.code for one in made.findings] == ["votes/figures-do-not-add-up"]


def test_a_draft_needs_a_tally(house: House) -> None:
    minutes = sealing.minutes(sealing.BALLOTS["ville", "bv-01"])
    made = compose.draft(house.source, EDITION, ("ville", "bv-77"), minutes, city_id=CITY, signed=sealing.SIGNED)
    assert made.value is None
    assert [str(one.place) for one in made.findings] == [f"{VOTES}/ville/bv-77/tally.csv"]
