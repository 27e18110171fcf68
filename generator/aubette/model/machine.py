"""The machine on which somebody works with a city or seals votes, as facts that were looked up beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Version = tuple[int, ...]


class System(StrEnum):
    """The operating systems that people of a city hall have, by the names that Python gives them."""

    LINUX = "Linux"
    MACOS = "Darwin"
    WINDOWS = "Windows"


class Agent(StrEnum):
    """Whether a program holds keys for `ssh-keygen`: none runs, it does not answer, it holds nothing, it holds some."""

    NONE = "none"
    SILENT = "silent"
    EMPTY = "empty"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that lies about: where, its kind as OpenSSH names it, and its length in bits."""

    place: str
    kind: str
    bits: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine has; an empty text or version stands for what is not there, None for what could not be told.

    `kinds` are the kinds of keys that this OpenSSH knows; `committed` is the newest commit's time; `protected` says
    whether the city's `.gitattributes` keeps git's hands off sealed files; `repository` is False outside of git.
    """

    system: System
    python: Version
    now: datetime
    git: Version = ()
    ssh_keygen: str = ""
    openssh: Version = ()
    kinds: tuple[str, ...] = ()
    agent: Agent = Agent.NONE
    keys: tuple[PublicKey, ...] = ()
    synchronised: bool | None = None
    committed: datetime | None = None
    zone: str = ""
    zone_known: bool = True
    encoding: str = "utf-8"
    repository: bool = False
    shallow: bool = False
    autocrlf: str = ""
    protected: bool = True
