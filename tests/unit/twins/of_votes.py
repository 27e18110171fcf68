"""Twins of the verifier: the sealed edition with one thing spoiled, and each bad table beside the good one nearest.

Seals and checksums follow from what they cover, so they are left out where two editions are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import forms
import sealing
import signing
from apart import places_apart
from damage import (
    BV1,
    SEED,
    V,
    alike,
    changed,
    figures,
    merged_twice,
    policy,
    proclaimed_without_a_unit,
    recount,
    said,
    same_figures,
    sealed_by,
    stick_signed,
    version_two,
    without_unit,
)
from pairs import Files, Pair, codes
from test_corrected import CORRECTED
from test_spoiled import SPOILED

from aubette.model.finding import Finding
from aubette.model.seal import Audit, Past
from aubette.model.source import Entry, MemorySource, Mode
from aubette.votes import audit, ballots, frozen, keying, tally, trust, verify
from aubette.votes.imported import read_imported
from aubette.votes.reading import MOST_OF_A_KIND
from aubette.votes.sealed import digest, unsealed
from aubette.workflow.auditing import Draw, draft_audit

CASES = Path(__file__).parents[2] / "cases" / "votes"
DIGEST = re.compile(rb"[0-9a-f]{64}")


@cache
def built() -> sealing.House:
    """The small edition, sealed once; never to be changed."""
    with TemporaryDirectory() as folder:
        names = (*sealing.TELLERS, "stranger")
        return sealing.build({name: signing.load(signing.generate(Path(folder), name)) for name in names})


class Edition(dict[str, Any]):
    """What an edition says, without seals and checksums; `house` holds it whole, `past` what the repository knows."""

    house: sealing.House
    past: Past | None = None


Made = Callable[[sealing.House], Past | None]


def edition(*spoils: Made) -> Edition:
    house = sealing.House(built().keys, dict(built().files))
    pasts = [spoil(house) for spoil in spoils]
    said = Edition({path: DIGEST.sub(b"-", data) for path, data in house.files.items() if not path.endswith(".sig")})
    said |= {f"policy:{key}": value for key, value in house.policy.items()}
    said.house, said.past = house, next((past for past in pasts if past), None)
    said["past"] = said.past
    return said


def judged(files: Files) -> set[str]:
    assert isinstance(files, Edition)
    return codes(files.house.verdict(past=files.past).findings)


def spoiled(code: str, *wrong: Made, twin: tuple[Made, ...] = (), places: int = 1) -> Pair:
    """The sealed edition spoiled, and whole or spoiled less; seals count where nothing else differs."""

    def states() -> tuple[Files, Files]:
        one, other = edition(*wrong), edition(*twin)
        if one == other:
            for state in (one, other):
                state |= {p: [seal] for p, seal in state.house.files.items() if p.endswith(".sig")}
        return one, other

    return Pair(f"votes/{code}", states, judged, places)


READERS: Mapping[str, Callable[[Path, bytes], Iterable[Finding]]] = {
    "tally": lambda path, data: tally.read(unsealed("tally.csv", data), forms.BALLOT, path.parent.name, "web").findings,
    "ballots": lambda path, data: ballots.read(unsealed("ballots.csv", data), forms.BALLOT, path.parent.name).findings,
    "signers": lambda _, data: trust.read_signers("allowed_signers", data, sealing.NAMESPACE).findings,
    "revoked": lambda _, data: trust.read_revoked("revoked_keys", data).findings,
    "frozen": lambda path, data: _frozen({"ballot": "ballot.csv", "units": "units.csv"}[path.parent.name], data),
}


def _frozen(changed: str, data: bytes) -> Iterable[Finding]:
    files = {file: built().files[f"{sealing.VOTES}/ballot/{file}"] for file in frozen.FILES}
    return frozen.read(sealing.CITY, sealing.EDITION, files | {changed: data}).findings


def tables() -> Iterator[Pair]:
    """Each bad file of the case folders beside a good one of its folder from which one place parts it."""
    for kind, read in READERS.items():
        files = sorted(path for path in (CASES / kind).rglob("*.*") if path.suffix != ".expect")
        for path in files:
            goods = [p.read_bytes() for p in files if p.parent == path.parent and p.stem.startswith("good")]
            if kind == "frozen":
                goods.append(built().files[f"{sealing.VOTES}/ballot/{path.parent.name}.csv"])
            bad = path.read_bytes()
            near = [good for good in goods if len(places_apart({"": bad}, {"": good})) == 1]
            expected = path.with_suffix(".expect").read_text().splitlines()
            for code in sorted({line.split()[1] for line in expected}):
                if near:
                    yield Pair(code, partial(_both, bad, near[0]), partial(_read, read, path))


def _both(bad: bytes, good: bytes) -> tuple[Files, Files]:
    return {"file": bad}, {"file": good}


def _read(read: Callable[[Path, bytes], Iterable[Finding]], path: Path, files: Files) -> set[str]:
    return codes(read(path, files["file"]))


def resealed(house: sealing.House, seals: bytes) -> None:
    house.files[f"{V}/{BV1}/MANIFEST.teller-1.sig"] = seals


def doubled(house: sealing.House) -> None:
    """One file holds the same seal twice."""
    resealed(house, house.files[f"{V}/{BV1}/MANIFEST.teller-1.sig"] * 2)


def nearly_the_same(house: sealing.House) -> None:
    """bv-03 hands in what bv-02 handed in, but for one vote."""
    path = f"{V}/ville/bv-02/tally.csv"
    kept = house.files[path]
    house.files[path] = kept.replace(b"2027-003;1", b"2027-003;2")
    same_figures(house)
    house.files[path] = kept


def arrived(year: int) -> Made:
    path = f"{V}/{BV1}/MANIFEST.teller-2.sig"
    return lambda _: Past(first_seen={path: datetime(year, 3, 1, tzinfo=UTC)})


NORTH = "nord/web/tally.csv"
PICKED = f"{V}/{BV1}/tally.csv"
EXPLICIT = (
    spoiled("arrived-late", arrived(2028), twin=(arrived(2027),)),
    spoiled("audit-differs", SPOILED["recount-by-hand-gives-other-figures"], twin=(recount(),), places=2),
    spoiled("audit-not-the-draw", SPOILED["recount-of-units-that-were-not-drawn"], twin=(recount(),)),
    spoiled("ballots-too-few", policy(ballots_minimum=14), twin=(policy(ballots_minimum=13),)),
    spoiled("small-unit", policy(small_unit_limit=7), twin=(policy(small_unit_limit=6),)),
    spoiled("college-without-signature", sealed_by(BV1, "teller-2", "teller-3"),
            twin=(sealed_by(BV1, "teller-1", "teller-3"),), places=2),
    spoiled("too-few-signatures", sealed_by(BV1, "teller-1"), twin=(sealed_by(BV1, "teller-1", "teller-2"),)),
    spoiled("not-signed", sealed_by(BV1), twin=(sealed_by(BV1, "teller-1"),)),
    spoiled("key-not-touched", stick_signed(0), twin=(stick_signed(1),)),
    spoiled("several-signatures", doubled),
    spoiled("correction-unexplained", version_two(BV1, "none"), twin=(version_two(BV1, "counted again"),)),
    spoiled("correction-unexplained", version_two("PROCLAMATION", "none"),
            twin=(version_two("PROCLAMATION", "a unit was counted again"),)),
    spoiled("merged-member-twice", merged_twice, places=5),
    spoiled("proclamation-omits", proclaimed_without_a_unit, places=2),
    spoiled("same-tally-twice", same_figures, twin=(nearly_the_same,), places=2),
    spoiled("unanimous-unit", alike(0), twin=(alike(1),), places=2),
    spoiled("unit-missing", without_unit, places=3),
    spoiled("sum-impossible", figures(NORTH, "2027-004;24", "2027-004;37"), twin=(figures(NORTH, ";24", ";36"),)),
    spoiled("tally-too-high", figures(f"{BV1}/tally.csv", "001;9", "001;13"),
            twin=(figures(f"{BV1}/tally.csv", "001;9", "001;12"),)),
    spoiled("signed-before-closed", said(BV1, "signed", "2026-11-14T17:59:59Z"),
            twin=(said(BV1, "signed", "2026-11-14T18:00:00Z"),)),
    spoiled("signed-in-future", said("PROCLAMATION", "signed", "2026-11-20T00:00:01Z"),
            twin=(said("PROCLAMATION", "signed", "2026-11-20T00:00:00Z"),)),
    spoiled("proclaimed-too-early", said("PROCLAMATION", "signed", "2026-11-14T19:41:59Z"),
            twin=(said("PROCLAMATION", "signed", "2026-11-14T19:42:00Z"),)),
    spoiled("threshold-out-of-reach", policy(threshold=4), twin=(policy(threshold=3),)),
    spoiled("seed-not-promised",
            changed(f"{V}/ballot/rules.json", digest(sealing.SECRET.encode()), "none")),
)  # fmt: skip
ALONE = """
unknown-key a-stranger-signs-too
revoked-key a-key-is-revoked-after-the-proclamation
wrong-signer signature-file-named-after-somebody-else
weak-hash signature-over-sha-1
wrong-namespace signature-made-for-git
line-endings-changed signature-with-windows-line-ends
signature-damaged signature-cut-short
outside-validity signed-after-the-keys-expired
path-not-allowed a-foreign-checksum-line
checksum-twice a-checksum-twice
checksum-line a-line-that-is-no-checksum
checksum-missing rules-not-listed
merged-of-one a-member-of-the-merged-unit-not-listed
merged-sum a-member-of-the-merged-unit-not-listed
manifest-moved another-city-s-manifest
supersedes second-version-of-nothing
statement-value a-figure-with-decimals
statement-key key-in-capitals
statement-name another-statement
figures-do-not-add-up minutes-do-not-add-up
note-needed roll-differs-without-a-note
tally-differs-from-manifest rows-miscounted
ballots-differ-from-tally more-votes-than-ballots
ballots-differ-from-manifest ballots-do-not-sum-to-the-tally
tally-changed tally-changed
ballots-changed ballots-changed
manifest-changed manifest-changed
signature-wrong manifest-changed
ballot-changed cost-changed-after-the-vote-opened
unit-unexpected polling-place-struck-off
ballot-moved frozen-rules-of-another-city
rules-not-canonical rules-not-canonical
rules-value rules-out-of-shape
reconciliation-differs reconciliation-that-does-not-add-up
reconciliation-rule-differs reconciliation-by-another-rule
reconciliation-rule-unknown reconciliation-by-a-rule-of-its-own
reconciliation-changed reconciliation-changed
file-missing reconciliation-missing
proclamation-extra manifest-missing
not-proclaimed not-proclaimed
units-miscounted units-miscounted
withdrawn-unknown a-withdrawn-project-that-nobody-voted-on
seed-missing seed-not-revealed
seed-differs seed-not-the-promised-one
trust-changed policy-changed-after-the-proclamation
trust-file-missing revoked-keys-missing
unexpected-file a-second-manifest-in-the-folder
file-too-large a-signature-file-of-twenty-kilobytes
merged-member merged-with-nobody
policy-value policy-with-a-yes-for-a-number
policy-unknown-signer policy-names-a-stranger
signer-in-two-colleges signer-in-two-colleges
signer-without-college signer-in-no-college
correction two-first-versions
text-vanished audit-vanished-with-its-seals
"""
"""Codes whose spoiled edition of `tests/cases/votes` stands one place from the sealed one, each with its name."""

CHOSEN: Mapping[str, Made] = {**SPOILED, **CORRECTED}
SINGLE = tuple(spoiled(code, CHOSEN[name]) for code, name in (line.split() for line in ALONE.strip().splitlines()))


def ballots_in(code: str, wrong: str, right: str) -> Pair:
    """Two files of ballots of the contest of ticks."""
    path = Path("ville/ballots.csv")
    return Pair(
        f"votes/{code}", partial(_both, wrong.encode(), right.encode()), partial(_read, READERS["ballots"], path)
    )


def tally_in(code: str, wrong: str, right: str, places: int = 1) -> Pair:
    """Two tallies of the contest of ticks."""
    read = partial(_read, READERS["tally"], Path("ville/tally.csv"))
    return Pair(f"votes/{code}", partial(_both, wrong.encode(), right.encode()), read, places)


def frozen_in(code: str, table: str, old: str, new: str) -> Pair:
    """A table of the frozen ballot with one piece written otherwise."""
    good = built().files[f"{V}/ballot/{table}.csv"]
    bad = good.replace(old.encode(), new.encode(), 1)
    return Pair(f"votes/{code}", partial(_both, bad, good), partial(_read, READERS["frozen"], Path(f"{table}/x")))


ODD = "2027-004;many\n"
TALLY = "number;votes\n2027-001;9\n2027-002;9\n2027-003;3\n"
WRITTEN = (
    ballots_in("ballots-not-grouped", "count;picks\n3;2027-001\n2;2027-001\n",
               "count;picks\n3;2027-001\n2;2027-002\n"),
    ballots_in(
        "ballots-out-of-order", "count;picks\n3;2027-003\n2;2027-002\n", "count;picks\n3;2027-001\n2;2027-002\n"
    ),
    ballots_in("personal-column", "count;picks;age\n3;2027-001\n", "count;picks\n3;2027-001\n"),
    tally_in("rows-out-of-order", TALLY.replace("001;9\n2027-002", "002;9\n2027-001"), TALLY, places=2),
    tally_in("separator", "number,votes\n", "number;votes\n"),
    tally_in("line-endings", TALLY.replace("votes\n", "votes\r\n"), TALLY),
    tally_in(
        "more-of-the-same", TALLY + "2027-004;many\n" * (MOST_OF_A_KIND + 1), TALLY + "2027-004;many\n" * MOST_OF_A_KIND
    ),
    frozen_in("contest-unknown", "units", "nord;web;online\n", "nord;web;online\nsud;web;online\n"),
    frozen_in("unit-twice", "units", "ville;bv-02", "ville;bv-01"),
)  # fmt: skip


def imported(files: Files) -> set[str]:
    return codes(read_imported(MemorySource(dict(files)), sealing.EDITION, city_id=sealing.CITY).findings)


def unsealed_edition() -> tuple[Files, Files]:
    """The edition as if nobody had ever signed it, with one seal and with none."""
    files = dict(built().files)
    seal = f"{V}/{BV1}/MANIFEST.teller-1.sig"
    bare = {p: d for p, d in files.items() if not (p.endswith(".sig") or "PROCLAMATION" in p or sealing.TRUST in p)}
    return {**bare, seal: files[seal]}, bare


def keyed(files: Files) -> set[str]:
    first, second = (keying.read(name, files[name], forms.BALLOT, "ville").value for name in ("a.csv", "b.csv"))
    assert first and second
    return codes(keying.differences(first, second))


def typed(last: int) -> Files:
    return {"a.csv": TALLY.encode(), "b.csv": TALLY.replace(";3\n", f";{last}\n").encode()}


def by_mode(files: Files) -> set[str]:
    """What is said of an edition in which one file is no plain one."""

    class Source:
        def entries(self, under: str = "") -> Iterable[Entry]:
            held = built().source.entries(under)
            return [Entry(e.path, files.get(e.path, e.mode), e.size) for e in held]

        def read(self, path: str) -> bytes:
            return built().source.read(path)

    told = verify.verify(Source(), sealing.EDITION, built().policy, city_id=sealing.CITY, now=sealing.NOW)
    return codes(told.findings)


DRAWN = audit.sample(sealing.frozen_ballot().units, SEED, 1)


def by_hand(files: Files) -> set[str]:
    """What is said of the count by hand of the one unit that was drawn."""
    record = Audit(sealing.CITY, sealing.EDITION, sealing.PROCLAIMED, SEED, 1, "the committee", "", ())
    typed_in = {f"{unit.contest}/{unit.unit}": ("hand.csv", files["hand.csv"]) for unit in DRAWN}
    return codes(draft_audit(built().source, Draw(sealing.frozen_ballot(), DRAWN), typed_in, record).findings)


def counted(more: bytes) -> Files:
    """The tally of the unit drawn, with a digit added to its last figure."""
    return {"hand.csv": built().files[f"{V}/{audit.tally_path(DRAWN[0])}"][:-1] + more + b"\n"}


OTHERS = (
    Pair("votes/audit-project-differs", lambda: (counted(b"0"), counted(b"")), by_hand),
    Pair("votes/imported-with-seals", unsealed_edition, imported),
    Pair("votes/keyed-differently", lambda: (typed(4), typed(3)), keyed),
    Pair("votes/file-mode", lambda: ({PICKED: Mode.SYMLINK}, {PICKED: Mode.FILE}), by_mode),
)
PAIRS = (*EXPLICIT, *SINGLE, *WRITTEN, *OTHERS, *tables())
