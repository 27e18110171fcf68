"""Sealing at a desk: what would not count is not written, what was published is superseded, lists are kept in order."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aubette.history.git import open_repository
from aubette.load.worktree import WorkTree
from aubette.model.source import MemorySource
from aubette.votes import keyring, manifest
from aubette.workflow import votes_past
from aubette.workflow.moment import moment
from aubette.workflow.overlay import Overlay

ROOT = Path(__file__).resolve().parents[3]
NAMESPACE = manifest.namespace("strasbourg.example")
UNIT = "votes/2026/ville/internet"
CLOSED = "2026-10-11T16:00:00Z"
FIGURES = ("--roll", "7388", "--ballots-found", "7388", "--blank", "66", "--null", "0", "--valid", "7322")
NIGHT = datetime(2026, 10, 11, 18, tzinfo=UTC)
WHO = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "e@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


class Desk:
    """A city's folder in which two signers have keys, and one unit is about to be sealed."""

    def __init__(self, root: Path, run) -> None:
        self.root, self.aubette = root, run
        for name in ("site_config", "votes", "projects"):
            shutil.copytree(ROOT / name, root / name)
        for seal in (root / "votes/2026").rglob("*.sig"):
            seal.unlink()
        (root / "votes/2026/PROCLAMATION").unlink()
        for text in (root / "votes/2026").rglob("MANIFEST"):
            text.unlink()
        self.keys = {name: self.key(name) for name in ("elections-1", "elections-2", "comite-1", "stranger")}
        self.signers.write_bytes(b"")
        for name in ("elections-1", "elections-2", "comite-1"):
            self.trust("add", "--signer", name, "--public", f"{self.keys[name]}.pub", *DAYS)

    @property
    def signers(self) -> Path:
        return self.root / "site_config/trust/2026/allowed_signers"

    def key(self, name: str) -> Path:
        path = self.root.parent / f"{self.root.name}-{name}"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)], check=True)
        return path

    def trust(self, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self.aubette("-C", str(self.root), "votes", "trust", verb, "2026", *options)

    def sign(self, signer: str, *options: str, key: str = "", when: datetime = NIGHT):
        command = ("sign", "2026/ville/internet", "--key", str(self.keys[key or signer]), "--signer", signer, "--yes")
        epoch = str(int(when.timestamp()))
        return self.aubette("-C", str(self.root), "votes", *command, *options, SOURCE_DATE_EPOCH=epoch)

    def first(self, *options: str, **more):
        return self.sign("elections-1", "--closed", CLOSED, *FIGURES, *options, **more)

    @property
    def seals(self) -> list[str]:
        return sorted(path.name for path in (self.root / UNIT).glob("MANIFEST*"))

    def text(self) -> str:
        return (self.root / UNIT / "MANIFEST").read_text("utf-8")

    def git(self, *arguments: str, when: str = "") -> None:
        subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **WHO, "GIT_COMMITTER_DATE": when},
            check=True,
            capture_output=True,
        )

    def commit(self, when: str = "2026-10-12T08:00:00Z") -> None:
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "votes", when=when)


DAYS = ("--from", "2026-09-01", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, aubette) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk") / "city", aubette)


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    copy = Desk.__new__(Desk)
    copy.root, copy.aubette, copy.keys = tmp_path / "city", made.aubette, made.keys
    shutil.copytree(made.root, copy.root)
    return copy


def test_two_people_seal_one_text_and_the_second_types_no_figures(desk: Desk) -> None:
    assert desk.first().returncode == 0
    text = desk.text()
    assert "# seq: 1\n" in text
    second = desk.sign("comite-1", when=NIGHT + timedelta(minutes=9))
    assert second.returncode == 0, second.stderr
    assert desk.text() == text
    assert desk.seals == ["MANIFEST", "MANIFEST.comite-1.sig", "MANIFEST.elections-1.sig"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"key": "stranger"}, "votes/unknown-key"),
        ({"key": "elections-2"}, "votes/wrong-signer"),
        ({"when": datetime(2027, 4, 1, tzinfo=UTC)}, "votes/outside-validity"),
        ({"when": datetime(2026, 10, 11, 15, tzinfo=UTC)}, "votes/signed-before-closed"),
    ],
)
def test_what_would_not_count_is_not_written(desk: Desk, options: dict, code: str) -> None:
    done = desk.first(**options)
    assert (done.returncode, desk.seals) == (1, [])
    assert code in done.stdout


def test_a_revoked_key_seals_nothing(desk: Desk) -> None:
    assert desk.trust("revoke", "--signer", "elections-1").returncode == 0
    done = desk.first()
    assert (done.returncode, desk.seals) == (1, [])
    assert "votes/revoked-key" in done.stdout


def test_a_broken_seal_of_somebody_else_does_not_stop_me(desk: Desk) -> None:
    assert desk.first().returncode == 0
    (desk.root / UNIT / "MANIFEST.elections-2.sig").write_bytes(
        (desk.root / UNIT / "MANIFEST.elections-1.sig").read_bytes()
    )
    done = desk.sign("comite-1")
    assert done.returncode == 0
    assert "MANIFEST.elections-2.sig" in done.stderr


def test_some_figures_are_not_enough_and_none_need_a_text(desk: Desk) -> None:
    assert desk.sign("elections-1", "--roll", "3").returncode == 2
    assert desk.sign("elections-1").returncode == 2
    assert desk.seals == []


def test_a_slip_before_publication_leaves_no_trace(desk: Desk) -> None:
    desk.commit()
    assert desk.first("--note", "rien").returncode == 0
    done = desk.first("--note", "rien à signaler")
    assert done.returncode == 0
    assert "# seq: 1\n" in desk.text()
    assert "# note: rien à signaler\n" in desk.text()


def test_what_was_published_is_superseded_and_stale_seals_go(desk: Desk) -> None:
    assert desk.first().returncode == 0
    assert desk.sign("comite-1").returncode == 0
    desk.commit()
    before = (desk.root / UNIT / "MANIFEST").read_bytes()
    assert desk.first().returncode == 0
    assert (desk.root / UNIT / "MANIFEST").read_bytes() == before
    unsaid = desk.first("--anew", when=NIGHT + timedelta(hours=1))
    assert (unsaid.returncode, "--note" in unsaid.stderr, "# seq: 1\n" in desk.text()) == (2, True, True)
    done = desk.first("--anew", "--note", "l'horloge était fausse", when=NIGHT + timedelta(hours=1))
    assert done.returncode == 0
    assert "# seq: 2\n" in desk.text()
    assert desk.seals == ["MANIFEST", "MANIFEST.elections-1.sig"]
    (desk.root / UNIT / "MANIFEST").unlink()
    desk.commit()
    assert desk.first("--note", "texte perdu", when=NIGHT + timedelta(hours=2)).returncode == 0
    assert "# seq: 2\n" in desk.text(), "what was published and then deleted is superseded too"


def test_a_text_that_was_changed_since_it_was_published_is_not_sealed(desk: Desk) -> None:
    assert desk.first().returncode == 0
    desk.commit()
    text = desk.root / UNIT / "MANIFEST"
    text.write_text(
        text.read_text().replace("# roll: 7388", "# roll: 7389").replace("# note: none", "# note: une de plus")
    )
    done = desk.sign("comite-1")
    assert (done.returncode, "votes/correction" in done.stdout) == (1, True)
    assert desk.seals == ["MANIFEST", "MANIFEST.elections-1.sig"]


def test_nothing_is_proclaimed_before_all_have_reported(desk: Desk) -> None:
    assert desk.first().returncode == 0
    command = ("proclaim", "2026", "--key", str(desk.keys["elections-2"]), "--signer", "elections-2", "--yes")
    done = desk.aubette("-C", str(desk.root), "votes", *command, SOURCE_DATE_EPOCH=str(int(NIGHT.timestamp())))
    assert done.returncode == 1
    assert "votes/file-missing" in done.stdout
    assert not (desk.root / "votes/2026/PROCLAMATION").exists()


def test_lists_of_keys_are_kept_without_writing_them_by_hand(desk: Desk) -> None:
    shown = desk.trust("show").stdout
    assert shown.count("SHA256:") == 3
    assert "2026-09-01 .. 2027-03-31" in shown
    again = desk.trust("add", "--signer", "elections-1", "--public", f"{desk.keys['elections-1']}.pub", *DAYS)
    assert (again.returncode, again.stderr.count("SHA256:")) == (2, 1)
    private = desk.trust("add", "--signer", "maire", "--public", str(desk.keys["stranger"]), *DAYS)
    assert private.returncode == 2
    capital = desk.trust("add", "--signer", "Maire", "--public", f"{desk.keys['stranger']}.pub", *DAYS)
    assert capital.returncode == 2
    assert desk.trust("end", "--signer", "nobody", "--until", "2026-10-12").returncode == 2
    assert desk.trust("show").stdout == shown
    other = desk.trust("add", "--signer", "elections-1", "--public", f"{desk.keys['stranger']}.pub", *DAYS)
    assert other.returncode == 0
    several = desk.trust("end", "--signer", "elections-1", "--until", "2026-10-12")
    assert (several.returncode, several.stderr.count("SHA256:")) == (2, 2)


def test_a_validity_ends_where_it_is_told_and_nothing_else_moves() -> None:
    line = (ROOT / "site_config/trust/2026/allowed_signers").read_bytes()
    made = keyring.ended(line, "elections-2", "", NAMESPACE, date(2026, 10, 12))
    before, after = line.decode().splitlines(), made.decode().splitlines()
    assert [one for one, two in zip(before, after, strict=True) if one != two] == [before[1]]
    assert after[1] == before[1].replace("20270331Z", "20261012Z")
    with pytest.raises(keyring.KeyringError):
        keyring.ended(line, "elections-2", "", NAMESPACE, date(2026, 8, 1))


def test_the_repository_remembers_versions_and_arrivals(desk: Desk) -> None:
    desk.commit()
    assert desk.first().returncode == 0
    first = (desk.root / UNIT / "MANIFEST").read_bytes()
    desk.commit()
    assert desk.first("--note", "recompté", when=NIGHT + timedelta(hours=1)).returncode == 0
    desk.commit()
    repository = open_repository(desk.root)
    assert repository
    past = votes_past.past_of(repository, WorkTree(desk.root), "2026")
    assert past
    path = f"{UNIT}/MANIFEST"
    assert past.versions[path] == (first, (desk.root / path).read_bytes())
    assert list(past.first_seen) == [f"{path}.elections-1.sig"]
    assert votes_past.last_published(repository, path) == (desk.root / path).read_bytes()
    assert votes_past.last_published(repository, "votes/2026/nowhere") is None


def test_a_seal_cannot_arrive_before_what_was_there(desk: Desk) -> None:
    """Somebody who stole an expired key backdates the commit as well."""
    desk.commit("2027-05-02T08:00:00Z")
    assert desk.first().returncode == 0
    desk.commit("2026-10-12T08:00:00Z")
    repository = open_repository(desk.root)
    assert repository
    past = votes_past.past_of(repository, WorkTree(desk.root), "2026")
    assert past
    assert set(past.first_seen.values()) == {datetime(2027, 5, 2, 8, tzinfo=UTC)}


def test_a_repository_that_did_not_witness_the_vote_says_nothing(tmp_path: Path) -> None:
    for name in ("site_config", "votes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    desk = Desk.__new__(Desk)
    desk.root = tmp_path
    desk.commit()
    repository = open_repository(tmp_path)
    assert repository
    assert votes_past.past_of(repository, WorkTree(tmp_path), "2024") is None


def test_an_overlay_is_a_state_that_is_not_written_yet() -> None:
    source = MemorySource({"votes/a": b"1", "votes/b": b"2", "projects/c": b"3"})
    tried = Overlay(source, {"votes/b": b"two", "votes/d": b"4"}, frozenset({"votes/a"}))
    assert [entry.path for entry in tried.entries("votes")] == ["votes/b", "votes/d"]
    assert [entry.path for entry in tried.entries()] == ["projects/c", "votes/b", "votes/d"]
    assert (tried.read("votes/b"), tried.read("projects/c")) == (b"two", b"3")
    for path in ("votes/a", "votes/z"):
        with pytest.raises(FileNotFoundError):
            tried.read(path)


def test_the_moment_is_the_one_of_the_environment() -> None:
    assert moment({"SOURCE_DATE_EPOCH": "1791741600"}) == datetime(2026, 10, 11, 18, tzinfo=UTC)
    assert abs(moment({}) - datetime.now(UTC)) < timedelta(minutes=1)
    assert moment({}).microsecond == 0
