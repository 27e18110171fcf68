"""The command line as a clerk types it, right and wrong."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aubette.words.catalogue import Catalogue

DAY = "2026-11-20"


def test_check_is_clean_and_says_so(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "check", "--date", DAY)
    assert done.returncode == 0
    assert "0 erreur" in done.stdout
    quiet = aubette("-C", str(example), "--quiet", "check", "--date", DAY, "--only", "yaml,schema")
    assert quiet.stdout == ""


def test_the_options_of_all_verbs_stand_before_the_verb_or_behind_it(example: Path, tmp_path: Path, aubette) -> None:
    for line in (("-C", str(example), "check"), ("check", "-C", str(example))):
        assert "0 errors" in aubette(*line, "--date", DAY, "--lang", "en", "--no-color", cwd=tmp_path).stdout
        assert aubette(*line, "--date", DAY, "--only", "yaml", "--quiet", cwd=tmp_path).stdout == ""
    verified = aubette("-C", str(example), "votes", "verify", "2026", "--quiet", "--lang=en")
    assert (verified.returncode, verified.stdout) == (0, "")
    assert aubette("check", "--lang", "xx", cwd=tmp_path).returncode == 2


def test_check_against_a_revision(example: Path, aubette) -> None:
    assert aubette("-C", str(example), "check", "--date", DAY, "--base", "HEAD~15").returncode == 0
    mixed = aubette("-C", str(example), "check", "--date", DAY, "--base", "HEAD~20", "--format", "json")
    found = [f["code"] for f in json.loads(mixed.stdout)["findings"] if f["new"]]
    assert found == ["base/mixed-settings"], "the calendar of 2027 moved in this span, together with projects"
    unknown = aubette("-C", str(example), "check", "--base", "nowhere")
    assert unknown.returncode == 2
    assert "nowhere" in unknown.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--only", "wrong"),
        ("check", "--date", "hier"),
        ("count", "1999"),
        ("history", "2026-999"),
        ("explain",),
        ("explain", "no/code"),
        ("count", "2026", "--ties", "coin"),
        ("wrong",),
        ("votes", "sign", "2026", "--key", "k", "--signer", "s", "--closed", "2026-01-01T00:00:00Z", "--roll", "1",
         "--ballots-found", "1", "--blank", "0", "--null", "0", "--valid", "1"),
    ],
)  # fmt: skip
def test_a_slip_is_a_usage_error(example: Path, aubette, arguments: tuple[str, ...]) -> None:
    done = aubette("-C", str(example), *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_no_city_is_told(tmp_path: Path, aubette) -> None:
    done = aubette("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "site_config/city.yml" in done.stderr


def test_count_json_is_stable_and_a_what_if_says_so(example: Path, aubette) -> None:
    first = aubette("-C", str(example), "count", "2026", "--format", "json", PYTHONHASHSEED="1")
    again = aubette("-C", str(example), "count", "2026", "--format", "json", PYTHONHASHSEED="2")
    assert first.returncode == 0
    assert first.stdout == again.stdout
    data = json.loads(first.stdout)
    assert data["what_if"] is False
    assert data["projects"]["2026-012"]["status"] == "selected"
    city = next(e for e in data["envelopes"] if e["id"] == "ville")
    assert (city["budget"], city["spent"], city["left"]) == (4000000, 4000000, 0)
    other = aubette("-C", str(example), "count", "2026", "--overflow", "stop", "--format", "json")
    assert json.loads(other.stdout)["what_if"] is True


def test_totals_alone_refuse_a_rule_of_ballots(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "count", "2026", "--rule", "equal-shares")
    assert done.returncode == 1
    assert "count/ballots-needed" in done.stdout
    assert "internet" in done.stdout


def test_history_json(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "history", "2024-010", "--date", DAY, "--format", "json")
    rows = json.loads(done.stdout)
    assert rows[-1]["created"] is True
    assert {row["number"] for row in rows} == {"2024-010"}
    assert all(len(row["commit"]) == 40 for row in rows)


def test_votes_verify(example: Path, aubette) -> None:
    assert aubette("-C", str(example), "votes", "verify", "2026").returncode == 0
    assert aubette("-C", str(example), "votes", "verify", "2027").returncode == 1


@pytest.mark.parametrize("kept", ["history", "no history"])
def test_a_proclamation_that_vanishes_with_its_seals_is_missed(
    example: Path, aubette, tmp_path: Path, kept: str
) -> None:
    left_out = shutil.ignore_patterns("PROCLAMATION*", *([] if kept == "history" else [".git"]))
    shutil.copytree(example, tmp_path / "city", ignore=left_out)
    done = aubette("-C", str(tmp_path / "city"), "--lang", "en", "votes", "verify", "2026")
    assert done.returncode == 1
    assert ("votes/text-vanished" in done.stdout) == (kept == "history")
    assert "votes/not-proclaimed" in done.stdout
    assert ("votes proclaim 2026" in done.stdout + done.stderr) == (kept == "no history")


def test_fmt_has_nothing_to_do_on_the_example(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "fmt", "--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_freeze_writes_once(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "ballot", "freeze", "2026")
    assert done.returncode == 1
    assert "existe déjà" in done.stderr


def test_a_freeze_is_shown_before_it_is_made(example: Path, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city)
    shutil.rmtree(city / "votes" / "2026")
    dry = aubette("-C", str(city), "ballot", "freeze", "2026", "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert not (city / "votes" / "2026").exists()


UNREADABLE = "title: [\n"
LEFT_OFF: dict[str, tuple[str, Callable[[str], str]]] = {
    "a file that cannot be read": ("yaml/", lambda text: text + UNREADABLE),
    "a field that no schema knows": ("schema/unknown-field", lambda text: text + "nonsense: 3\n"),
    "no number": ("ballot/left-off", lambda text: re.sub(r"(?m)^number: .*\n", "", text)),
    "an envelope that no contest hands out": (
        "ballot/left-off",
        lambda text: text.replace("status: on_ballot\n", "status: on_ballot\nenvelope: none-such\n"),
    ),
}


@pytest.mark.parametrize("how", LEFT_OFF)
def test_no_ballot_is_frozen_without_one_of_its_candidates(example: Path, aubette, tmp_path: Path, how: str) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city, ignore=shutil.ignore_patterns(".git"))
    shutil.rmtree(city / "votes" / "2026")
    path = next(p for p in sorted(city.glob("projects/2026/*.yml")) if "\nstatus: on_ballot\n" in p.read_text("utf-8"))
    code, spoil = LEFT_OFF[how]
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    done = aubette("-C", str(city), "ballot", "freeze", "2026")
    assert done.returncode == 1
    assert code in done.stdout
    assert path.name in done.stdout
    assert not (city / "votes" / "2026").exists()


def test_an_edition_that_cannot_be_read_is_not_called_unknown(example: Path, aubette, tmp_path: Path) -> None:
    city = tmp_path / "city"
    shutil.copytree(example, city, ignore=shutil.ignore_patterns(".git"))
    with (city / "site_config/editions/2026.yml").open("a", encoding="utf-8") as file:
        file.write(UNREADABLE)
    for verb in (("ballot", "freeze"), ("votes", "verify"), ("count",), ("votes", "trust", "show")):
        done = aubette("-C", str(city), "--lang", "en", *verb, "2026")
        assert done.returncode == 2
        assert "site_config/editions/2026.yml cannot be read: `aubette check` says why." in done.stderr


def test_a_ballot_without_candidates_is_not_frozen(example: Path, aubette) -> None:
    done = aubette("-C", str(example), "ballot", "freeze", "2027")
    assert done.returncode == 1
    assert "votes/contest-without-project" in done.stdout
    assert not (example / "votes" / "2027").exists()


def test_explain_all_says_every_code(aubette) -> None:
    for lang in ("fr", "en"):
        done = aubette("--lang", lang, "explain", "--all")
        assert done.returncode == 0, done.stderr
        told = [line[2:] for line in done.stdout.splitlines() if line.startswith("# ")]
        assert set(Catalogue(lang).codes()) <= set(told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("budget/project-cup", "budget/project-cap"),
        ("project-cap", "budget/project-cap"),
        ("yaml/tabs", "yaml/tab"),
        ("votes/not-sined", "votes/not-signed"),
        ("zzz", "explain --all"),
    ],
)
def test_a_code_that_is_nearly_right(aubette, typed: str, told: str) -> None:
    done = aubette("explain", typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_code_as_the_report_shows_it_and_a_whole_family(aubette) -> None:
    right = aubette("explain", "budget/project-cap").stdout
    assert right == aubette("explain", "erreur[budget/project-cap]").stdout
    assert right == aubette("explain", " Budget/Project-Cap ").stdout
    family = aubette("explain", "support/").stdout
    titles = [line[2:] for line in family.splitlines() if line.startswith("# ")]
    assert titles == [code for code in Catalogue("fr").codes() if code.startswith("support/")]
    assert "{" not in aubette("explain", "budget/project-cap").stdout.replace("{project}", "").replace(
        "{cost}", ""
    ).replace("{over}", "").replace("{cap}", "")


def test_explain_in_two_languages(aubette) -> None:
    assert "plafond" in aubette("explain", "budget/project-cap").stdout
    assert "cap" in aubette("--lang", "en", "explain", "budget/project-cap").stdout


def test_help_in_three_languages(aubette) -> None:
    for lang in ("fr", "en", "de"):
        assert aubette("--lang", lang, "--help").returncode == 0
