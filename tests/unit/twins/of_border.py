"""Twins at the border: names, bytes, YAML, shapes, words, pictures, outlines, and the machine itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pairs import Files, Pair, codes
from rules_house import ROOT, SCHEMAS, city, example
from test_doctor import DEBIAN, KEY, NOW
from test_outlines import SQUARE, feature, judged, written
from test_pabulib_oddities import PLAIN, POINTS
from test_pictures import ORIENTATION, huge_png, image, located, named
from test_pictures import judged as pictures_of
from test_schema import BASE, SMALL
from test_words import FILE, FRENCH, found_in, is_file

from aubette.load.attributes import FILE as ATTRIBUTES
from aubette.load.attributes import unprotected
from aubette.load.files import check_files
from aubette.load.limits import Limits
from aubette.load.pabulib import read_pb
from aubette.load.page_links import dead_links
from aubette.load.pages import check_pages
from aubette.load.raw import read_raw
from aubette.load.schema import Schemas
from aubette.load.sheets import sheet
from aubette.load.strays import unlinked
from aubette.load.yaml_text import parse
from aubette.model.city import City
from aubette.model.finding import Finding
from aubette.model.machine import Agent, PublicKey
from aubette.model.project import Picture
from aubette.model.source import Entry, MemorySource, Mode
from aubette.model.text import Text
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets
from aubette.workflow.doctor import diagnose
from aubette.workflow.fmt import reformatted
from aubette.workflow.folder import Folder

PAGE = "site_config/pages/aide.md"


def text(code: str, wrong: str | bytes, right: str | bytes, said: Callable[[bytes], Iterable[Finding]]) -> Pair:
    """Two texts of one file."""

    def state(one: str | bytes) -> Files:
        return {"file": one if isinstance(one, bytes) else one.encode()}

    return Pair(code, lambda: (state(wrong), state(right)), lambda files: codes(said(files["file"])))


TOLD_OTHERWISE = {
    "bytes/merge-conflict", "schema/missing-field", "schema/not-here", "yaml/duplicate-key", "yaml/too-many-values",
}  # fmt: skip
"""Their examples differ in more than one place, or are no whole project; they have a pair below."""

SHOWN = tuple(
    text(code, entry["before"], entry["after"], lambda data: found_in(data.decode()))
    for code, entry in FRENCH.items()
    if is_file(entry) and not code.startswith("files/") and code not in TOLD_OTHERWISE
)


def small(code: str, wrong: str, right: str) -> Pair:
    """Two values of one line of the small schema."""

    def file(line: str) -> str:
        key, _, value = line.partition(":")
        return "".join(f"{name}: {given}\n" for name, given in {**BASE, key: value.strip()}.items())

    def said(data: bytes) -> Iterable[Finding]:
        return SMALL.validate("small", parse(data, FILE))

    return text(code, file(wrong), file(right), said)


CHOSEN = "decision: {outcome: eligible, date: 2027-02-03"
SHAPES = (
    small("schema/above", "count: 0", "count: 5"),
    small("schema/below", "count: 100", "count: 95"),
    small("schema/multiple", "count: 7", "count: 10"),
    small("schema/minimum", "estimated_cost: 0", "estimated_cost: 0.01"),
    small("schema/maximum", "share: 5.51", "share: 5.5"),
    small("schema/percent", "share: 5 %", "share: 5"),
    small("schema/too-long", f"title: {'x' * 61}", f"title: {'x' * 60}"),
    small("schema/too-short", "areas: [abc, ab]", "areas: [abc, abd]"),
    small("schema/too-few", "areas: [abc]", "areas: [abc, abd]"),
    small("schema/too-many", "areas: [abc, abd, abe, abf]", "areas: [abc, abd, abe]"),
    small("schema/date-time", "opens: 2027-01-01T9:00", "opens: 2027-01-01T09:00"),
    small("schema/date", "opens: 2027-02-29", "opens: 2028-02-29"),
    small("schema/time-zone", "zone: Europe/Strasbourg", "zone: Europe/Paris"),
    small("schema/url", "link: javascript:alert(1)", "link: https://ville.example/"),
    small("schema/path", "file: ../secret.txt", "file: secret.txt"),
    small("schema/not-allowed", "lines: [{amount: 5, label: '?'}]", "lines: [{amount: 5, label: '!'}]"),
    small("schema/missing-field", "decision: {outcome: eligible}", f"{CHOSEN}}}"),
    small("schema/not-here", f"{CHOSEN}, reason: {'x' * 30}}}", f"{CHOSEN}}}"),
)


def of_two_kinds(data: bytes) -> Iterable[Finding]:
    """What is said of a field that a schema lets be a number or a yes and no: no published one does."""
    with TemporaryDirectory() as folder:
        schema = {"type": "object", "properties": {"a": {"type": ["number", "boolean"]}}}
        (Path(folder) / "odd.schema.json").write_text(json.dumps(schema), "utf-8")
        return Schemas(Path(folder)).validate("odd", parse(data, FILE))


YAML = (
    text("schema/wrong-type", "a: x\n", "a: true\n", of_two_kinds),
    text("bytes/merge-conflict", "a: 1\n>>>>>>> main\n", "a: 1\n", lambda data: parse(data, FILE).findings),
    text("yaml/duplicate-key", "a: 1\na: 2\n", "a: 1\nb: 2\n", lambda data: parse(data, FILE).findings),
    text("yaml/text-too-long", "a: 'abc'\n", "a: 'ab'\n", lambda data: parse(data, FILE, Limits(text=2)).findings),
    text("yaml/too-many-values", "a: [1, 2, 3]\n", "a: [1, 2]\n",
         lambda data: parse(data, FILE, Limits(values=3)).findings),
    Pair("yaml/comments",
         lambda: ({FILE: b"theme: a # x\nkey: k7f3q9\n"}, {FILE: b"theme: a\nkey: k7f3q9\n"}),
         lambda files: codes(reformatted(Folder(ROOT, MemorySource(dict(files)), SCHEMAS)).findings)),
)  # fmt: skip


def raw(code: str, wrong: bytes, right: bytes) -> Pair:
    return text(code, wrong, right, lambda data: read_raw(data, FILE, 12).findings)


BYTES = (
    raw("bytes/byte-order-mark", b"\xef\xbb\xbfa: b\n", b"a: b\n"),
    raw("bytes/carriage-return", b"a: b\r\n", b"a: b\n"),
    raw("bytes/no-last-line-end", b"a: b", b"a: b\n"),
    raw("bytes/not-nfc", "a: e\u0301\n".encode(), "a: é\n".encode()),
    raw("bytes/forbidden-character", b"a: \x07\n", b"a: 7\n"),
    raw("bytes/not-text", b"PK\x03\x04", b"PK34"),
    raw("bytes/not-utf8", "a: é\n".encode("latin-1"), "a: é\n".encode()),
    raw("bytes/too-large", b"a: 123456789\n", b"a: 12345678\n"),
)


def listed(files: Files) -> set[str]:
    """What is said of entries, without looking into any file."""

    class Listed:
        def entries(self, under: str = "") -> Iterable[Entry]:
            return tuple(Entry(path, mode, 10) for path, mode in files.items() if path.startswith(under))

        def read(self, path: str) -> bytes:
            raise FileNotFoundError(path)

    return codes(check_files(Listed()))


def name(code: str, wrong: str, right: str, *beside: str) -> Pair:
    """A file under a name that is refused, and under one that is not."""

    def state(path: str) -> Files:
        return dict.fromkeys((path, *beside), Mode.FILE)

    return Pair(code, lambda: (state(wrong), state(right)), listed)


def mode(code: str, kind: Mode) -> Pair:
    return Pair(code, lambda: ({FILE: kind}, {FILE: Mode.FILE}), listed)


def pages(code: str, wrong: dict[str, bytes], right: dict[str, bytes]) -> Pair:
    def said(files: Files) -> set[str]:
        source = MemorySource(dict(files))
        return codes((*check_pages(source), *unlinked(source), *dead_links(source)))

    return Pair(code, lambda: (wrong, right), said)


PICTURE = "site_config/pages/plan.svg"
NAMES = (
    mode("files/executable", Mode.EXECUTABLE),
    mode("files/symbolic-link", Mode.SYMLINK),
    mode("files/submodule", Mode.SUBMODULE),
    mode("files/not-a-file", Mode.OTHER),
    name("files/git-file", "projects/2027/.gitattributes", ".gitattributes"),
    name("files/litter", "site_config/pages/voter.md~", "site_config/pages/voter.md"),
    name("files/media-name", "projects/2027/media/k7f3q9/Plan.jpg", "projects/2027/media/k7f3q9/plan.jpg"),
    name("files/name", "site_config/pages/a b.md", "site_config/pages/a-b.md"),
    name("files/name", "site_config/pages/" + "a" * 101, "site_config/pages/" + "a" * 100),
    name("files/nested-page", "site_config/pages/aide/voter.md", "site_config/pages/aide-voter.md"),
    name("files/page-name", "site_config/pages/projets.md", "site_config/pages/projet.md"),
    name("files/project-name", "projects/2027/Jardin-k7f3q9.yml", "projects/2027/jardin-k7f3q9.yml"),
    name("files/reserved-name", "site_config/pages/com1.md", "site_config/pages/com.md"),
    name("files/twin", "site_config/pages/B.md", "site_config/pages/c.md", "site_config/pages/b.md"),
    name("files/unread", "site_config/editions/2027.yml.bak", "site_config/editions/2027.yml"),
    name("files/yaml-extension", "site_config/editions/2027.yaml", "site_config/editions/2027.yml"),
    pages("files/empty-page", {PAGE: b" \n"}, {PAGE: b"x\n"}),
    pages("files/dead-link", {PAGE: b"[x](votter.md)\n"}, {PAGE: b"[x](%b)\n" % PAGE.rpartition("/")[2].encode()}),
    Pair("files/seals-unprotected",
         lambda: ({ATTRIBUTES: b"site_config/trust/** -text\n"},
                  {ATTRIBUTES: b"site_config/trust/** -text\nvotes/** -text\n"}),
         lambda files: codes(unprotected(MemorySource(dict(files))))),
    pages("files/unlinked", {PAGE: b"![x](plans.svg)\n", PICTURE: b"<svg/>"},
          {PAGE: b"![x](plan.svg)\n", PICTURE: b"<svg/>"}),
)  # fmt: skip


def words(code: str, wrong: str, right: str, file: str = PAGE) -> Pair:
    return text(code, wrong, right, lambda data: judge_sheets([sheet(file, data.decode())], Manner("fr"), WORDS))


NO_SHEET = {"privacy/redaction-field", "text/capitals", "text/look-alike-title"}
"""Their examples need a city; the pairs below are of a file alone."""


def shown_in_words(lang: str) -> Iterator[Pair]:
    """The examples of the families that read words."""
    for family in WORDS:
        entries = json.loads((ROOT / f"generator/aubette/words/findings/{family}.{lang}.json").read_text("utf-8"))
        for code in entries.keys() - NO_SHEET:
            yield words(code, entries[code]["before"], entries[code]["after"], FILE)


TEXTS = (
    *sorted((*shown_in_words("fr"), *shown_in_words("en")), key=str),
    words("privacy/birth-date", "Je suis né le 3 mai 1900.", "Je suis né le 3 mai 1899."),
    words("privacy/contact-data", "Écrire à jeanne@exemple.fr", "Écrire à jeanne à exemple.fr"),
    words("privacy/contact-data", "Appeler le 06 12 34 56 78", "Appeler le 3939"),
    words("privacy/iban", "FR76 3000 6000 0112 3456 7890 189", "FR76 3000 6000 0112 3456 7890 180"),
    words("privacy/person-name", "Visite avec Mme Durand.", "Visite avec Mme Durand, adjointe au maire."),
    words("privacy/private-address", "J'habite au 12 rue des Lilas.", "Les habitants du 12 rue des Lilas."),
    words("privacy/social-security-number", "2 84 05 88 321 025 32", "2 84 05 88 321 025 33"),
    words("text/link-not-https", "Voir http://ville.example/", "Voir https://ville.example/"),
    words("text/mixed-scripts", "Un v\u0435rger", "Un verger"),
    words("text/no-break-space", "Qui ?", "Qui\u202f?"),
    words("text/raw-html", "Un <b>banc", "Un < b>banc"),
    words("text/remote-picture", "![x](https://ailleurs.example/p.png)", "[x](https://ailleurs.example/p.png)"),
    words("text/unsafe-link", "[x](data:text/plain,a)", "[x](datas.md)"),
)


@cache
def known() -> City:
    return city(dict(example()))


def two_areas() -> City:
    areas = tuple(area for area in known().config.areas if area.id in ("neudorf", "neuhof"))
    return replace(known(), config=replace(known().config, areas=areas))


def drawn(code: str, wrong: bytes, right: bytes) -> Pair:
    return text(f"areas/{code}", wrong, right, lambda data: judged(two_areas(), data))


def second(code: str, *wrong: Any, right: Any = ()) -> Pair:
    """Two collections whose first area is well, and what stands beside it."""
    beside = right or (feature("neuhof"),)
    return drawn(code, written(feature("neudorf"), *wrong), written(feature("neudorf"), *beside))


THERE = (feature("neuhof", [[[7.75, 48.57]] * 4]),)
EMPTY = b'{"type": "FeatureCollection", "features": []}\n'
AREAS = (
    second("twice", feature("neuhof"), feature("neuhof")),
    second("not-drawn"),
    second("open-ring", feature("neuhof", [SQUARE[:-1]])),
    second("not-degrees", feature("neuhof", [[[7, 90.5]] * 4]), right=THERE),
    second("swapped", feature("neuhof", [[[b, a] for a, b in SQUARE]])),
    second("elsewhere", feature("neuhof", [[[2.3, 48.8]] * 4]), right=THERE),
    second("not-a-ring", feature("neuhof", [SQUARE[:3]]), right=(feature("neuhof", [[*SQUARE[:3], SQUARE[0]]]),)),
    second("not-a-polygon", feature("neuhof", kind="LineString")),
    second("not-a-feature", "neuhof"),
    second("unnamed", {**feature("neuhof"), "properties": {"nom": "x"}}),
    drawn("not-json", EMPTY[:-2], EMPTY),
    drawn("not-a-collection", EMPTY.replace(b"FeatureCollection", b"Topology"), EMPTY),
    drawn("duplicate-key", written(feature("neudorf")).replace(b'"properties":', b'"geometry": {}, "properties":'),
          written(feature("neudorf"))),
)  # fmt: skip


def picture(code: str, wrong: tuple[str, bytes], right: tuple[str, bytes]) -> Pair:
    def said(files: Files) -> set[str]:
        return codes(pictures_of(known(), files["name"], files["data"][0]))

    def state(given: tuple[str, bytes]) -> Files:
        return {"name": given[0], "data": [given[1]]}

    return Pair(code, lambda: (state(wrong), state(right)), said)


def shown(code: str, wrong: Picture, right: Picture) -> Pair:
    """What a project says of the picture that lies in its folder."""

    def said(files: Files) -> set[str]:
        return codes(pictures_of(known(), "a.png", image("PNG"), files["picture"]))

    return Pair(code, lambda: ({"picture": wrong}, {"picture": right}), said)


PARK = Text.plain("Le parc")
PICTURES = (
    picture("pictures/not-a-picture", ("a.png", b"<svg/>"), ("a.png", image("PNG"))),
    picture("pictures/wrong-extension", ("a.png", image("JPEG")), ("a.jpg", image("JPEG"))),
    picture("pictures/too-many-pixels", ("a.png", huge_png(14_000)), ("a.png", image("PNG"))),
    picture("pictures/extra-data", ("a.jpg", image("JPEG") + b"x"), ("a.jpg", image("JPEG"))),
    picture("pictures/too-wide", ("a.jpg", image("JPEG", (2401, 2))), ("a.jpg", image("JPEG", (2400, 2)))),
    picture("pictures/position", ("a.jpg", image("JPEG", exif=located())), ("a.jpg", image("JPEG"))),
    picture("pictures/metadata", ("a.jpg", image("JPEG", exif=named(ORIENTATION, 6))), ("a.jpg", image("JPEG"))),
    shown("pictures/no-alt", Picture("a.png", Text.plain(" ")), Picture("a.png", PARK)),
    shown("pictures/missing", Picture("b.png", PARK), Picture("a.png", PARK)),
    shown("pictures/orphan", Picture("b.png", PARK), Picture("a.png", PARK)),
)


def machine(code: str, field: str, wrong: Any, right: Any, **others: Any) -> Pair:
    """Two machines that differ in one fact."""

    def said(facts: Files) -> set[str]:
        return codes(diagnose(replace(DEBIAN, **others, **facts), signing=True))

    return Pair(f"machine/{code}", lambda: ({field: wrong}, {field: right}), said)


RSA = PublicKey("id_rsa.pub", "ssh-rsa", 3072)
MACHINES = (
    machine("python-old", "python", (3, 10, 12), (3, 11)),
    machine("git-missing", "git", (), (2, 22)),
    machine("git-old", "git", (2, 21, 9), (2, 22)),
    machine("ssh-keygen-missing", "ssh_keygen", "", "/usr/bin/ssh-keygen"),
    machine("ssh-keygen-unknown", "openssh", (), (9, 1)),
    machine("ssh-keygen-old", "openssh", (8, 0), (8, 1)),
    machine("ssh-keygen-cannot-verify", "openssh", (9, 0), (9, 1)),
    machine("security-keys-unsupported", "kinds", ("ssh-ed25519",), ("sk-ssh-ed25519@openssh.com",)),
    machine("agent-silent", "agent", Agent.SILENT, Agent.NONE),
    machine("key-weak", "keys", (KEY, replace(RSA, bits=3071)), (KEY, RSA)),
    machine("no-key", "keys", (), (RSA,)),
    machine("clock-not-synchronised", "synchronised", False, True),
    machine("clock-unchecked", "synchronised", None, True),
    machine("clock-behind", "committed", NOW.replace(second=1), NOW),
    machine("time-zone-unknown", "zone_known", False, True),
    machine("encoding", "encoding", "cp1252", "UTF_8"),
    machine("no-repository", "repository", False, True),
    machine("shallow", "shallow", True, False),
    machine("line-ends", "autocrlf", "true", "input"),
    machine("line-ends-unprotected", "protected", False, True),
)


def election(code: str, old: str, new: str, text_: str = PLAIN) -> Pair:
    """An election's file that is as it should be, and with one piece written otherwise."""
    assert old in text_
    return text(f"pabulib/{code}", text_.replace(old, new, 1), text_, lambda data: read_pb(data, "x.pb").findings)


ELECTIONS = (
    text("pabulib/not-utf8", PLAIN.replace("Zabrze", "Łódź").encode("iso-8859-2"),
         PLAIN.replace("Zabrze", "Łódź").encode(), lambda data: read_pb(data, "x.pb").findings),
    election("broken-quotes", "A tree", '"A tree'),
    election("section-twice", "2;P1,P2\n", "2;P1,P2\nVOTES\nvoter_id;vote\n3;P1\n"),
    election("before-sections", "META\n", "x\nMETA\n"),
    election("section-missing", PLAIN[PLAIN.index("VOTES") :], ""),
    election("vote-type", "approval", "mood"),
    election("meta-header", "key;value\n", ""),
    election("meta-twice", "budget;100\n", "budget;100\nbudget;9\n"),
    election("header", "project_id;cost", "id;cost"),
    election("cells", "2;P1,P2", "2;P1,P2;x"),
    election("project-twice", "P2;30", "P1;30"),
    election("unknown-project", "2;P1,P2", "2;P1,P3"),
    election("points", "1;P1;10000", "1;P1;10001", POINTS.replace("1;P1;3", "1;P1;10000")),
    election("pick-twice", "1;P1\n", "1;P1,P1\n"),
    election("amount", "budget;100", "budget;100.505"),
    election("count-differs", "num_votes;2", "num_votes;3"),
    election("cell-too-long", "A tree", "x" * 200_000),
    election("column", "voter_id;vote", "voter_id;votes"),
    election("project-id", "P1;60", ";60"),
    election("voter-twice", "2;P1,P2", "1;P1,P2"),
    election("several-picks", "2;P1\n", "2;P1,P2\n", PLAIN.replace("approval", "choose-1").replace("2;P1,P2", "2;P1")),
    election("nothing", "P1;60;A tree\nP2;30;A bench\n", ""),
    election("unprintable", "A tree", "A\u2028tree"),
    election("no-point", "2,1", "2,0", POINTS),
    election("date", "01.02.2020", "31.02.2020"),
)  # fmt: skip
PAIRS: tuple[Pair, ...] = (
    *SHOWN, *SHAPES, *YAML, *BYTES, *NAMES, *TEXTS, *AREAS, *PICTURES, *MACHINES, *ELECTIONS,
)  # fmt: skip
