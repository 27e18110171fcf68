"""Ways to spoil a sealed edition.

Where a damage is to figures or words that were signed so from the start, signatures and proclamation are made anew, so
that only the damage shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import signing
from sealing import (
    BALLOTS,
    CITY,
    EDITION,
    NAMESPACE,
    PROCLAIMED,
    TELLERS,
    TRUST,
    VOTES,
    House,
    frozen_ballot,
    minutes,
    pool,
)

from aubette.model.seal import Audit
from aubette.votes import audit, ballots
from aubette.votes.sealed import digest

V, T = VOTES, TRUST
Spoil = Callable[[House], None]
BV1, WEB, POOL, NORD = "ville/bv-01", "ville/web", "ville/merged", "nord/web"
ZEROS = "0" * 64
OFFICERS = {"id": "officers", "signers": ["teller-1"]}
RESIDENTS = {"id": "residents", "signers": ["teller-2", "teller-3"]}


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda text: text.replace(old.encode(), new.encode(), 1)


def sealed_by(unit: str, *signers: str) -> Spoil:
    return lambda house: house.sign(f"{V}/{unit}/MANIFEST", signers)


def resigned(unit: str, **fields: object) -> Spoil:
    """Teller 2's signature of a unit, made in another way."""

    def spoil(house: House) -> None:
        path = f"{V}/{unit}/MANIFEST"
        made = signing.blob(house.keys["teller-2"], house.files[path], NAMESPACE.encode(), **fields)  # type: ignore[arg-type]
        house.files[f"{path}.teller-2.sig"] = signing.armor(made)

    return spoil


def seal_bytes(unit: str, change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(house: House) -> None:
        path = f"{V}/{unit}/MANIFEST.teller-2.sig"
        house.files[path] = change(house.files[path])

    return spoil


def said(unit: str, key: str, value: object) -> Spoil:
    def spoil(house: House) -> None:
        house.say(unit, key, value)
        if unit != "PROCLAMATION":
            house.restart()

    return spoil


def version_two(unit: str, note: str) -> Spoil:
    """A sealed text as the second version of another, with that note."""

    def spoil(house: House) -> None:
        for key, value in {"seq": 2, "supersedes": ZEROS, "note": note}.items():
            if not (key == "note" and note == "none"):
                house.say(unit, key, value)
        if unit != "PROCLAMATION":
            house.restart()

    return spoil


def text(unit: str, old: str, new: str) -> Spoil:
    """A unit's MANIFEST signed with other words."""

    def spoil(house: House) -> None:
        house.edit(f"{unit}/MANIFEST", swap(old, new))
        house.restart()

    return spoil


def figures(name: str, old: str, new: str) -> Spoil:
    """Figures that were wrong already when they were signed."""

    def spoil(house: House) -> None:
        house.reseal(name, swap(old, new))
        house.restart()

    return spoil


def changed(path: str, old: str, new: str) -> Spoil:
    def spoil(house: House) -> None:
        before = house.files[path]
        house.files[path] = swap(old, new)(before)
        assert house.files[path] != before

    return spoil


def gone(path: str) -> Spoil:
    def spoil(house: House) -> None:
        del house.files[path]

    return spoil


def added(path: str, data: bytes) -> Spoil:
    def spoil(house: House) -> None:
        house.files[path] = data

    return spoil


def moved(old: str, new: str) -> Spoil:
    def spoil(house: House) -> None:
        for path in [path for path in house.files if path.startswith(f"{old}/")]:
            house.files[path.replace(old, new, 1)] = house.files.pop(path)

    return spoil


def copied(old: str, new: str) -> Spoil:
    def spoil(house: House) -> None:
        for path in [path for path in house.files if path.startswith(f"{V}/{old}/")]:
            house.files[path.replace(old, new, 1)] = house.files[path]
        house.restart()

    return spoil


def trusting(old: str, new: str) -> Spoil:
    """Trusted keys that were written otherwise from the start."""

    def spoil(house: House) -> None:
        changed(f"{T}/allowed_signers", old, new)(house)
        house.restart()

    return spoil


def key_under_two_names(house: House) -> None:
    keys = {name: house.keys[name].line for name in TELLERS} | {"teller-3": house.keys["teller-1"].line}
    house.files[f"{T}/allowed_signers"] = signing.signers(keys, NAMESPACE).encode()
    house.keys = {**house.keys, "teller-3": house.keys["teller-1"]}
    house.sign(f"{V}/{BV1}/MANIFEST", ("teller-1", "teller-3"))
    house.restart()


def revoked(house: House) -> None:
    house.files[f"{T}/revoked_keys"] = f"# stolen\n{house.keys['teller-3'].line}\n".encode()


def wrong_name(house: House) -> None:
    path = f"{V}/{BV1}/MANIFEST"
    house.files[f"{path}.teller-3.sig"] = house.files.pop(f"{path}.teller-2.sig")


def stranger(house: House) -> None:
    path = f"{V}/{BV1}/MANIFEST"
    made = signing.blob(house.keys["stranger"], house.files[path], NAMESPACE.encode())
    house.files[f"{path}.stranger.sig"] = signing.armor(made)


def two_in_one(house: House) -> None:
    path = f"{V}/{BV1}/MANIFEST"
    house.files[f"{path}.teller-1.sig"] += house.files.pop(f"{path}.teller-2.sig")


def stick_signed(flags: int) -> Spoil:
    """Teller 2 signs with a security key, which a finger touched (1) or did not (0)."""

    def spoil(house: House) -> None:
        house.keys = {**house.keys, "teller-2": signing.security_key(False, flags=flags)}
        public = {name: house.keys[name].line for name in TELLERS}
        house.files[f"{T}/allowed_signers"] = signing.signers(public, NAMESPACE).encode()
        for path in [path for path in house.files if path.endswith("/MANIFEST")]:
            house.sign(path, ("teller-1", "teller-3"))
        house.sign(f"{V}/{BV1}/MANIFEST", ("teller-1", "teller-2"))
        house.policy["proclamation"] = {"threshold": 2}
        house.restart()
        house.sign(f"{V}/PROCLAMATION", ("teller-1", "teller-3"))

    return spoil


untouched_security_key = stick_signed(0)


def ballots_of_one_small_unit(house: House) -> None:
    """bv-02 shows its six ballots itself."""
    key = ("ville", "bv-02")
    ballot = frozen_ballot()
    house.files[f"{V}/ville/bv-02/ballots.csv"] = ballots.write(ballot.contest("ville").ballot, BALLOTS[key])
    house.report_first(key, minutes(BALLOTS[key]))
    pool(house, ballot)
    house.restart()


def merged_of_one(house: House) -> None:
    house.report_first(("ville", "merged"), minutes(BALLOTS["ville", "bv-02"]), ("bv-02",))
    house.restart()


def same_figures(house: House) -> None:
    """bv-03 hands in what bv-02 handed in."""
    house.files[f"{V}/ville/bv-03/tally.csv"] = house.files[f"{V}/ville/bv-02/tally.csv"]
    for path in [path for path in house.files if path.startswith(f"{V}/{POOL}/")]:
        del house.files[path]
    house.report_first(("ville", "bv-03"), minutes(BALLOTS["ville", "bv-02"]))
    house.restart()


def other_purpose_of(namespace: bytes) -> Spoil:
    """Teller 2's signature of a unit, made for something else."""

    def spoil(house: House) -> None:
        path = f"{V}/{BV1}/MANIFEST"
        made = signing.blob(house.keys["teller-2"], house.files[path], namespace)
        house.files[f"{path}.teller-2.sig"] = signing.armor(made)

    return spoil


other_purpose = other_purpose_of(b"git")


def windows(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def rewritten(name: str, change: Callable[[bytes], bytes]) -> Spoil:
    """A file that a program wrote anew after it was signed."""
    return lambda house: house.edit(name, change, signers=None)


def without_unit(house: House) -> None:
    for path in [path for path in house.files if path.startswith(f"{V}/{BV1}/")]:
        del house.files[path]


def proclaimed_without_a_unit(house: House) -> None:
    """A unit is left out of the proclamation, which is otherwise in order."""
    lines = house.files[f"{V}/PROCLAMATION"].decode().split("\n")
    kept = "\n".join(line for line in lines if BV1 not in line)
    house.edit("PROCLAMATION", lambda _: kept.replace("# units: 6", "# units: 5").encode())


def proclaimed_with_a_stranger(house: House) -> None:
    line = f"{'0' * 64}  ville/bv-99/MANIFEST\n".encode()
    house.edit("PROCLAMATION", lambda text: text + line)


def corrected_after_proclamation(house: House) -> None:
    house.report(("ville", "bv-01"), replace(minutes(BALLOTS["ville", "bv-01"]), note="counted again"))


def corrected_later(house: House) -> None:
    """A unit signs other minutes two days after the proclamation, which is not made anew."""
    house.say(BV1, "signed", "2026-11-18T09:00:00Z")


def new_unit(house: House) -> None:
    moved(f"{V}/ville/bv-01", f"{V}/ville/bv-99")(house)
    house.say("ville/bv-99", "unit", "bv-99")
    house.restart()


def merged_twice(house: House) -> None:
    for path in [path for path in house.files if path.startswith(f"{V}/{POOL}/")]:
        house.files[path.replace("merged", "merged-2")] = house.files[path]
    house.say("ville/merged-2", "unit", "merged-2")
    house.restart()


def merged_with_nobody(house: House) -> None:
    """The merged unit counts a polling place that does not exist."""
    house.edit(f"{POOL}/MANIFEST", lambda text: text.replace(b"../bv-03/", b"../bv-98/"))
    house.restart()


def listed(unit: str, line: str) -> Spoil:
    """A signed MANIFEST with one more checksum line."""

    def spoil(house: House) -> None:
        house.edit(f"{unit}/MANIFEST", lambda text: text + f"{line}\n".encode())
        house.restart()

    return spoil


def unlisted(unit: str, path: str) -> Spoil:
    """A signed MANIFEST without the checksum line of a file."""

    def spoil(house: House) -> None:
        lines = house.files[f"{V}/{unit}/MANIFEST"].decode().split("\n")
        kept = "\n".join(line for line in lines if not line.endswith(f"  {path}"))
        house.edit(f"{unit}/MANIFEST", lambda _: kept.encode())
        house.restart()

    return spoil


def policy(**changes: object) -> Spoil:
    def spoil(house: House) -> None:
        house.policy.update(changes)

    return spoil


def alike(others: int) -> Spoil:
    """All of bv-03 vote alike, but for so many ticks."""

    def spoil(house: House) -> None:
        for path in [path for path in house.files if path.startswith(f"{V}/{POOL}/")]:
            del house.files[path]
        table = f"number;votes\n2027-001;6\n2027-002;{others}\n2027-003;6\n"
        house.files[f"{V}/ville/bv-03/tally.csv"] = table.encode()
        house.report_first(("ville", "bv-03"), minutes(BALLOTS["ville", "bv-03"]))
        house.restart()

    return spoil


unanimous = alike(0)


SEED = "31415926535897932384"


def recounted(house: House, hand: Callable[[bytes], bytes] = bytes, **said: object) -> None:
    """Two units drawn and counted by hand; `hand` is what the first of them gave."""
    ballot = frozen_ballot()
    names = sorted(map(audit.tally_path, audit.sample(ballot.units, SEED, 2)))
    tallies = {name: house.files[f"{V}/{name}"] for name in names}
    tallies[names[0]] = hand(tallies[names[0]])
    record = Audit(CITY, EDITION, PROCLAIMED, SEED, 2, "the committee", "", ())
    house.files[f"{V}/AUDIT"] = audit.drawn(ballot, tallies, replace(record, **said))  # type: ignore[arg-type]
    house.sign(f"{V}/AUDIT", TELLERS[:2])


def recount(hand: Callable[[bytes], bytes] = bytes, **said: object) -> Spoil:
    return lambda house: recounted(house, hand, **said)


def recount_of_others(house: House) -> None:
    """A unit that the seed did not draw stands in the place of one that it drew."""
    recounted(house)
    ballot = frozen_ballot()
    first, *_, last = map(audit.tally_path, audit.sample(ballot.units, SEED, len(ballot.units)))
    drawn, other = (house.files[f"{V}/{name}"] for name in (first, last))
    lines = (f"{digest(drawn)}  {first}", f"{digest(other)}  {last}")
    house.files[f"{V}/AUDIT"] = house.files[f"{V}/AUDIT"].replace(lines[0].encode(), lines[1].encode())
    house.sign(f"{V}/AUDIT", TELLERS[:2])


def recount_sealed_by(*signers: str) -> Spoil:
    def spoil(house: House) -> None:
        recounted(house)
        house.sign(f"{V}/AUDIT", signers)

    return spoil


def recount_lost(house: House) -> None:
    recounted(house)
    del house.files[f"{V}/AUDIT"]


def recount_changed(house: House) -> None:
    recounted(house)
    changed(f"{V}/AUDIT", "the committee", "nobody else")(house)
