"""What a clerk types on the evening of the count: times, units, rules and figures, taken or told why not."""

from __future__ import annotations

import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from aubette.cli import votes_verb
from aubette.votes import keyring
from aubette.words.catalogue import Catalogue
from aubette.workflow.keys_at_hand import holder, own_keys
from aubette.workflow.moment import OddMomentError, moment_said

PARIS = ZoneInfo("Europe/Paris")
PLACE, NAMESPACE = "2026/ville/internet", "aubette-votes-v1@strasbourg.example"
FIGURES = ("--roll", "7388", "--ballots-found", "7388", "--blank", "66", "--null", "0", "--valid", "7322")


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-10-11T16:00:00Z", 16),
        ("2026-10-11T18:00", 16),
        ("2026-10-11 18:00", 16),
        ("2026-10-11T18:00:00+02:00", 16),
        ("2026-10-11T18:00+0200", 16),
        ("2026-10-11t12:00:00-04:00", 16),
        ("2026-10-25T02:30+01:00", 1),
        ("2026-12-11T18:00", 17),
    ],
)
def test_the_end_of_the_vote_is_taken_in_any_zone(written: str, hour: int) -> None:
    when = moment_said(written, PARIS)
    assert (when.tzinfo, when.hour) == (UTC, hour)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("18:00", "odd"),
        ("2026-10-11", "odd"),
        ("11/10/2026 18:00", "odd"),
        ("2026-02-30T18:00", "odd"),
        ("2026-10-11T18h00", "odd"),
        ("2026-03-29T02:30", "skipped"),
        ("2026-10-25T02:30", "twice"),
    ],
)
def test_a_time_that_no_clock_shows_is_told(written: str, code: str) -> None:
    with pytest.raises(OddMomentError) as odd:
        moment_said(written, PARIS)
    assert odd.value.code == code
    for lang in ("fr", "en"):
        assert written in Catalogue(lang).say(f"cli.votes.closing.{code}", **odd.value.params)


def test_the_zone_is_the_city_s() -> None:
    assert moment_said("2026-10-11T18:00", ZoneInfo("America/Cayenne")) == datetime(2026, 10, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> Path:
    """The example's settings and votes, with one unit not sealed and nothing proclaimed."""
    root = tmp_path_factory.mktemp("clerk") / "city"
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(repo_root / name, root / name)
    for path in [*(root / "votes" / PLACE).glob("MANIFEST*"), *(root / "votes/2026").glob("PROCLAMATION*")]:
        path.unlink()
    return root


def typed(city: Path, *words: str, lang: str = "en", answers: str = "", **environment: str) -> Result:
    command = votes_verb.command(Catalogue(lang))
    return CliRunner().invoke(command, [*words, "-C", str(city)], input=answers, env=environment, color=False)


@pytest.mark.parametrize(
    "words",
    [
        ("sign", "2026/ville/internt", "--signer", "elections-1"),
        ("sign", "2026/vile/internet", "--signer", "elections-1", "--closed", "2026-10-11T18:00", *FIGURES),
        ("tally", "2026/ville/interne"),
        ("reconcile", "2026/ville/internets", "--before", "3", "--removed", "1", "--witnesses", "two tellers"),
    ],
)
def test_an_unknown_unit_brings_up_the_nearest_and_the_list(city: Path, words: tuple[str, ...]) -> None:
    done = typed(city, *words)
    assert done.exit_code == 2
    assert f"Perhaps: {PLACE}." in done.output
    assert "2026/quartiers/mediatheque-neudorf" in done.output


def test_an_edition_without_a_frozen_ballot_says_so(city: Path) -> None:
    done = typed(city, "tally", "2027/ville/internet")
    assert (done.exit_code, "aubette ballot freeze 2027" in done.output) == (2, True)


@pytest.mark.parametrize(("lang", "sentence"), [("fr", "nombre entier"), ("en", "whole number")])
def test_a_slip_in_a_figure_is_told_in_words(city: Path, lang: str, sentence: str) -> None:
    done = typed(city, "tally", PLACE, "--replace", lang=lang, answers="x\n1 000\n-3\n")
    assert done.output.count(sentence) == 3
    assert "range" not in done.output


def test_the_hours_of_the_city_are_sealed_in_utc(city: Path) -> None:
    closed = ("--closed", "2026-10-11T18:00", *FIGURES, "--dry-run", "--key", "nowhere", "--signer", "elections-1")
    done = typed(city, "sign", PLACE, *closed, SOURCE_DATE_EPOCH="1791741600")
    assert "# closed: 2026-10-11T16:00:00Z\n" in done.output
    assert "Europe/Paris" in done.output
    odd = typed(city, "sign", PLACE, "--closed", "18h", *FIGURES, "--signer", "elections-1")
    assert (odd.exit_code, "2027-04-04T18:00 (local time, Europe/Paris)" in odd.output) == (2, True)


def test_what_is_missing_of_the_minutes_is_named(city: Path) -> None:
    done = typed(city, "sign", PLACE, "--signer", "elections-1", "--roll", "3")
    assert (done.exit_code, "--closed, --ballots-found, --blank, --null and --valid" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("policy", "said"),
    [("the paper wins", "prevented, paper_stands"), ("paper-stands", "Perhaps: paper_stands"), ("", "--policy")],
)
def test_a_rule_of_double_votes_is_one_of_the_list(city: Path, policy: str, said: str) -> None:
    words = ("--before", "7400", "--removed", "12", "--policy", policy, "--witnesses", "two tellers")
    done = typed(city, "reconcile", PLACE, *words)
    assert (done.exit_code, said in done.output) == (2, True)


def test_a_record_of_double_votes_is_made_again_from_the_one_that_is_there(city: Path) -> None:
    words = ("--before", "7400", "--removed", "12", "--policy", "last_stands", "--witnesses", "two tellers")
    assert typed(city, "reconcile", PLACE, *words).exit_code == 0
    path = city / "votes" / PLACE / "RECONCILIATION"
    before = path.read_text()
    done = typed(city, "reconcile", PLACE, "--policy", "first_stands")
    assert f"Next: aubette -C {city} votes sign {PLACE}" in done.output
    assert path.read_text() == before.replace("last_stands", "first_stands")
    path.unlink()
    assert "--before, --removed and --witnesses" in typed(city, "reconcile", PLACE).output


def test_findings_are_not_told_of_no_files(city: Path) -> None:
    words = ("--key", "nowhere", "--signer", "elections-1", "--closed", "2026-10-11T18:00", *FIGURES[:-1], "7321")
    done = typed(city, "sign", PLACE, *words)
    assert "votes/figures-do-not-add-up" in done.output
    assert "0 files read" not in done.output


def test_a_signer_in_no_college_is_told_at_once(city: Path, tmp_path: Path) -> None:
    good = Path(__file__).parents[2] / "cases/votes/signers/good-options-in-another-order.txt"
    kind, encoded = next(line for line in good.read_text().splitlines() if line[:1] not in {"", "#"}).split(" ")[2:4]
    (tmp_path / "a.pub").write_text(f"{kind} {encoded}\n")
    days = ("--from", "2026-09-01", "--until", "2027-03-31")
    done = typed(city, "trust", "add", "2026", "--signer", "election-1", "--public", f"{tmp_path}/a.pub", *days)
    assert done.exit_code == 0
    assert 'policy.yml: "election-1" is in no college' in done.output
    trusted = keyring.read_signers("", (city / "site_config/trust/2026/allowed_signers").read_bytes(), NAMESPACE)
    assert own_keys(tmp_path, trusted.value) == {"election-1": tmp_path / "a.pub"}
    assert holder(tmp_path / "a", trusted.value) == "election-1"
    (tmp_path / "a").write_bytes(b"")
    assert own_keys(tmp_path, trusted.value) == {"election-1": tmp_path / "a"}


def test_the_socket_of_an_agent_is_no_key(city: Path, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as agent:
        agent.bind(str(tmp_path / "s"))
        words = ("trust", "add", "2026", "--signer", "x", "--public", str(tmp_path / "s"))
        done = typed(city, *words, "--from", "2026-09-01", "--until", "2027-03-31")
    assert (done.exit_code, "ssh-add -L" in done.output) == (1, True)
