"""Twins of what is not one file of the city: its history, the count, what is imported, and what a build is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import toy
from of_city import pair as of_city_pair
from pairs import Files, Pair, codes
from rules_house import ABRIS, DAY, E26, ROOT, SCHEMAS, VERGER, changed, city, name_of, put
from test_counts import rule, two_areas
from test_pabulib_oddities import PLAIN
from test_shortlists import SUPPORTS, field, with_supports
from test_timelines import PATH, READER, Git, project

from aubette.history import git as running
from aubette.history.git import open_repository
from aubette.history.guards import guard, misgivings, vanished
from aubette.history.timeline import recall
from aubette.load.city import load_city
from aubette.load.pabulib import read_pb
from aubette.model.enums import Provenance
from aubette.model.report import Report
from aubette.model.source import MemorySource
from aubette.rules.context import Context
from aubette.rules.registry import judge
from aubette.words.catalogue import Catalogue
from aubette.workflow import inputs
from aubette.workflow.build import Built, build, read_look
from aubette.workflow.build_verified import unlike_a_clean_build
from aubette.workflow.compare import compare
from aubette.workflow.folder import Folder, open_folder
from aubette.workflow.freeze import candidates, frozen_files, left_off
from aubette.workflow.import_pabulib import put_into
from aubette.workflow.import_privacy import without_contacts
from aubette.workflow.pabulib_file import pabulib_files
from aubette.workflow.published import NotARecordError, Published, read_published, unreadable
from aubette.workflow.published import judge as held
from aubette.workflow.remember import remember
from aubette.workflow.results import counted, edition_results


def two(code: str, wrong: Files, right: Files, said: Callable[[Files], set[str]]) -> Pair:
    return Pair(code, lambda: (wrong, right), said)


# The city as a whole


def loaded(files: Files) -> set[str]:
    read = load_city(MemorySource(dict(files)), SCHEMAS)
    found = judge(Context(read.city, DAY), frozenset({"identity"})) if read.city else ()
    return codes((*read.findings, *found))


def without(code: str, start: str) -> Pair:
    """The example without one file, and whole."""
    whole = changed()
    return two(code, {name: text for name, text in whole.items() if name != name_of(start)}, whole, loaded)


def hiding(name: str) -> Files:
    """The example with a redaction of this field."""
    row = f"  - key: kgrqby\n    field: {name}\n    reason: Une personne.\n    date: 2026-11-02\n"
    return {**changed(), "site_config/redactions.yml": f"schema_version: 1\nredactions:\n{row}".encode()}


def hides(files: Files) -> set[str]:
    return codes(judge(Context(city(dict(files)), DAY), frozenset({"reference"})))


def off_the_ballot(files: Files) -> set[str]:
    known = city(dict(files))
    edition = known.edition("2026")
    assert edition is not None
    return codes(left_off(known, edition, frozen_files(known, edition, candidates(known, edition))))


WHOLE = (
    without("city/missing", "site_config/city.yml"),
    without("identity/unknown-edition", E26),
    two("privacy/redaction-field", hiding("descriptoin"), hiding("description"), hides),
    two("ballot/left-off", changed((VERGER, put("number", value=...))), changed(), off_the_ballot),
    of_city_pair("lifecycle/funds-without-adoption", (ABRIS, put("status", value="feasible")),
                 (ABRIS, put("status", value="adopted"))),
    of_city_pair("text/look-alike-title", (VERGER, put("title", value="Un v\u0435rger")),
                 (VERGER, put("title", value="Un verger")),
                 ("projects/2026/verger-hautepierre-bis-", put("title", value="Un verger"))),
)  # fmt: skip


# The count


def toys(files: Files) -> set[str]:
    """What is said of a toy election, by its projects' votes and its rules."""
    return codes(toy.counted("angers-2018", files["votes"], edit=with_supports(**files["contest"])).findings)


def by_ties(*ties: str) -> dict[str, Any]:
    return {"counting": {**SUPPORTS["counting"], "ties": list(ties)}}  # type: ignore[dict-item]


def evidence() -> Any:
    files, known = toy.reported("toulouse-2022", two_areas(), edit=rule(overflow="stop", leftover="return"))
    found = edition_results(MemorySource(files), known, known.editions[0], {}).evidence
    assert found is not None
    return replace(found, provenance=Provenance.LIVE), known


def sealed(files: Files) -> set[str]:
    """What is said of a sealed count whose ballot holds areas or not, under a rule that was changed or not."""
    found, known = evidence()
    contests = tuple(
        replace(c, areas=c.areas if files["areas"] else None, rule={**c.rule, **files["rule"]})
        for c in found.ballot.contests
    )
    there = replace(found, ballot=replace(found.ballot, contests=contests))
    return codes(counted(there, known, known.editions[0], {})[1])


def exported(files: Files) -> set[str]:
    """What is said of an edition's file for others, with ballots of its voters or with totals alone."""
    made, known = toy.reported("angers-2018", field((1, 1)), ballots_of=files["ballots"])
    results = edition_results(MemorySource(made), known, known.editions[0], {})
    assert results.evidence is not None
    return codes(pabulib_files(known, known.editions[0], results.evidence, results.outcomes).findings)


KEPT, TIED = field((50, 1), (40, 9), (30, 0)), field((50, 1), (40, 3), (40, 0))
COUNTS = (
    two("count/votes-for-not-shortlisted", {"votes": field((50, 1), (40, 9), (30, 1)), "contest": {}},
        {"votes": KEPT, "contest": {}}, toys),
    two("count/tie-undecided", {"votes": TIED, "contest": by_ties("draw")},
        {"votes": TIED, "contest": by_ties("lowest_cost")}, toys),
    two("count/areas-not-frozen", {"areas": False, "rule": {}}, {"areas": True, "rule": {}}, sealed),
    two("count/unknown-rule", {"areas": True, "rule": {"overflow": "jump"}},
        {"areas": True, "rule": {"overflow": "skip"}}, sealed),
    two("count/ballots-needed", {"ballots": None}, {"ballots": {}}, exported),
)  # fmt: skip


# The history


WHOLE_COPY = {"disk": "as recorded", "git": True, "shallow": False, "partial": False, "today": "2027-01-05"}
FIRST = (project(cost=1000), "une idée", "2027-01-02", "Voirie")
LAST = (project(cost=1500), "un coût", "2027-01-04", "Voirie")


def remembered(facts: Files) -> set[str]:
    """What is said of a repository with these commits, changed on disk or not, whole or not."""
    with TemporaryDirectory() as folder:
        git = Git(Path(folder) / "city")
        for name in sorted(name for name in facts if name.startswith("commit")):
            text, message, day, author = facts[name]
            git.save({PATH: text}, message, f"{day}T10:00:00+00:00", author)
        if facts["disk"] is None:
            (git.root / PATH).unlink()
        elif facts["disk"] != WHOLE_COPY["disk"]:
            (git.root / PATH).write_text(facts["disk"], "utf-8")
        if facts["partial"]:
            git("config", "extensions.partialClone", "origin")
        if facts["shallow"]:
            (git.root / ".git/shallow").write_text(git("rev-parse", "HEAD") + "\n")
        repository = open_repository(git.root if facts["git"] else Path(folder))
        found = (*guard(repository), *vanished(repository))
        if repository is None or facts["shallow"]:
            return codes(found)
        return codes((*found, *misgivings(recall(repository, replace(READER, today=facts["today"])))))


def past(code: str, *, middle: Any = None, wrong: Any = LAST, right: Any = LAST, **facts: Any) -> Pair:
    """Two repositories that differ in one commit, or in one fact about the copy."""

    def state(last: Any, between: Any, **more: Any) -> Files:
        also = {"commit 2": between} if between else {}
        return {"commit 1": FIRST, **also, "commit 3": last, **WHOLE_COPY, **more}

    bad, good = middle or (None, None)
    return two(f"history/{code}", state(wrong, bad, **facts), state(right, good), remembered)


def published(files: Files) -> set[str]:
    """What is said of a history that a site told of, with a reason for its rewriting or without."""
    with TemporaryDirectory() as folder:
        git = Git(Path(folder) / "city")
        head = git.save({PATH: project()}, "une idée", "2027-01-02T10:00:00+00:00")
        repository = open_repository(git.root)
        told = Published(head if files["held"] else "0" * 40)
        return codes(held(repository, told, files["reason"], date(2027, 1, 5))[1])


def recorded(files: Files) -> set[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        path.write_bytes(files["record"])
        try:
            read_published(path)
        except NotARecordError:
            return codes((unreadable(path),))
        return set()


def lost(files: Files) -> set[str]:
    """A city without git after a build, with its files or without one."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {**files, "site_config/city.yml": b"x\n"}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text)
        (root / PATH).parent.mkdir(parents=True, exist_ok=True)
        there = (root / PATH).exists()
        (root / PATH).write_bytes(b"x\n")
        inputs.note(open_folder(root))
        if not there:
            (root / PATH).unlink()
        return codes(inputs.lost(open_folder(root), cold=False))


BETWEEN = ("une forme", "2027-01-03", "Voirie")


def on(day: str) -> tuple[str, ...]:
    return (*LAST[:2], day, LAST[3])


RECORD = b'{"schema": "aubette-history/1", "commit": "%s", "rewrites": []}' % (b"0" * 40)
HISTORY = (
    past("before-parent", wrong=on("2027-01-01"), right=on("2027-01-02")),
    past("in-future", wrong=on("2027-01-06"), right=on("2027-01-05")),
    past("unmapped-author", wrong=(*LAST[:3], "Quelqu'un")),
    past("heavy-bulk", wrong=(LAST[0], "un coût\n\nBulk: true", *LAST[2:])),
    past("unreadable", middle=(("title: [\n", *BETWEEN), (project(cost=1200), *BETWEEN))),
    past("dirty", disk=project(cost=1600)),
    past("deleted", disk=None),
    past("shallow", shallow=True),
    past("partial", partial=True),
    past("no-repository", git=False),
    two("history/rewritten", {"held": False, "reason": ""}, {"held": True, "reason": ""}, published),
    two("history/accepted-rewrite", {"held": False, "reason": "Une adresse"}, {"held": True, "reason": "Une adresse"},
        published),
    two("history/needless-acceptance", {"held": True, "reason": "Une adresse"}, {"held": True, "reason": ""},
        published),
    two("history/no-record", {"record": RECORD[:-1]}, {"record": RECORD}, recorded),
    two("history/lost", {}, {PATH: b"x\n"}, lost),
)  # fmt: skip


# What is imported, and what a build is given


def called(name: str) -> Files:
    return {"x.pb": PLAIN.replace("A tree", name).encode()}


def contacts(files: Files) -> set[str]:
    election = read_pb(files["x.pb"], "x.pb").election
    assert election is not None
    return codes(without_contacts(election, files["x.pb"], "x.pb")[1])


def into(files: Files) -> set[str]:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_bytes(text)
        found = put_into(Path(folder), {"a.yml": b"a: 1\n"})
        return codes((found,) if found else ())


def look(files: Files) -> set[str]:
    """What is said of a city's `mkdocs.yml` and of what it names."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(text)
        return codes(read_look(Folder(Path(folder), MemorySource({}), SCHEMAS))[1])


MKDOCS = (ROOT / "mkdocs.yml").read_bytes()
PAGES = {f"site_config/pages/{p.name}": p.read_bytes() for p in (ROOT / "site_config/pages").glob("*.md")}
STYLE = "site_config/pages/css/ville.css"
STYLED = {**PAGES, "mkdocs.yml": MKDOCS + b"extra_css:\n  - css/ville.css\n"}


def verified(files: Files) -> set[str]:
    """What is said of a built page beside the one that a clean build makes."""
    with TemporaryDirectory() as folder:

        def site(name: str, page: bytes) -> Built:
            target = Path(folder) / name
            target.mkdir()
            (target / "index.html").write_bytes(page)
            return Built(Report((), 0), 1, target)

        return codes(unlike_a_clean_build(site("warm", files["warm"]), lambda _: site("clean", b"<p>a\n")))


def built(files: Files) -> set[str]:
    """What is said of a build of a small city into a folder `site` that holds these files, or stands below a file."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in {**toy.town("angers-2018", lambda _: None, []), "mkdocs.yml": files["mkdocs.yml"]}.items():
            (root / "city" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "city" / name).write_bytes(text)
        for name in files["there"]:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(b"years of work")
        done = build(open_folder(root / "city"), DAY, Catalogue("fr"), root / "out/site", history=False)
        return codes(done.report.findings)


def placed(*there: str) -> Files:
    return {"there": there, "mkdocs.yml": b"site_name: Angers\n"}


def damaged(files: Files) -> set[str]:
    """What is said of a past of which one object is whole or gone."""
    with TemporaryDirectory() as folder:
        git = Git(Path(folder) / "city")
        git.save({PATH: FIRST[0]}, "une idée", "2027-01-02T10:00:00+00:00")
        blob = git("rev-parse", f"HEAD:{PATH}")
        git.save({PATH: LAST[0]}, "un coût", "2027-01-03T10:00:00+00:00")
        if not files["object"]:
            (git.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
        return codes(remember(Folder(git.root, MemorySource({}), SCHEMAS), city(dict(changed())), DAY).findings)


def compared(files: Files) -> set[str]:
    """What is said of a small city's change, whose file was readable before or not, and which holds the base or not."""
    town = {name: text.decode() for name, text in toy.town("angers-2018", lambda _: None, []).items()}
    name = "site_config/editions/angers-2018.yml"
    with TemporaryDirectory() as folder:
        git = Git(Path(folder) / "city")
        first = town if files["readable"] else {**town, name: "id: [\n"}
        git.save({**first, "mkdocs.yml": "site_name: Angers\n"}, "une ville", "2027-01-02T10:00:00+00:00")
        git("checkout", "-q", "-b", "change")
        git.save({name: f"{town[name]}# relu\n"}, "une édition", "2027-01-03T10:00:00+00:00")
        if files["behind"]:
            git("checkout", "-q", "main")
            git.save({"mkdocs.yml": "site_name: Ville\n"}, "un nom", "2027-01-04T10:00:00+00:00")
            git("checkout", "-q", "change")
        return codes(compare(open_folder(git.root), "main", DAY).checked.findings)


def on_a_machine(files: Files) -> set[str]:
    """What is said where no repository is found, on a machine with git or without."""
    with patch.object(running, "git", running.git if files["git"] else None):
        return codes(guard(None))


GIVEN = (
    two("base/unreadable", {"readable": False, "behind": False}, {"readable": True, "behind": False}, compared),
    two("base/behind", {"readable": True, "behind": True}, {"readable": True, "behind": False}, compared),
    two("history/no-git", {"git": False}, {"git": True}, on_a_machine),
    two("build/not-our-site", placed("out/site/thesis.doc"), placed(), built),
    two("build/cannot-write", placed("out"), placed(), built),
    two("history/damaged", {"object": False}, {"object": True}, damaged),
    two("import/contact-left-out", called("A tree, 06 12 34 56 78"), called("A tree, 3939"), contacts),
    two("import/folder-not-empty", {"x.txt": b"x"}, {}, into),
    two("build/missing-file", STYLED, {**STYLED, STYLE: b"a {}\n"}, look),
    two("build/mkdocs-refuses", {**PAGES, "mkdocs.yml": MKDOCS.replace(b"name: material", b"name: materiel")},
        {**PAGES, "mkdocs.yml": MKDOCS}, look),
    two("build/unlike-clean", {"warm": b"<p>b\n"}, {"warm": b"<p>a\n"}, verified),
)  # fmt: skip
PAIRS = (*WHOLE, *COUNTS, *HISTORY, *GIVEN)
