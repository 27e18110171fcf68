"""Looking at the machine: its programs, keys, clock and settings. Every question has an answer, even "cannot tell"."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aubette.load.attributes import exposed
from aubette.model.machine import Agent, Machine, PublicKey, System, Version

PATIENCE = 10
OPENSSH = re.compile(r"OpenSSH_(?:for_Windows_)?([0-9]+)\.([0-9]+)")
NUMBERS = re.compile(r"([0-9]+)\.([0-9]+)(?:\.([0-9]+))?")
CLOCKS: Mapping[System, tuple[tuple[str, ...], str]] = {
    System.LINUX: (("timedatectl", "show", "--property=NTPSynchronized", "--value"), "yes"),
    System.MACOS: (("systemsetup", "-getusingnetworktime"), "on"),
    System.WINDOWS: (("w32tm", "/query", "/source"), ""),
}
"""Who knows whether the clock is kept right, and the word in the answer that says so."""

WINDOWS_ALONE = ("local cmos clock", "free-running system clock")
"""Sources that `w32tm` names when nobody corrects the clock."""


def look(root: Path, environment: Mapping[str, str], now: datetime, zone: str) -> Machine:
    """The facts about this machine, for a folder that may be a city's."""
    system = _system()
    keygen = shutil.which("ssh-keygen") or ""
    folder = Path(environment.get("HOME") or environment.get("USERPROFILE") or str(Path.home()))
    inside = _said(root, "git", "rev-parse", "--is-inside-work-tree").strip() == "true"
    return Machine(
        system=system,
        python=tuple(sys.version_info[:3]),
        now=now,
        git=version_in(NUMBERS, _said(root, "git", "--version")),
        ssh_keygen=keygen,
        openssh=version_in(OPENSSH, _said(root, _beside(keygen, "ssh"), "-V")) if keygen else (),
        kinds=tuple(_said(root, _beside(keygen, "ssh"), "-Q", "key").split()) if keygen else (),
        agent=_agent(root, keygen, environment),
        keys=_keys(root, keygen, folder / ".ssh"),
        synchronised=synchronised(system, _said(root, *CLOCKS[system][0])),
        committed=_committed(root) if inside else None,
        zone=zone,
        zone_known=_zone_known(zone),
        encoding=sys.stdout.encoding or "",
        repository=inside,
        shallow=inside and _said(root, "git", "rev-parse", "--is-shallow-repository").strip() == "true",
        autocrlf=_said(root, "git", "config", "core.autocrlf").strip().lower(),
        protected=protects(root / ".gitattributes"),
    )


def version_in(pattern: re.Pattern[str], said: str) -> Version:
    """The version in what a program says of itself; empty where it says none."""
    found = pattern.search(said)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def synchronised(system: System, said: str) -> bool | None:
    """Whether something corrects the clock, by the answer of the system's own tool; None where that cannot tell."""
    answer = said.strip().lower()
    if not answer or "administrator" in answer or "error" in answer or "failed" in answer:
        return None
    if system is System.WINDOWS:
        return answer not in WINDOWS_ALONE
    return answer.rpartition(" ")[2] == CLOCKS[system][1]


def protects(attributes: Path) -> bool:
    """Whether a `.gitattributes` keeps git from changing sealed files."""
    try:
        return not exposed(attributes.read_text("utf-8-sig", "replace"))
    except OSError:
        return False


def keys_in(listed: str, place: str) -> tuple[PublicKey, ...]:
    """The keys that `ssh-keygen -l` and `ssh-add -l` list: bits, fingerprint, comment, kind in brackets."""
    names = {"ED25519": "ssh-ed25519", "RSA": "ssh-rsa", "DSA": "ssh-dss"}
    sticks = {"ED25519-SK": "sk-ssh-ed25519@openssh.com", "ECDSA-SK": "sk-ecdsa-sha2-nistp256@openssh.com"}
    found = re.findall(r"^([0-9]+) \S+ .*\(([A-Z0-9-]+)\)$", listed, re.MULTILINE)
    return tuple(
        PublicKey(place, ({**names, **sticks}).get(kind, f"ecdsa-sha2-nistp{bits}"), int(bits)) for bits, kind in found
    )


def _system() -> System:
    name = platform.system()
    return System(name) if name in list(System) else System.LINUX


def _beside(keygen: str, program: str) -> str:
    """The program of the same OpenSSH: Windows often has two."""
    return shutil.which(program, path=str(Path(keygen).parent)) or program


def _agent(root: Path, keygen: str, environment: Mapping[str, str]) -> Agent:
    if not keygen or (not environment.get("SSH_AUTH_SOCK") and _system() is not System.WINDOWS):
        return Agent.NONE
    try:
        done = _run(root, _beside(keygen, "ssh-add"), "-l")
    except (OSError, subprocess.TimeoutExpired):
        return Agent.SILENT
    return {0: Agent.KEYS, 1: Agent.EMPTY}.get(done.returncode, Agent.SILENT)


def _keys(root: Path, keygen: str, folder: Path) -> tuple[PublicKey, ...]:
    if not keygen:
        return ()
    files = sorted(folder.glob("*.pub")) if folder.is_dir() else []
    lying = [key for path in files for key in keys_in(_said(root, keygen, "-lf", str(path)), path.name)]
    return (*lying, *keys_in(_said(root, _beside(keygen, "ssh-add"), "-l"), "ssh-agent"))


def _committed(root: Path) -> datetime | None:
    said = _said(root, "git", "log", "-1", "--format=%ct").strip()
    return datetime.fromtimestamp(int(said), UTC) if said.isdigit() else None


def _zone_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _said(root: Path, *command: str) -> str:
    """What a program says, on either channel; nothing where it cannot be asked."""
    try:
        done = _run(root, *command)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr if done.returncode == 0 else ""


def _run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (constant programs and options, no shell)
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
