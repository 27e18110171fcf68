"""The evening of the count in a new city, as clerks live it: each step is the one that the step before named."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ready import Ready
from runbook_city import SIGNERS, Town, tool

OPENING, NIGHT, MORNING = (datetime(2027, *when, tzinfo=UTC) for when in ((9, 14, 9), (10, 5, 19), (10, 13, 9)))
PROJECT = """\
schema_version: 1
key: abcde{n}
number: 2027-00{n}
status: on_ballot
title: Le projet {n}
description: Un projet pour la ville, assez long pour être lu.
theme: nature
scope: city
submission:
  channel: paper
holder:
  kind: resident
estimated_cost: {n}0000
"""
MINUTES = "--closed 2027-10-05T18:00 --roll 60 --ballots-found 60 --blank 5 --null 1 --valid 54"
SHEETS = {"mairie": (41, 30, 12), "internet": (50, 40, 18)}


@pytest.fixture
def town(tmp_path: Path, ready: Ready) -> Iterator[Town]:
    """A city made by `aubette init`, with a key on disk and one that only an agent holds."""
    town = Town(tmp_path / "ville", tmp_path / "home")
    (town.home / "bin").mkdir(parents=True)
    (town.home / ".ssh").mkdir(mode=0o700)
    tool(town, "aubette", ready.line("--lang", "en"))
    town.root.mkdir()
    say(town, "aubette init . -y --year 2027 --name Montbel --domain montbel.example && git init -q -b main", OPENING)
    for n in (1, 2, 3):
        (town.root / f"projects/2027/p{n}.yml").write_text(PROJECT.format(n=n), "utf-8")
    agent = say(town, "ssh-agent -s -a $HOME/agent", OPENING).stdout
    pid = agent.partition("SSH_AGENT_PID=")[2].partition(";")[0]
    for name in SIGNERS:
        say(town, f"ssh-keygen -q -t ed25519 -N '' -C {name} -f ~/.ssh/{name}", OPENING)
    say(town, "SSH_AUTH_SOCK=$HOME/agent ssh-add -q ~/.ssh/comite-1 && rm ~/.ssh/comite-1", OPENING)
    yield town
    subprocess.run(["kill", pid], check=True)


def say(town: Town, command: str, when: datetime, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = town.run(f"export SSH_AUTH_SOCK=$HOME/agent; {command}", when, "yes\n" * 3)
    assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
    return done


def following(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that names the next command."""
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("Next: "))
    return line.removeprefix("Next: ")


def followed(town: Town, command: str, when: datetime) -> list[str]:
    """All that is typed from a command on, by pasting; figures are added where a unit is sealed for the first time."""
    typed = []
    while not command.startswith("git "):
        unit = command.partition("2027/ville/")[2].partition(" ")[0]
        if " tally " in command:
            command = f"{command} --first {unit}.csv --second again.csv"
            table = "".join(f"2027-00{n};{votes}\n" for n, votes in enumerate(SHEETS[unit], 1))
            (town.root / f"{unit}.csv").write_text(table)
            (town.root / "again.csv").write_text(f"Projet;Voix\n{table}")
        elif " sign " in command and not (town.root / f"votes/2027/ville/{unit}/MANIFEST").exists():
            command = f"{command} {MINUTES}"
        typed.append(command)
        command = following(say(town, command, when))
    say(town, command.replace("git add", "rm -f *.csv && git add", 1), when)
    return [*typed, command]


@pytest.mark.slow
def test_from_the_frozen_ballot_to_a_corrected_proclamation(town: Town) -> None:
    say(town, "aubette ballot freeze 2027", OPENING)
    for left, name in enumerate(SIGNERS, 1):
        add = f"aubette votes trust add 2027 --signer {name} --public ~/.ssh/{name}.pub"
        told = say(town, f"{add} --from 2027-01-01 --until 2028-03-31", OPENING).stderr
        assert all(other in told for other in SIGNERS[left:])
        assert name not in told
    town.commit("bulletin figé", OPENING)
    typed = followed(town, "aubette votes tally 2027/ville/internet", NIGHT)
    assert [command.split()[2] for command in typed[:-1]] == [*("tally", "sign", "sign") * 2, "proclaim", "proclaim"]
    assert "authentic, complete and consistent" in say(town, "aubette votes verify 2027", NIGHT).stdout

    wrong = corrected_without_a_reason(town)
    assert "Say why with --note" in wrong.stderr
    sealed = say(town, 'aubette votes sign 2027/ville/mairie --signer elections-1 --note "13, not 12"', MORNING)
    assert "# seq: 2\n" in sealed.stdout
    silent = say(town, f"SSH_AUTH_SOCK= {following(sealed)}", MORNING, 2)
    assert "ssh-add" in silent.stderr
    typed = followed(town, following(sealed), MORNING)
    assert [command.split()[2] for command in typed[:-1]] == ["sign", "proclaim", "proclaim"]
    assert "--note 'ville/mairie: 13, not 12'" in typed[1]
    assert "# seq: 2\n" in (town.root / "votes/2027/PROCLAMATION").read_text("utf-8")
    assert "authentic, complete and consistent" in say(town, "aubette votes verify 2027", MORNING).stdout
    counted = say(town, "aubette votes audit 2027 --seed 17320508075688772935 --size 1", MORNING)
    assert counted.stdout.strip() in following(counted)


def corrected_without_a_reason(town: Town) -> subprocess.CompletedProcess[str]:
    """The corrected tally, and its seal without a reason."""
    (town.root / "a.csv").write_text("2027-001;41\n2027-002;30\n2027-003;13\n")
    (town.root / "b.csv").write_text("number;votes\n2027-001;41\n2027-002;30\n2027-003;13\n")
    tally = "aubette votes tally 2027/ville/mairie --first a.csv --second b.csv"
    again = following(say(town, f"{tally} --replace", MORNING))
    assert again.startswith("aubette votes sign 2027/ville/mairie --signer ")
    assert "votes/tally-changed" in say(town, "aubette votes verify 2027", MORNING, 1).stdout
    return say(town, f"{again} {MINUTES}", MORNING, 2)
