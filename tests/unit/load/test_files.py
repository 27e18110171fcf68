from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from aubette.load.files import check_files
from aubette.model.finding import Severity
from aubette.model.source import Entry, Mode

GOOD = [
    ".gitattributes",
    "mkdocs.yml",
    "projects/2027/jardin-partage-k7f3q9.yml",
    "projects/lodz-2020/p-8x2k1z.yml",
    "projects/2027/media/k7f3q9/plan-1.jpg",
    "schema/project.schema.json",
    "site_config/pages/Mentions_legales.md",
    "site_config/theme/main.html",
    "site_config/theme/.gitkeep",
    "votes/2027/ballot/rules.json",
    "votes/2027/quartiers/bv-0412/MANIFEST.teller-1.sig",
]


@dataclass(frozen=True)
class Listed:
    """A source of which only the list of files matters."""

    listed: tuple[Entry, ...]

    def entries(self, under: str = "") -> Iterable[Entry]:
        return self.listed

    def read(self, path: str) -> bytes:
        raise AssertionError(path)


def check(*paths: str, mode: Mode = Mode.FILE, size: int = 10) -> list[tuple[str, str]]:
    found = check_files(Listed(tuple(Entry(path, mode, size) for path in paths)))
    return [(finding.place.file, finding.code) for finding in found]


def test_a_city_in_good_order_has_no_findings() -> None:
    assert check(*GOOD) == []


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        (Mode.SYMLINK, "files/symbolic-link"),
        (Mode.SUBMODULE, "files/submodule"),
        (Mode.EXECUTABLE, "files/executable"),
    ],
)
def test_only_plain_files_are_welcome(mode: Mode, code: str) -> None:
    assert check(GOOD[2], mode=mode) == [(GOOD[2], code)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("projects/2027/Jardin-k7f3q9.yml", "files/project-name"),
        ("projects/2027/jardin partage-k7f3q9.yml", "files/name"),
        ("projects/2027/jardin-partagé-k7f3q9.yml", "files/name"),
        ("projects/2027/jardin.yml", "files/project-name"),
        ("projects/2027/jardin--k7f3q9.yml", "files/project-name"),
        ("projects/2027/-rf.yml", "files/name"),
        ("projects/2027/a\nb-k7f3q9.yml", "files/name"),
        ("projects/2027/../a-k7f3q9.yml", "files/name"),
        ("projects/2027/deep/a-k7f3q9.yml", "files/project-name"),
        ("projects/a-k7f3q9.yml", "files/project-name"),
        ("projects/2027/jardin-k7f3q9.yaml", "files/yaml-extension"),
        ("projects/2027/notes.txt", "files/project-name"),
        ("projects/2027/con.yml", "files/reserved-name"),
        ("projects/aux/jardin-k7f3q9.yml", "files/reserved-name"),
        ("site_config/pages/NUL.md", "files/reserved-name"),
        ("site_config/pages/com1.tar.gz", "files/reserved-name"),
        ("site_config/pages/fin.", "files/name"),
        ("site_config/pages/a b.md", "files/name"),
        ("site_config/pages/" + "a" * 101, "files/name"),
        ("projects/2027/media/k7f3q9/plan.svg", "files/media-name"),
        ("projects/2027/media/k7f3q9/Plan.JPG", "files/media-name"),
        ("projects/2027/media/plan.jpg", "files/media-name"),
        ("projects/2027/.gitattributes", "files/git-file"),
        ("site_config/.gitmodules", "files/git-file"),
        (".gitmodules", "files/git-file"),
    ],
)
def test_a_name_that_is_not_allowed(path: str, code: str) -> None:
    assert [found for _, found in check(path)] == [code]


def test_twins_are_found_in_names_and_in_folders() -> None:
    assert check("site_config/pages/B.md", "site_config/pages/b.md") == [("site_config/pages/b.md", "files/twin")]
    pictures = ("site_config/theme/Img/a.svg", "site_config/theme/img/b.svg")
    assert check(*pictures) == [("site_config/theme/img", "files/twin")]
    composed, decomposed = "site_config/pages/\u00e9.md", "site_config/pages/e\u0301.md"
    assert (decomposed, "files/twin") in [(path, code) for path, code in check(composed, decomposed)] or (
        composed,
        "files/twin",
    ) in check(composed, decomposed)


def test_a_path_is_shown_without_what_nobody_sees() -> None:
    finding = check_files(Listed((Entry("projects/2027/a\u202eb\n-k7f3q9.yml", Mode.FILE, 1),)))[0]
    assert finding.place.file == "projects/2027/a\\u202eb\\u000a-k7f3q9.yml"
    broken = check_files(Listed((Entry("projects/2027/\udce9.yml", Mode.FILE, 1),)))[0]
    assert broken.place.file.isprintable()
    broken.place.file.encode("utf-8")


@pytest.mark.parametrize(
    ("path", "size", "fits"),
    [
        ("projects/2027/jardin-k7f3q9.yml", 64 * 1024, True),
        ("projects/2027/jardin-k7f3q9.yml", 64 * 1024 + 1, False),
        ("projects/2027/media/k7f3q9/a.jpg", 3 * 1024**2, True),
        ("projects/2027/media/k7f3q9/a.jpg", 3 * 1024**2 + 1, False),
        ("site_config/ledger/2027.yml", 200 * 1024, True),
        ("votes/2027/ville/web/ballots.csv", 20 * 1024**2, True),
    ],
)
def test_a_file_has_the_size_of_its_kind(path: str, size: int, fits: bool) -> None:
    assert check(path, size=size) == ([] if fits else [(path, "bytes/too-large")])


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("site_config/editions/2027.yaml", ["files/yaml-extension"]),
        ("site_config/redirects.YML", ["files/yaml-extension"]),
        ("site_config/edition/2027.yml", ["files/unread"]),
        ("site_config/ledger.yml", ["files/unread"]),
        ("site_config/editions/2027.yml", []),
        ("site_config/theme/data.yaml", []),
        ("site_config/pages/data.yml", []),
        ("site_config/areas.geojson", []),
        ("site_config/README.md", []),
        ("site_config/trust/README.md", []),
        ("site_config/editions/.gitkeep", []),
        ("site_config/editions/2027.yml.bak", ["files/unread"]),
        ("site_config/editions/2027.yml.orig", ["files/unread"]),
        ("site_config/editions/2027.yml.txt", ["files/unread"]),
        ("site_config/editions/old/2027.yml", ["files/unread"]),
        ("site_config/checklists/grille.xlsx", ["files/unread"]),
        ("site_config/ledger/notes.txt", ["files/unread"]),
        ("site_config/areas.geo.json", ["files/unread"]),
        ("site_config/areas.geojson.bak", ["files/unread"]),
        ("site_config/page/voter.md", ["files/unread"]),
        ("site_config/pages/voter.md.bak", ["files/unread"]),
        ("site_config/pages/voter.md.orig", ["files/unread"]),
        ("site_config/pages/voter.markdown", ["files/unread"]),
        ("site_config/pages/voter.MD", ["files/unread"]),
        ("site_config/pages/voter.md-old", ["files/unread"]),
        ("site_config/pages/voter.bak", ["files/unread"]),
        ("site_config/pages/img/plan.svg", []),
        ("site_config/pages/formulaire.odt", []),
        ("site_config/pages/aide/voter.md", ["files/nested-page"]),
        ("site_config/pages/projets.md", ["files/page-name"]),
        ("site_config/pages/index.md", ["files/page-name"]),
        ("projects/2027/.DS_Store", ["files/litter"]),
        ("votes/2027/ville/bv-01/tally.csv~", ["files/litter"]),
        ("projects/2027/jardin-k7f3q9.yml.orig", ["files/project-name"]),
    ],
)
def test_settings_that_nothing_would_read_are_told(path: str, codes: list[str]) -> None:
    assert [code for _, code in check(path)] == codes


@pytest.mark.parametrize(
    ("path", "severity"),
    [
        ("site_config/edition/2027.yml", Severity.ERROR),
        ("site_config/editions/2027.yml.bak", Severity.ERROR),
        ("site_config/checklists/grille.xlsx", Severity.ERROR),
        ("site_config/pages/voter.md.bak", Severity.ERROR),
        ("site_config/ledger/notes.txt", Severity.WARNING),
        ("projects/2027/jardin-k7f3q9.yml~", Severity.WARNING),
        ("projects/2027/.DS_Store", Severity.NOTE),
    ],
)
def test_what_may_be_taken_for_counted_is_an_error_and_a_dropping_is_not(path: str, severity: Severity) -> None:
    found = check_files(Listed((Entry(path, Mode.FILE, 10),)))
    assert [finding.severity for finding in found] == [severity]


def test_the_tool_beside_the_city_is_none_of_its_data() -> None:
    assert check("generator/Foo Bar.py", "tests/cases/con.yml", "docs/é.md") == []
