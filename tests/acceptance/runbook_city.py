"""The states from which the runbooks start: the example's edition 2026, voted anew with keys that the signers hold."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.city import City
from aubette.votes import keyring, manifest
from aubette.votes.compose import Minutes
from aubette.votes.sealed import digest
from aubette.workflow.freeze import candidates, frozen_files
from aubette.workflow.sealing import draft_proclamation, draft_unit, seals
from aubette.workflow.writing import write_files

ROOT = Path(__file__).resolve().parents[2]
EDITION, CITY = "2026", "strasbourg.example"
CLOSED = datetime(2026, 10, 11, 16, tzinfo=UTC)
SIGNED = CLOSED + timedelta(hours=1, minutes=42)
PROCLAIMED = datetime(2026, 10, 16, 10, 30, tzinfo=UTC)
NOW = datetime(2026, 10, 18, 9, tzinfo=UTC)
SIGNERS = ("elections-1", "elections-2", "comite-1")
TWO, ACT = ("elections-1", "comite-1"), ("elections-2", "comite-1")
SEED = "7c1e5a90d2b84f36a1c0"
LATE = "mediatheque-neudorf"
MINUTES = {
    "internet": Minutes(CLOSED, 7388, 7388, 66, 0, 7322),
    "centre-administratif": Minutes(CLOSED, 629, 629, 11, 6, 612),
    LATE: Minutes(CLOSED, 488, 488, 7, 3, 478),
}
WHO = {
    "GIT_AUTHOR_NAME": "elections",
    "GIT_AUTHOR_EMAIL": "e@example.org",
    "GIT_COMMITTER_NAME": "elections",
    "GIT_COMMITTER_EMAIL": "e@example.org",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass(frozen=True)
class Town:
    """A city's folder under git, and the home of the people who sign."""

    root: Path
    home: Path

    def run(self, command: str, when: datetime = NOW, answers: str = "oui\n" * 6) -> subprocess.CompletedProcess[str]:
        """What a person types, at a time that their machine believes it is; nobody sits at the terminal."""
        clock = {"SOURCE_DATE_EPOCH": str(int(when.timestamp())), "GIT_COMMITTER_DATE": f"{when:%Y-%m-%dT%H:%M:%SZ}"}
        phrase = {"SSH_ASKPASS": str(self.home / "bin" / "phrase"), "SSH_ASKPASS_REQUIRE": "force"}
        plain = {"HOME": str(self.home), "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC", **phrase}
        path = f"{self.home / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=self.root,
            env={**os.environ, **WHO, **clock, **plain, "PATH": path, "PYTHONPATH": str(ROOT / "generator")},
            input=answers,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            start_new_session=True,
        )

    def copied(self, folder: Path) -> Town:
        """The same town elsewhere, to be changed."""
        shutil.copytree(self.root, folder / "ville")
        shutil.copytree(self.home, folder / "home")
        return Town(folder / "ville", folder / "home")

    def commit(self, subject: str, when: datetime = NOW) -> None:
        done = self.run(f"git add -A && git commit -q -m '{subject}'", when)
        assert done.returncode == 0, done.stderr

    @property
    def city(self) -> City:
        city = load_city(WorkTree(self.root), Schemas(schema_dir())).city
        assert city is not None
        return city

    def key(self, signer: str) -> Path:
        return self.home / "cles" / signer

    def seal(self, contest: str, unit: str, signers: Sequence[str] = TWO, signed: datetime = SIGNED) -> None:
        """Seal a unit's tally as its signers would."""
        made = draft_unit(WorkTree(self.root), EDITION, contest, unit, MINUTES[unit], city_id=CITY, signed=signed)
        assert made.sound, made.findings
        write_files(self.root, seals(made, {name: self.key(name) for name in signers}, CITY))

    def proclaim(self) -> None:
        made = draft_proclamation(WorkTree(self.root), EDITION, city_id=CITY, signed=PROCLAIMED, draw="90417")
        write_files(self.root, seals(made, {name: self.key(name) for name in ACT}, CITY))


def found(folder: Path, program: str) -> Town:
    """The town before the vote: keys made and trusted, nothing frozen; `program` is the shell's line for `aubette`."""
    town = Town(folder / "ville", folder / "home")
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(ROOT / name, town.root / name)
    for name in ("mkdocs.yml", ".gitattributes"):
        shutil.copy(ROOT / name, town.root / name)
    shutil.rmtree(town.root / "votes" / EDITION)
    (town.home / "cles").mkdir(parents=True)
    (town.home / "bin").mkdir()
    tool(town, "aubette", program)
    tool(town, "phrase", "echo une phrase que le signataire retient")
    trust = f"site_config/trust/{EDITION}"
    namespace = manifest.namespace(CITY)
    listed = b""
    days = (datetime(2026, 9, 1).date(), datetime(2027, 3, 31).date())
    for signer in SIGNERS:
        key = town.key(signer)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", signer, "-f", str(key)], check=True)
        public = key.with_suffix(".pub").read_bytes()
        listed = keyring.added(listed, signer, keyring.public_key(public), namespace, days)
    write_files(town.root, {f"{trust}/allowed_signers": listed, f"{trust}/revoked_keys": b""})
    done = town.run("git init -q -b main")
    assert done.returncode == 0, done.stderr
    return town


def tool(town: Town, name: str, line: str) -> None:
    path = town.home / "bin" / name
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def freeze(town: Town, commitment: str | None = None) -> None:
    """Freeze the ballot and commit it on the day on which the vote opens."""
    city = town.city
    edition = city.edition(EDITION)
    assert edition is not None
    write_files(town.root, frozen_files(city, edition, candidates(city, edition), commitment))
    town.commit("bulletin figé", datetime(2026, 9, 20, 12, tzinfo=UTC))


def counted(town: Town, without: str = "") -> None:
    """Every unit but one sealed and committed on the evening of the vote."""
    for place, data in tallies().items():
        if place != without:
            write_files(town.root, {f"votes/{EDITION}/{place}/tally.csv": data})
            town.seal(*place.split("/"))
    town.commit("bureaux rendus", SIGNED + timedelta(hours=1))


def tallies() -> dict[str, bytes]:
    """The example's tallies by contest and unit."""
    folder = ROOT / "votes" / EDITION
    return {f"{p.parent.parent.name}/{p.parent.name}": p.read_bytes() for p in sorted(folder.glob("*/*/tally.csv"))}


def absent(town: Town) -> None:
    """One unit has handed in nothing."""
    counted(town, without=f"ville/{LATE}")


def unsealed(town: Town) -> None:
    """One unit has its tally and no seal."""
    absent(town)
    write_files(town.root, {f"votes/{EDITION}/ville/{LATE}/tally.csv": tallies()[f"ville/{LATE}"]})


def proclaimed(town: Town) -> None:
    counted(town)
    town.proclaim()
    town.commit("résultats proclamés", PROCLAIMED + timedelta(hours=1))


def wrong_key(town: Town) -> None:
    """The committee's member took the key that they use for something else."""
    proclaimed(town)
    text = f"votes/{EDITION}/ville/{LATE}/MANIFEST"
    namespace = manifest.namespace(CITY)
    made = town.run(
        f"ssh-keygen -q -t ed25519 -N '' -f ~/cles/autre && ssh-keygen -q -Y sign -f ~/cles/autre -n {namespace}"
        f" < {text} > {text}.comite-1.sig"
    )
    assert made.returncode == 0, made.stderr
    town.commit("scellé du comité")


def windows(town: Town) -> None:
    """A checkout on a machine whose editor wrote Windows line ends."""
    proclaimed(town)
    for name in ("tally.csv", "MANIFEST"):
        path = town.root / f"votes/{EDITION}/ville/{LATE}" / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def wrong_clock(town: Town) -> None:
    """A unit sealed by a machine that is three weeks ahead, not yet published."""
    unsealed(town)
    town.seal("ville", LATE, signed=NOW + timedelta(days=21))


STATES: Mapping[str, Callable[[Town], None]] = {
    "depouille": counted,
    "a-sceller": unsealed,
    "bureau-absent": absent,
    "proclame": proclaimed,
    "scelle-faux": wrong_key,
    "windows": windows,
    "horloge": wrong_clock,
}


def tied(folder: Path, program: str) -> Town:
    """A town where two projects of one envelope end with as many votes and the same cost, too dear for both."""
    town = found(folder, program)
    path = next((town.root / "projects" / EDITION).glob("kiosque-de-lecture-wacken-*.yml"))
    text = path.read_text("utf-8")
    assert "estimated_cost: 24500" in text
    path.write_text(text.replace("estimated_cost: 24500", "estimated_cost: 54000"), "utf-8")
    freeze(town, digest(SEED.encode()))
    counted(town)
    return town
