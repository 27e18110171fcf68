"""The doctor on the machines that people have: Linux, macOS and Windows, whole and lacking something."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aubette.model.machine import Agent, Machine, PublicKey, System
from aubette.words.catalogue import Catalogue
from aubette.workflow import doctor, machine
from aubette.workflow.doctor import diagnose

NOW = datetime(2027, 4, 4, 17, tzinfo=UTC)
KEY = PublicKey("id_ed25519.pub", "ssh-ed25519", 256)
KINDS = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ssh-rsa")
DEBIAN = Machine(
    System.LINUX,
    (3, 11, 2),
    NOW,
    (2, 39, 5),
    "/usr/bin/ssh-keygen",
    (9, 2),
    KINDS,
    Agent.KEYS,
    (KEY,),
    True,
    NOW - timedelta(days=1),
    "Europe/Paris",
    repository=True,
)
MAC = replace(
    DEBIAN, system=System.MACOS, git=(2, 39, 5), openssh=(9, 0), kinds=("ssh-ed25519", "ssh-rsa"), synchronised=None
)
WINDOWS = replace(
    DEBIAN,
    system=System.WINDOWS,
    ssh_keygen=r"C:\Windows\System32\OpenSSH\ssh-keygen.exe",
    openssh=(8, 1),
    agent=Agent.SILENT,
    autocrlf="true",
    synchronised=False,
)


def codes(found: Machine, *, signing: bool = False) -> list[str]:
    return [f"{one.severity.value} {one.code.removeprefix('machine/')}" for one in diagnose(found, signing=signing)]


def test_a_good_machine_has_nothing_to_mend() -> None:
    assert codes(DEBIAN, signing=True) == []
    assert codes(DEBIAN) == []


def test_a_mac_as_it_comes() -> None:
    assert codes(MAC, signing=True) == [
        "warning ssh-keygen-cannot-verify",
        "note clock-unchecked",
        "note security-keys-unsupported",
    ]
    assert codes(MAC) == []


def test_windows_as_it_comes() -> None:
    assert codes(WINDOWS, signing=True) == [
        "warning agent-silent",
        "warning clock-not-synchronised",
        "warning ssh-keygen-cannot-verify",
        "note line-ends",
    ]
    assert codes(WINDOWS) == ["note line-ends"]
    unprotected = replace(WINDOWS, protected=False)
    assert "error line-ends-unprotected" in codes(unprotected)
    assert "warning line-ends-unprotected" in codes(replace(unprotected, autocrlf="false"))


@pytest.mark.parametrize(
    ("lack", "expected"),
    [
        ({"python": (3, 10, 12)}, "error python-old"),
        ({"git": ()}, "error git-missing"),
        ({"git": (2, 17, 1)}, "error git-old"),
        ({"zone_known": False}, "error time-zone-unknown"),
        ({"encoding": "cp1252"}, "warning encoding"),
        ({"repository": False}, "warning no-repository"),
        ({"shallow": True}, "error shallow"),
        ({"committed": NOW + timedelta(minutes=5)}, "error clock-behind"),
        ({"ssh_keygen": "", "openssh": ()}, "warning ssh-keygen-missing"),
    ],
)
@pytest.mark.parametrize("system", [DEBIAN, MAC, WINDOWS], ids=lambda found: found.system.value)
def test_each_lack_is_told_on_each_system(system: Machine, lack: dict[str, object], expected: str) -> None:
    assert expected not in codes(system)
    assert expected in codes(replace(system, **lack))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lack", "expected"),
    [
        ({"ssh_keygen": "", "openssh": ()}, "error ssh-keygen-missing"),
        ({"openssh": (7, 9)}, "error ssh-keygen-old"),
        ({"openssh": ()}, "warning ssh-keygen-unknown"),
        ({"keys": ()}, "warning no-key"),
        ({"keys": (PublicKey("id_rsa.pub", "ssh-rsa", 2048),)}, "warning key-weak"),
        ({"keys": (PublicKey("id_dsa.pub", "ssh-dss", 1024),)}, "warning no-key"),
    ],
)
@pytest.mark.parametrize("system", [DEBIAN, MAC, WINDOWS], ids=lambda found: found.system.value)
def test_each_lack_of_a_signer_is_told_to_signers_alone(
    system: Machine, lack: dict[str, object], expected: str
) -> None:
    lacking = replace(system, **lack)  # type: ignore[arg-type]
    assert expected not in codes(system, signing=True)
    assert expected in codes(lacking, signing=True)
    assert expected not in codes(lacking)


def test_what_to_do_is_said_for_the_system_in_both_languages() -> None:
    for lang in ("fr", "en"):
        words = Catalogue(lang)
        fixes = {
            found.system: words.finding(one.code, one.params).fix
            for found in (DEBIAN, MAC, WINDOWS)
            for one in diagnose(replace(found, git=()))
            if one.code == "machine/git-missing"
        }
        assert "apt" in fixes[System.LINUX]
        assert "xcode-select" in fixes[System.MACOS]
        assert "winget" in fixes[System.WINDOWS]


def test_an_agent_that_is_silent_is_started_as_the_system_does() -> None:
    """On Windows it is a service, which does not run as it comes."""
    for lang in ("fr", "en"):
        words = Catalogue(lang)
        fixes = {
            found.system: words.finding(one.code, one.params).fix
            for found in (replace(DEBIAN, agent=Agent.SILENT), WINDOWS)
            for one in diagnose(found, signing=True)
            if one.code == "machine/agent-silent"
        }
        assert "Start-Service" in fixes[System.WINDOWS]
        assert "terminal" in fixes[System.LINUX]
        assert all("--key" in fix for fix in fixes.values())


def test_every_code_of_the_doctor_has_words_and_a_case() -> None:
    quoted = set(re.findall(r'"(machine/[a-z-]+)"', Path(doctor.__file__).read_text("utf-8")))
    assert quoted == {code for code in Catalogue("fr").codes() if code.startswith("machine/")}
    here = Path(__file__).read_text("utf-8")
    assert [code for code in sorted(quoted) if code.removeprefix("machine/") not in here] == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("OpenSSH_9.2p1 Debian-2+deb12u6, OpenSSL 3.0.19", (9, 2)),
        ("OpenSSH_9.0p1, LibreSSL 3.3.6", (9, 0)),
        ("OpenSSH_for_Windows_8.6p1, LibreSSL 3.4.3", (8, 6)),
        ("OpenSSH_10.0p2, OpenSSL 3.5.0", (10, 0)),
        ("", ()),
    ],
)
def test_versions_of_openssh_are_read(said: str, expected: tuple[int, ...]) -> None:
    assert machine.version_in(machine.OPENSSH, said) == expected


def test_versions_of_git_are_read() -> None:
    for said, expected in {
        "git version 2.39.5\n": (2, 39, 5),
        "git version 2.39.3 (Apple Git-146)\n": (2, 39, 3),
        "git version 2.47.1.windows.2\n": (2, 47, 1),
    }.items():
        assert machine.version_in(machine.NUMBERS, said) == expected


@pytest.mark.parametrize(
    ("system", "said", "expected"),
    [
        (System.LINUX, "yes\n", True),
        (System.LINUX, "no\n", False),
        (System.LINUX, "", None),
        (System.MACOS, "Network Time: On\n", True),
        (System.MACOS, "Network Time: Off\n", False),
        (System.MACOS, "You need administrator access to run this tool... exiting!\n", None),
        (System.WINDOWS, "time.windows.com,0x9\r\n", True),
        (System.WINDOWS, "Local CMOS Clock\r\n", False),
        (System.WINDOWS, "The following error occurred: Access is denied.\r\n", None),
    ],
)
def test_whether_the_clock_is_kept_right_is_read(system: System, said: str, expected: bool | None) -> None:
    assert machine.synchronised(system, said) is expected


def test_keys_are_read_from_what_openssh_lists() -> None:
    listed = (
        "256 SHA256:abc elections-1 (ED25519)\n2048 SHA256:def maire@ville.example (RSA)\n"
        "521 SHA256:ghi no comment (ECDSA)\n256 SHA256:jkl stick (ED25519-SK)\nThe agent has no identities.\n"
    )
    assert [(key.kind, key.bits) for key in machine.keys_in(listed, "ssh-agent")] == [
        ("ssh-ed25519", 256),
        ("ssh-rsa", 2048),
        ("ecdsa-sha2-nistp521", 521),
        ("sk-ssh-ed25519@openssh.com", 256),
    ]


def test_attributes_protect_or_do_not(tmp_path: Path) -> None:
    attributes = tmp_path / ".gitattributes"
    assert not machine.protects(attributes)
    attributes.write_text("* text=auto eol=lf\nvotes/** -text\n")
    assert not machine.protects(attributes)
    attributes.write_text("* text=auto eol=lf\nvotes/**   -text\nsite_config/trust/** -text\n")
    assert machine.protects(attributes)


def test_this_machine_can_be_looked_at(repo_root: Path) -> None:
    found = machine.look(repo_root, {}, NOW, "Europe/Paris")
    assert (found.python[:1], bool(found.git), found.zone_known, found.protected) == ((3,), True, True, True)
    assert machine.look(repo_root, {}, NOW, "Europe/Nowhere").zone_known is False


def test_the_command_tells_facts_and_ends_with_a_code(aubette, tmp_path: Path) -> None:
    told = aubette("-C", str(tmp_path), "--lang", "en", "doctor", "--format", "json", HOME=str(tmp_path))
    data = json.loads(told.stdout)
    assert data["facts"]["python"].startswith("3.")
    assert [one["code"] for one in data["findings"]] == ["machine/no-repository"]
    assert told.returncode == 0
    french = aubette("-C", str(tmp_path), "--lang", "fr", "doctor", HOME=str(tmp_path), SSH_AUTH_SOCK="")
    assert "Agent de clés\u00a0: aucun\n" in french.stdout
    bare = aubette("-C", str(tmp_path), "doctor", "--signing", PATH=str(tmp_path), HOME=str(tmp_path))
    assert bare.returncode == 1
    assert "machine/ssh-keygen-missing" in bare.stdout
