"""What `.gitattributes` leaves open is what git itself would do: its own answer is the oracle."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aubette.load.attributes import SEALED, exposed, unprotected
from aubette.model.finding import Severity
from aubette.model.source import MemorySource

ROOT = Path(__file__).resolve().parents[3]
OURS = (ROOT / "generator/aubette/presets/files/any/gitattributes").read_text("utf-8")
VOTES, TRUST = "votes/** -text\n", "site_config/trust/** -text\n"


def without(*lines: str) -> str:
    return "".join(line for line in OURS.splitlines(keepends=True) if line not in lines)


CASES = (
    (OURS, ()),
    (without("*.csv -text\n", "*.sig -text\n", "MANIFEST -text\n", "PROCLAMATION -text\n"), ()),
    (without(VOTES), (("rules.json", "RECONCILIATION", "AUDIT"),)),
    (without(TRUST), (("allowed_signers", "revoked_keys", "policy.yml"),)),
    (OURS.replace(VOTES, "votes/** text\n"), None),
    (f"{OURS}*.csv text eol=crlf\n", (("ballot.csv", "units.csv", "tally.csv", "ballots.csv"),)),
    (f"{OURS}MANIFEST !text\n", (("MANIFEST",),)),
    (f"{OURS}*.sig text=auto\n", (("*.sig",),)),
    (f"{OURS}votes/** ident\n", None),
    (f"{OURS}/votes/*/PROCLAMATION working-tree-encoding=UTF-16\n", (("PROCLAMATION",),)),
    (f"{OURS}**/ballot/*.json filter=lfs\n", (("rules.json",),)),
    (f"{OURS}ballot/*.json text\nvotes/ text\nvotes text\nvotes/* text\n", ()),
    (f"[attr]raw -text -diff\nvotes/** raw\n{TRUST}", ()),
    (f"votes/** binary\n{TRUST}", ()),
    (f"# {VOTES}{TRUST}\n\n", None),
    ("", None),
)


@pytest.mark.parametrize(("text", "names"), CASES, ids=range(len(CASES)))
def test_what_is_left_open_is_named(text: str, names: tuple[tuple[str, ...], ...] | None) -> None:
    found = exposed(text)
    assert found if names is None else tuple(one.names for one in found) == names


@pytest.mark.parametrize("text", [text for text, _ in CASES], ids=range(len(CASES)))
def test_the_line_to_put_back_closes_it(text: str) -> None:
    assert exposed("\n".join((text, *(one.remedy for one in exposed(text))))) == ()


def test_git_answers_alike(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    paths = [path for paths in SEALED.values() for path in paths]
    for text, _ in CASES:
        (tmp_path / ".gitattributes").write_text(text, "utf-8")
        asked = ("text", "filter", "ident", "working-tree-encoding")
        command = ["git", "-C", str(tmp_path), "check-attr", *asked, "--", *paths]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        states = {tuple(line.split(": ")[:2]): line.split(": ")[2] for line in said.splitlines()}
        free = ("unset", "unspecified")
        open_ = {
            path for path in paths
            if states[path, "text"] != "unset" or any(states[path, name] not in free for name in asked[1:])
        }  # fmt: skip
        ours = {name for one in exposed(text) for name in one.names}
        assert ours == {"*.sig" if path.endswith(".sig") else path.rpartition("/")[2] for path in open_}, text


def test_it_is_an_error_once_something_is_sealed_and_points_at_the_line() -> None:
    text = f"{OURS}\n*.csv text\n".encode()
    files = {".gitattributes": text}
    (warned,) = unprotected(MemorySource(files))
    assert (warned.severity, warned.place.line) == (Severity.WARNING, OURS.count("\n") + 2)
    (found,) = unprotected(MemorySource({**files, "votes/2027/ballot/units.csv": b"x\n"}))
    assert (found.severity, found.params["line"]) == (Severity.ERROR, "votes/** -text")
    assert list(unprotected(MemorySource({"votes/2027/ballot/units.csv": b"x\n"}))) == []
