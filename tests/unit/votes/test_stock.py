"""Residents verify with commands that they have: on a sound edition these agree with us."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import sealing
from sealing import EDITION, NAMESPACE, TELLERS, TRUST, VOTES, House

from aubette.model.evidence import Unit
from aubette.votes import audit, inventory, keygen, manifest, proclamation

AWK = """awk -F';' 'FNR>1{v[$1]+=$2} END{for(p in v) print p";"v[p]}' ville/bv-*/tally.csv ville/web/tally.csv | sort"""


@pytest.fixture(scope="module")
def folder(built: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("city")
    for path, data in built.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def run(folder: Path, command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", command], cwd=folder, input=stdin, capture_output=True, check=False)


def sealed_texts(house: House) -> list[str]:
    return sorted(path for path in house.files if path.endswith(("/MANIFEST", "/PROCLAMATION")))


def test_sha256sum_checks_every_sealed_text(built: House, folder: Path) -> None:
    for path in sealed_texts(built):
        name = path.rpartition("/")[2]
        done = run((folder / path).parent, f"sha256sum -c --strict {name}")
        assert done.returncode == 0, (path, done.stderr)
        assert done.stdout.count(b": OK\n") == built.files[path].count(b"  ")


def test_sha256sum_sees_a_changed_figure(folder: Path, built: House) -> None:
    tally = folder / VOTES / "ville/web/tally.csv"
    before = tally.read_bytes()
    tally.write_bytes(before.replace(b"31", b"32"))
    try:
        assert run(tally.parent, "sha256sum -c --strict MANIFEST").returncode != 0
    finally:
        tally.write_bytes(before)


def test_ssh_keygen_checks_every_seal(built: House, folder: Path) -> None:
    allowed = folder / TRUST / "allowed_signers"
    for path in sorted(path for path in built.files if path.endswith(".sig")):
        text, signer, _ = path.rsplit(".", 2)
        when = "20261116090000Z" if text.endswith("PROCLAMATION") else "20261114194200Z"
        command = (
            f"ssh-keygen -Y verify -f {allowed} -I {signer} -n {NAMESPACE} -Overify-time={when} -s {folder / path}"
        )
        assert run(folder, command, built.files[text]).returncode == 0, path


def test_awk_adds_up_to_our_totals(built: House, folder: Path) -> None:
    evidence = built.verdict().evidence
    assert evidence
    lines = run(folder / VOTES, AWK).stdout.decode().splitlines()
    assert dict(line.split(";") for line in lines) == {k: str(v) for k, v in evidence.totals("ville").items()}


def test_keygen_signs_and_verifies_what_we_accept(house: House) -> None:
    path = f"{VOTES}/ville/bv-01/MANIFEST"
    message = house.files[path]
    for teller in TELLERS[:2]:
        key = house.keys[teller].path
        assert key
        house.files[f"{path}.{teller}.sig"] = keygen.sign(key, NAMESPACE, message)
    assert house.verdict().evidence


def agrees(house: House, path: str, teller: str, message: bytes) -> bool:
    read = manifest.read(path, house.files[path]).value or proclamation.read(path, house.files[path]).value
    assert read
    return keygen.verifies(
        message,
        house.files[f"{path}.{teller}.sig"],
        principal=teller,
        namespace=NAMESPACE,
        signed=read.signed,
        allowed_signers=house.files[f"{TRUST}/allowed_signers"],
        revoked_keys=house.files[f"{TRUST}/revoked_keys"],
    )


def test_both_verifiers_agree(house: House) -> None:
    for path in (f"{VOTES}/ville/web/MANIFEST", f"{VOTES}/PROCLAMATION"):
        assert agrees(house, path, "teller-1", house.files[path])
        assert not agrees(house, path, "teller-1", house.files[path] + b"\n")
    house.files[f"{TRUST}/revoked_keys"] = f"{house.keys['teller-1'].line}\n".encode()
    assert not agrees(house, f"{VOTES}/PROCLAMATION", "teller-1", house.files[f"{VOTES}/PROCLAMATION"])


def test_keygen_says_when_it_cannot_sign(tmp_path: Path) -> None:
    with pytest.raises(keygen.KeygenError):
        keygen.sign(tmp_path / "no-such-key", NAMESPACE, b"text")


def test_keygen_says_when_it_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(keygen.KeygenError, match="ssh-keygen"):
        keygen.sign(tmp_path / "key", NAMESPACE, b"text")


def test_the_units_to_recount_are_drawn_as_anybody_would(tmp_path: Path) -> None:
    seed = "31415926535897932384"
    command = "for u in {}; do printf '%s %s\\n' $(printf '%s' {}/$u | sha256sum | cut -c1-64) $u; done | sort"
    names = " ".join(f"{unit.contest}/{unit.unit}" for unit in sealing.UNITS)
    drawn = [line.split()[1] for line in run(tmp_path, command.format(names, seed)).stdout.decode().splitlines()]
    sample = audit.sample(sealing.UNITS, seed, 3)
    assert [f"{unit.contest}/{unit.unit}" for unit in sample] == drawn[:3]
    assert audit.sample(sealing.UNITS, seed, 99) != sealing.UNITS
    assert isinstance(sample[0], Unit)


def test_folders_are_where_the_design_says() -> None:
    assert (inventory.votes_folder(EDITION), inventory.trust_folder(EDITION)) == (VOTES, TRUST)
