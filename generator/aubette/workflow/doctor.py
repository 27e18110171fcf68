"""What a machine lacks to work with a city, or to seal votes; a pure judgement of facts, the same on every system.

Versions: git 2.22 for the trailers of the history; `ssh-keygen -Y` came with OpenSSH 8.1, `valid-before` with 8.7, and
dates that end in `Z` (those of `allowed_signers`) with 9.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from aubette.model.finding import Finding, Param, Place, Severity
from aubette.model.machine import Agent, Machine, Version

PYTHON, GIT, SEALS, VERIFIES = (3, 11), (2, 22), (8, 1), (9, 1)
LEAST_RSA = 3072
SOUND = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
STICKS = ("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com")
HERE = Place(".")


def diagnose(machine: Machine, *, signing: bool = False) -> tuple[Finding, ...]:
    """All that stands in the way, the gravest first; with `signing`, also what only a signer needs."""
    found = [*_programs(machine), *_git(machine), *_clock(machine)]
    if signing:
        found += [*_openssh(machine), *_keys(machine), *_unchecked(machine)]
    elif not machine.ssh_keygen:
        found.append(_missing("machine/ssh-keygen-missing", "ssh-keygen", machine, Severity.WARNING))
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: (order.index(one.severity), one.code)))


def written(version: Version) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


def usable(machine: Machine) -> bool:
    """Whether one of the keys that lie about could seal."""
    return any(key.kind in (*SOUND, *STICKS) or (key.kind == "ssh-rsa" and _strong(key.bits)) for key in machine.keys)


def _strong(bits: int) -> bool:
    return bits >= LEAST_RSA


def _programs(machine: Machine) -> Iterator[Finding]:
    if machine.python < PYTHON:
        params = {"found": written(machine.python), "needed": written(PYTHON)}
        yield Finding("machine/python-old", Place("python"), params)
    if not machine.git:
        yield _missing("machine/git-missing", "git", machine, Severity.ERROR)
    elif machine.git < GIT:
        params = {"found": written(machine.git), "needed": written(GIT), "how": machine.system.value}
        yield Finding("machine/git-old", Place("git"), params)
    if not machine.zone_known:
        yield Finding("machine/time-zone-unknown", HERE, {"zone": machine.zone})
    if machine.encoding.lower().replace("-", "").replace("_", "") != "utf8":
        yield Finding("machine/encoding", HERE, {"found": machine.encoding}, Severity.WARNING)


def _missing(code: str, program: str, machine: Machine, severity: Severity) -> Finding:
    return Finding(code, Place(program), {"how": machine.system.value}, severity)


def _git(machine: Machine) -> Iterator[Finding]:
    if not machine.repository:
        yield Finding("machine/no-repository", HERE, severity=Severity.WARNING)
        return
    if machine.shallow:
        yield Finding("machine/shallow", Place(".git"))
    if not machine.protected:
        severity = Severity.ERROR if machine.autocrlf == "true" else Severity.WARNING
        yield Finding("machine/line-ends-unprotected", Place(".gitattributes"), {}, severity)
    elif machine.autocrlf == "true":
        yield Finding("machine/line-ends", Place(".git/config"), {}, Severity.NOTE)


def _clock(machine: Machine) -> Iterator[Finding]:
    if machine.committed and machine.now < machine.committed:
        params = {"now": machine.now, "committed": machine.committed, "how": machine.system.value}
        yield Finding("machine/clock-behind", HERE, params)


def _openssh(machine: Machine) -> Iterator[Finding]:
    place = Place("ssh-keygen")
    if not machine.ssh_keygen:
        yield _missing("machine/ssh-keygen-missing", "ssh-keygen", machine, Severity.ERROR)
        return
    params = {"found": written(machine.openssh), "how": machine.system.value}
    if not machine.openssh:
        yield Finding("machine/ssh-keygen-unknown", place, severity=Severity.WARNING)
    elif machine.openssh < SEALS:
        yield Finding("machine/ssh-keygen-old", place, {**params, "needed": written(SEALS)})
    elif machine.openssh < VERIFIES:
        needed = {**params, "needed": written(VERIFIES)}
        yield Finding("machine/ssh-keygen-cannot-verify", place, needed, Severity.WARNING)
    if machine.kinds and not set(STICKS) & set(machine.kinds):
        yield Finding("machine/security-keys-unsupported", place, {"how": machine.system.value}, Severity.NOTE)


def _keys(machine: Machine) -> Iterator[Finding]:
    if machine.agent is Agent.SILENT:
        yield _missing("machine/agent-silent", "ssh-agent", machine, Severity.WARNING)
    for key in machine.keys:
        if key.kind == "ssh-dss" or (key.kind == "ssh-rsa" and not _strong(key.bits)):
            params: dict[str, Param] = {"kind": key.kind, "bits": key.bits, "least": LEAST_RSA}
            yield Finding("machine/key-weak", Place(key.place), params, Severity.WARNING)
    if not usable(machine):
        yield Finding("machine/no-key", HERE, severity=Severity.WARNING)


def _unchecked(machine: Machine) -> Iterator[Finding]:
    if machine.synchronised is False:
        params = {"now": machine.now, "how": machine.system.value}
        yield Finding("machine/clock-not-synchronised", HERE, params, Severity.WARNING)
    elif machine.synchronised is None:
        yield Finding("machine/clock-unchecked", HERE, {"now": machine.now}, Severity.NOTE)
