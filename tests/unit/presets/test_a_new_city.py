"""Every preset makes a city that checks clean but for the two acts that its council has still to vote."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from live import DAY

from aubette.cli import votes_verb
from aubette.load.yaml_text import parse
from aubette.votes import manifest
from aubette.votes.trust import read_signers
from aubette.words.catalogue import Catalogue
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder
from aubette.workflow.init_city import Answers, new_city
from aubette.workflow.init_edition import Figures
from aubette.workflow.presets import preset_names, read_preset

FENCED = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)
TO_VOTE = {"governance/rules-not-adopted", "budget/no-deliberation"}


@pytest.mark.parametrize("preset", preset_names())
def test_a_new_city_of_each_preset_checks_clean(preset: str, tmp_path: Path) -> None:
    for name, data in new_city(read_preset(preset), Answers("Ville", Figures(2027), population=60_000)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    checked = check(open_folder(tmp_path), DAY)
    assert checked.clean
    assert {f.code for f in checked.findings} <= TO_VOTE


@pytest.mark.parametrize("languages", [("fr", "en"), ("en", "fr")])
def test_what_the_trust_readme_shows_is_accepted(languages: tuple[str, ...]) -> None:
    """Its line of `allowed_signers` is one that the verifier reads, and its commands have the options they name."""
    city = new_city(read_preset("pilote"), Answers("Ville", Figures(2027), population=9000, languages=languages))
    blocks = FENCED.findall(city["site_config/trust/README.md"].decode())
    (line,) = (body for kind, body in blocks if kind == "text")
    key = "AAAAC3NzaC1lZDI1NTE5AAAAIF1sK0ehkYBnU6g5O+3LIubXZUaLUjFB95FhYvaj6xFQ"
    written = re.sub(r"\S+\n\Z", f"{key}\n", line)
    domain = parse(city["site_config/city.yml"], "city.yml").data["id"]
    signers = read_signers("allowed_signers", written.encode(), manifest.namespace(domain))
    assert (len(signers.value), signers.findings) == (1, ())
    votes = votes_verb.command(Catalogue(languages[0]))
    typed = [
        shlex.split(row)[2:] for kind, body in blocks if kind == "sh" for row in body.splitlines() if "votes" in row
    ]
    assert [words[:2] for words in typed] == [["trust", "add"], ["trust", "show"]]
    for group, verb, *options in typed:
        trust = votes.get_command(click.Context(votes), group)
        assert isinstance(trust, click.Group)
        trust.commands[verb].make_context(verb, options)


def test_there_are_thirteen() -> None:
    assert len(preset_names()) == 13
