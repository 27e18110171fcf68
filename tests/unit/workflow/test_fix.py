"""`check --fix` mends what has one certain repair, at its place; twice is once, and no other field ever changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aubette.load.files import check_files
from aubette.load.mend import day_of
from aubette.load.repair import repair_data, repair_text
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.sheets import sheet
from aubette.load.yaml_text import parse
from aubette.model.source import MemorySource
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets
from aubette.workflow.fix import MENDED, diff, fixed, slug, write
from aubette.workflow.folder import Folder

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = Schemas(schema_dir())
FILE = next(p for p in sorted((ROOT / "projects" / "2026").glob("verger-de-*.yml")))
PATH = FILE.relative_to(ROOT).as_posix()
GOOD = FILE.read_text("utf-8")
TYPESET = {"text": WORDS["text"]}


def folder(files: dict[str, bytes]) -> Folder:
    return Folder(ROOT, MemorySource(files), SCHEMAS)


def mended(text: str | bytes, path: str = PATH, first: str = "fr") -> str:
    data = text if isinstance(text, bytes) else text.encode()
    return fixed(folder({path: data}), Manner(first)).changed.get(path, data).decode()


def codes(text: str | bytes, path: str = PATH) -> set[str]:
    """Everything that reading, the schema and the words' rules tell about one file."""
    data = text if isinstance(text, bytes) else text.encode()
    parsed = parse(data, path)
    found = [*parsed.findings, *(SCHEMAS.validate("project", parsed) if isinstance(parsed.data, dict) else ())]
    words = judge_sheets([sheet(path, data.decode("utf-8-sig"))], Manner(), TYPESET)
    return {f.code for f in (*found, *words)}


CLEAN = mended(GOOD)
SLIPS = [
    ("bytes/byte-order-mark", "schema_version: 1", "\ufeffschema_version: 1"),
    ("bytes/carriage-return", "theme: nature\n", "theme: nature\r\n"),
    ("bytes/not-nfc", "Rencontre avec le porteur", "Re\u0301union"),
    ("bytes/no-last-line-end", "favorables.\n", "favorables."),
    ("bytes/forbidden-character", "theme: nature", "theme: na\u200bture"),
    ("yaml/tab", "theme: nature", "theme:\tnature"),
    ("yaml/tab", "  - cronenbourg", "\t- cronenbourg"),
    ("text/no-break-space", "Soixante arbres", "« Soixante » arbres"),
    ("schema/amount", "estimated_cost: 36500", "estimated_cost: '36500'"),
    ("schema/amount", "estimated_cost: 36500", "estimated_cost: 36 500 €"),
    ("schema/amount", "estimated_cost: 36500", "estimated_cost: 36500.5"),
    ("schema/percent", "vat_percent: 20", "vat_percent: 20 %"),
    ("schema/expected-number", "latitude: 48.59695", "latitude: '48,59695'"),
    ("schema/expected-whole-number", "members: 17", 'members: "17"'),
    ("schema/expected-true-or-false", "accepted: true", "accepted: oui"),
    ("yaml/ambiguous-scalar", "accepted: true", "accepted: yes"),
    ("schema/expected-text", "label: Maille Catherine", "label: 12"),
    ("yaml/ambiguous-scalar", "label: Maille Catherine", "label: NO"),
    ("schema/date", "received_on: 2026-01-17", "received_on: 17/01/2026"),
    ("schema/date", "received_on: 2026-01-17", "received_on: 3/05/2026"),
    ("schema/date", "received_on: 2026-01-17", "received_on: 2026/1/7"),
    ("schema/date", "received_on: 2026-01-17", "received_on: 1er mars 2026"),
    ("schema/not-in-list", "status: on_ballot", "status: On-Ballot"),
    ("schema/not-in-list", "status: on_ballot", "status: 'ON BALLOT '"),
    ("schema/unknown-field", "estimated_cost:", "Estimated-Cost:"),
    ("yaml/unquoted-colon", "summary: Soixante", "summary: Note: Soixante"),
    ("yaml/space-after-colon", "summary: Soixante", "summary:Soixante"),
    ("yaml/reserved-character", "summary: Soixante", "summary: '@Soixante"),
    ("yaml/text-after-end", "summary: Soixante", 'summary: "Bien" Soixante'),
]


@pytest.mark.parametrize(("code", "good", "bad"), SLIPS)
def test_each_slip_is_mended_and_nothing_else(code: str, good: str, bad: str) -> None:
    if code == "yaml/reserved-character":
        bad = bad.replace("'", "")
    assert good in CLEAN
    broken = CLEAN.replace(good, bad, 1)
    if good == "favorables.\n":
        broken = CLEAN[:-1]
    assert code in codes(broken)
    after = mended(broken)
    assert codes(after) == set()
    assert mended(after) == after
    different = [(a, b) for a, b in zip(CLEAN.split("\n"), after.split("\n"), strict=True) if a != b]
    assert len(different) <= 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("estimated_cost: 36500", "estimated_cost: beaucoup"),
        ("estimated_cost: 36500", "estimated_cost: 36.500"),
        ("members: 17", "members: 17.5"),
        ("accepted: true", "accepted: peut-être"),
        ("status: on_ballot", "status: vote"),
        ("received_on: 2026-01-17", "received_on: 30/02/2026"),
        ("received_on: 2026-01-17", "received_on: mi-mars"),
        ("theme: nature", "themes: nature"),
    ],
)
def test_what_would_be_a_guess_is_left_alone(good: str, bad: str) -> None:
    broken = CLEAN.replace(good, bad, 1)
    assert mended(broken) == broken
    assert codes(broken) != set()


def test_the_order_of_a_day_is_the_citys() -> None:
    assert day_of("3/05/2026", day_first=True) == "2026-05-03"
    assert day_of("3/05/2026", day_first=False) is None
    assert day_of("05/05/2026", day_first=False) == "2026-05-05"
    assert day_of("31/05/2026", day_first=False) == "2026-05-31"
    assert day_of("2026.5.3", day_first=False) == "2026-05-03"
    assert day_of("3. März 2026", day_first=False) == "2026-03-03"
    assert day_of("32/01/2026", day_first=True) is None
    english = CLEAN.replace("received_on: 2026-01-17", "received_on: 3/05/2026")
    assert mended(english, first="en") == english


def test_comments_and_order_stay() -> None:
    broken = "# reçu au guichet\n" + CLEAN.replace("theme: nature", "theme: Nature  # à revoir", 1)
    broken = broken.replace("estimated_cost: 36500", "estimated_cost: '36 500'  # devis", 1)
    after = mended(broken)
    assert "# reçu au guichet\n" in after
    assert "estimated_cost: 36500  # devis\n" in after
    assert after.count("\n") == broken.count("\n")


def test_a_text_of_several_lines_keeps_its_blanks() -> None:
    broken = CLEAN.replace("theme: nature", "easy_read: |-\n  Une ligne  \n  Deux\ntheme: nature ", 1)
    after = mended(broken)
    assert "  Une ligne  \n  Deux\ntheme: nature\n" in after


def test_a_page_is_mended() -> None:
    page = "site_config/pages/aide.md"
    before = b"\xef\xbb\xbf# Qui ?\r\n\r\nUn\xe2\x80\x8b mot  \n`a : b`"
    after = "# Qui\u202f?\n\nUn mot  \n`a : b`\n"
    assert mended(before, page) == after


def test_wrong_names_are_mended() -> None:
    key = "kgrqby"
    right = f"projects/2026/verger-{key}.yml"
    assert fixed(folder({f"projects/2026/verger-{key}.yaml": CLEAN.encode()}), Manner()).renamed == {
        f"projects/2026/verger-{key}.yaml": right
    }
    other = fixed(folder({"projects/2026/Idée.yml": CLEAN.encode()}), Manner()).renamed
    assert other == {"projects/2026/Idée.yml": f"projects/2026/un-verger-ouvert-a-hautepierre-{key}.yml"}
    assert check_files(MemorySource(dict.fromkeys(other.values(), b"a"))) == ()
    assert fixed(folder({PATH: CLEAN.encode()}), Manner()).renamed == {}
    both = {f"projects/2026/verger-{key}.yaml": CLEAN.encode(), right: CLEAN.encode()}
    assert fixed(folder(both), Manner()).renamed == {}


def test_settings_with_the_other_extension_are_renamed_and_mended() -> None:
    old, new = "site_config/redirects.yaml", "site_config/redirects.yml"
    done = fixed(folder({old: b"schema_version: '1'\nredirects: []\n"}), Manner())
    assert (dict(done.renamed), dict(done.changed)) == ({old: new}, {old: b"schema_version: 1\nredirects: []\n"})
    assert fixed(folder({"site_config/notes.yml": b"a:   'b' \n"}), Manner()).paths == ()


def test_slugs() -> None:
    assert slug("Où jouer\u202f? L'œuvre, à l'école") == "ou-jouer-l-oeuvre-a-l-ecole"
    assert slug("!!!") == "projet"
    assert len(slug("mot " * 40)) <= 60


def test_bytes_that_are_no_text_stay() -> None:
    assert repair_text(b"\xff\xfe\x00") == b"\xff\xfe\x00"
    assert repair_data(b"\xe9", PATH, "project", SCHEMAS, "fr") == b"\xe9"


def test_the_diff_shows_what_writing_does(tmp_path: Path) -> None:
    old = "projects/2026/verger-kgrqby.yaml"
    files = {old: CLEAN.replace("status: on_ballot", "status: On_Ballot").encode(), PATH + "x": b"a"}
    place = folder({old: files[old]})
    done = fixed(place, Manner())
    shown = "".join(diff(place.source, done))
    assert "-status: On_Ballot\n+status: on_ballot\n" in shown
    assert f"--- a/{old}\n+++ b/projects/2026/verger-kgrqby.yml\n" in shown
    (tmp_path / old).parent.mkdir(parents=True)
    (tmp_path / old).write_bytes(files[old])
    write(tmp_path, done)
    assert not (tmp_path / old).exists()
    assert (tmp_path / "projects/2026/verger-kgrqby.yml").read_text("utf-8") == CLEAN


DAMAGE = st.lists(st.tuples(st.sampled_from(SLIPS), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None)
@given(DAMAGE)
def test_several_slips_at_once_are_mended_as_one_by_one(damage: list[tuple[tuple[str, str, str], bool]]) -> None:
    broken = CLEAN
    for (_, good, bad), take in damage:
        if take and good in broken and not good.endswith("\n"):
            broken = broken.replace(good, bad, 1)
    after = mended(broken)
    assert mended(after) == after
    for clean, bad, good_again in zip(CLEAN.split("\n"), broken.split("\n"), after.split("\n"), strict=True):
        assert good_again == clean if bad == clean else good_again != ""


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.integers(0, len(CLEAN)))
def test_any_text_is_mended_once_for_all(noise: str, at: int) -> None:
    broken = (CLEAN[:at] + noise + CLEAN[at:]).encode("utf-8", "ignore")
    after = mended(broken)
    assert mended(after) == after


def test_the_command(tmp_path: Path, aubette) -> None:
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    path = tmp_path / PATH
    path.write_text(CLEAN.replace("status: on_ballot", "status: On_Ballot"), "utf-8")
    run = ("-C", str(tmp_path), "check", "--date", "2026-11-20", "--only", "yaml,schema")
    assert aubette(*run).returncode == 1
    shown = aubette(*run, "--fix", "--dry-run")
    assert (shown.returncode, "+status: on_ballot" in shown.stdout) == (1, True)
    assert "On_Ballot" in path.read_text("utf-8")
    done = aubette(*run, "--fix")
    assert done.returncode == 0, done.stdout + done.stderr
    assert PATH in done.stderr
    assert path.read_text("utf-8") == CLEAN
    again = aubette(*run, "--fix", "--dry-run")
    assert (again.returncode, again.stdout) == (0, "")
    assert aubette(*run, "--dry-run").returncode == 2


def test_every_mended_code_has_a_slip_here() -> None:
    """What is said to mend itself does: each code of the list is broken above, or is about names and pictures."""
    elsewhere = {code for code in MENDED if code.startswith(("files/", "pictures/"))} | {"identity/file-without-key"}
    quoted_keys = {"yaml/ambiguous-key"}
    assert {code for code, _, _ in SLIPS} == MENDED - elsewhere - quoted_keys
    assert len(MENDED) > 12
    key = CLEAN.replace("theme: nature", "theme: nature\nno: 1", 1)
    assert "yaml/ambiguous-key" in codes(key)
    assert "yaml/ambiguous-key" not in codes(mended(key))


def test_the_check_says_how_many_files_mend_themselves(tmp_path: Path, aubette) -> None:
    for name in ("projects", "site_config", "votes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    path = tmp_path / PATH
    run = ("-C", str(tmp_path), "--lang", "en", "check", "--date", "2026-11-20", "--only", "yaml,schema")
    assert "--fix" not in aubette(*run).stdout
    path.write_text(CLEAN.replace("status: on_ballot", "status: On_Ballot"), "utf-8")
    assert aubette(*run).stdout.rstrip().endswith("mends 1 file by itself (--dry-run shows first what it would write).")
    assert "--fix" not in aubette(*run, "--format", "json").stdout
    assert "mends" not in aubette(*run, "--fix").stdout
    path.write_text(CLEAN.replace("status: on_ballot", "status: vote"), "utf-8")
    assert "--fix" not in aubette(*run).stdout, "a guess is not made"
