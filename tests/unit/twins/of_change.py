"""Twins of what is held against the state before: the same base, and two changes of it that differ in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from of_city import near
from pairs import Files, Pair
from rules_house import (
    ABRIS,
    DAY,
    E24,
    E26,
    E27,
    L24,
    ROOT,
    SKATE,
    VERGER,
    Change,
    Edit,
    add,
    both,
    changed,
    city,
    name_of,
    put,
    stage,
)
from test_what_was_adopted_stays import CORRECTED, EVALUATED

from aubette.load.worktree import WorkTree
from aubette.model.city import City
from aubette.model.source import MemorySource
from aubette.rules.against_base_files import FileChanges, judge_files
from aubette.rules.context import Comparison, Context, OnBallot
from aubette.rules.registry import judge
from aubette.workflow.check import both_ballots
from aubette.workflow.compare_mkdocs import judge_mkdocs
from aubette.workflow.freeze import frozen_files
from aubette.workflow.overlay import Overlay

SERRE = "projects/2026/serre-tropicale-"
PATINOIRE = "projects/2026/patinoire-couverte-"
OASIS = "projects/2026/cours-d-ecole-oasis-"
COUNTER = "projects/2027/compteur-velo-neudorf-"
REDACTIONS = "site_config/redactions.yml"
HIDDEN = b"""schema_version: 1
redactions:
  - key: kgrqby
    field: summary
    reason: Une personne.
    date: 2026-11-02
"""
WHY = "Le comité a relu le dossier et le rouvre."
RE = {"outcome": "reexamined", "date": "2026-11-19", "service": "participation", "reference": "12 juin", "reason": WHY}
BARE = {key: value for key, value in RE.items() if key != "reference"}
WON = {"outcome": "adopted", "date": "2026-11-16", "service": "finances"}
AMENDED = {
    "date": "2026-11-17", "summary": "Le conseil change la règle.",
    "deliberation": {"reference": "2026-11-16/9", "date": "2026-11-16"},
}  # fmt: skip
MOVE = {
    "id": "2026-L9", "date": "2026-11-16", "kind": "reallocation", "act": "2026-11-16/4", "section": "investment",
    "from": "reserve", "to": "cronenbourg", "amount": 100, "project": "kgrqby",
    "reason": "Le reliquat finance ce projet.",
}  # fmt: skip


def examined(data: Any) -> None:
    """An idea found eligible on the nineteenth."""
    data["status"] = "eligible"
    data["eligibility"] = {"decided_on": "2026-11-19", "service": "participation"}
    add("decisions", value={"outcome": "eligible", "date": "2026-11-19", "service": "participation"})(data)


@cache
def before(*extra: Change) -> dict[str, bytes]:
    return changed(*extra)


def said(files: Files, base: dict[str, bytes], family: str, winners: frozenset[str] | None, service: str) -> set[str]:
    ballot = (OnBallot("2026-003", 3650000, 4),)
    comparison = Comparison(
        frozenset(files), frozenset(base), {"2026": ballot}, frozenset({service}) if service else frozenset()
    )
    won = {} if winners is None else {"2026": winners}
    now = Context(city(dict(files)), DAY, won, city(base), {"2026": ballot}, comparison=comparison)
    return {finding.code for finding in judge(now, frozenset({family}))}


def pair(
    code: str,
    broken: Change | None,
    twin: Change | None = None,
    *others: Change,
    winners: frozenset[str] | None = None,
    service: str = "",
) -> Pair:
    """Two changes of the example, as far as it is changed; both hold `others` as well."""
    start = near(broken, twin, *others)

    def states() -> tuple[Files, Files]:
        common = changed(*others, files=dict(start))
        one, other = (changed(*([change] if change else []), files=common) for change in (broken, twin))
        return one, other

    def told(files: Files) -> set[str]:
        return said(files, dict(start), code.split("/")[0], winners, service)

    return Pair(code, states, told)


def corrected(code: str, start: str, edit: Edit) -> Pair:
    """What only a correction may rewrite: the same change with its decision."""
    return pair(code, (start, edit), (start, both(edit, add("decisions", value=CORRECTED))))


def without(path: str, start: str) -> Pair:
    """A file that the change takes away."""
    name = name_of(start)

    def states() -> tuple[Files, Files]:
        return {k: v for k, v in before().items() if k != name}, before()

    return Pair(path, states, lambda files: said(files, before(), "base", None, ""))


def born(status: str) -> Files:
    text = before()[name_of(COUNTER)].replace(b"status: submitted", f"status: {status}".encode())
    text = text.replace(b"key: kgkrhs", b"key: zzzzzz").replace(b"number: ", b"previous_number: ")
    lines = [line for line in text.split(b"\n") if not line.startswith(b"previous_number")]
    return {**before(), "projects/2027/tout-neuf-zzzzzz.yml": b"\n".join(lines)}


def redacted(*, kept: bool) -> Files:
    return {**before(), REDACTIONS: HIDDEN} if kept else before()


def told_of_redactions(files: Files) -> set[str]:
    return said(files, {**before(), REDACTIONS: HIDDEN}, "base", None, "")


MILESTONE = ("implementation", "milestones", 3, "planned")
RULES = (
    pair("base/identity-changed", (VERGER, put("number", value="2026-900"))),
    corrected("base/submission-changed", VERGER, put("submission", "received_on", value="2026-01-16")),
    pair("base/list-rewritten", (VERGER, put("decisions", 0, "date", value="2026-03-01"))),
    without("base/project-deleted", VERGER),
    Pair("base/new-project-status", lambda: (born("feasible"), born("submitted")),
         lambda files: said(files, before(), "base", None, "")),
    pair("base/candidate-changed", (VERGER, put("estimated_cost", value=36501))),
    pair("base/ballot-closed", (PATINOIRE, put("status", value="on_ballot"))),
    corrected("base/act-rewritten", ABRIS, put("implementation", "funded", value=45000)),
    corrected("base/milestone-rewritten", ABRIS, put(*MILESTONE, value="2026-12-15")),
    corrected("base/opinion-rewritten", ABRIS, put("study", "opinions", 0, "verdict", value="unfavourable")),
    corrected("base/evaluation-rewritten", EVALUATED, put("evaluation", "final_cost", value=1)),
    corrected("base/choice-changed", ABRIS, put("title", value="Un parking")),
    pair("base/counting-changed", (E26, put("contests", 0, "counting", "overflow", value="stop"))),
    pair("base/voted-changed", (E27, put("caps", "project_area", value=120000)),
         (E27, both(put("caps", "project_area", value=120000), add("rules", "amendments", value=AMENDED)))),
    pair("base/criterion-changed", None, (E27, add("rules", "amendments", value=AMENDED)),
         ("site_config/checklists/", put("criteria", 0, "kind", value="advisory"))),
    pair("base/adoption-changed", (E24, put("adoption", "date", value="2024-12-17"))),
    pair("base/provenance-changed",
         (E26, both(put("provenance", value="imported"), put("source", value="Ailleurs"))),
         (E26, put("source", value="Ailleurs"))),
    pair("base/ledger-rewritten", (L24, put("entries", 0, "amount", value=11901))),
    pair("base/ledger-before-status", None, ("site_config/ledger/2026.yml", add("entries", value=MOVE)),
         (VERGER, both(put("status", value="adopted"), add("decisions", value=WON))), winners=frozenset()),
    pair("base/ledger-before-status",
         ("site_config/ledger/2026.yml", add("entries", value={**MOVE, "date": "2026-11-17"})),
         ("site_config/ledger/2026.yml", add("entries", value=MOVE)),
         (VERGER, both(put("status", value="adopted"), add("decisions", value=WON))), winners=frozenset()),
    pair("base/foreign-line", (SKATE, put("study", "checklist", 1, "comment", value="Vu sur place.")), None,
         (SKATE, put("study", "checklist", 0, "comment", value="Vu sur place.")), service="participation"),
    pair("base/amendment-rewritten", (E26, put("rules", "amendments", 0, "date", value="2026-03-24"))),
    Pair("base/redaction-removed", lambda: (redacted(kept=False), redacted(kept=True)), told_of_redactions),
    pair("lifecycle/forbidden-transition", (VERGER, put("status", value="feasible")),
         (VERGER, put("status", value="withdrawn"))),
    pair("lifecycle/step-without-decision", (SERRE, put("status", value="under_study")),
         (SERRE, both(put("status", value="under_study"), add("decisions", value=RE)))),
    pair("lifecycle/field-required", (SERRE, both(put("status", value="under_study"), add("decisions", value=BARE))),
         (SERRE, both(put("status", value="under_study"), add("decisions", value=RE)))),
    pair("lifecycle/step-too-late", (E27, stage("reception", ends="2026-11-18")),
         (E27, stage("reception", ends="2026-11-19")), (COUNTER, examined),
         (E27, put("tuning", value=[{"status": "eligible", "phases": ["reception"]}]))),
    pair("ballot/candidate-missing", (VERGER, put("number", value="2026-999"))),
    pair("ballot/cost-differs", (VERGER, put("estimated_cost", value=36501))),
)  # fmt: skip


def of_files(code: str, touched: dict[str, bytes | None], twin: dict[str, bytes | None]) -> Pair:
    """Two changes of the repository's files; None takes a file away."""
    base: dict[str, bytes] = {
        "mkdocs.yml": b"site_name: x\n", "Makefile": b"site:\n", "projects/2027/a-k7f3q9.yml": b"a: 1\n",
        "site_config/city.yml": b"a: 1\n", "votes/2026/ballot/ballot.csv": b"a\n",
        "votes/2026/ville/bv/tally.csv": b"a\n",
        "votes/2026/ville/bv/MANIFEST": b"# seq: 1\n",
        "site_config/trust/2026/allowed_signers": b'eva valid-after="20260901Z",valid-before="20270331Z" k\n',
    }  # fmt: skip

    def after(changes: dict[str, bytes | None]) -> Files:
        return {k: v for k, v in {**base, **changes}.items() if v is not None}

    def told(files: Files) -> set[str]:
        both = base.keys() & files.keys()
        changes = FileChanges(
            frozenset(files.keys() - base.keys()), frozenset(p for p in both if base[p] != files[p]),
            frozenset(base.keys() - files.keys()), base, files, frozenset({"2026"}),
        )  # fmt: skip
        return {finding.code for finding in judge_files(changes)}

    return Pair(code, lambda: (after(touched), after(twin)), told)


PROJECT: dict[str, bytes | None] = {"projects/2027/a-k7f3q9.yml": b"a: 2\n"}
SIGNERS = "site_config/trust/2026/allowed_signers"
LATER, EARLIER = (f'eva valid-after="20260901Z",valid-before="{day}Z" k\n'.encode() for day in ("20270401", "20270330"))
FILES = (
    of_files("base/mixed-tool", {**PROJECT, "Makefile": b"x:\n"}, PROJECT),
    of_files("base/mixed-settings", {**PROJECT, "site_config/city.yml": b"a: 2\n"}, PROJECT),
    of_files("base/votes-deleted", {"votes/2026/ville/bv/tally.csv": None}, {}),
    of_files("base/ballot-edited", {"votes/2026/ballot/ballot.csv": b"b\n"}, {}),
    of_files("base/votes-edited", {"votes/2026/ville/bv/tally.csv": b"b\n"},
             {"votes/2026/ville/bv/tally.csv": b"b\n", "votes/2026/ville/bv/MANIFEST": b"# seq: 2\n"}),
    of_files("base/register-deleted", {"mkdocs.yml": None}, {}),
    of_files("base/trust-changed", {SIGNERS: LATER}, {SIGNERS: EARLIER}),
)  # fmt: skip


def of_site(code: str, wrong: str, right: str) -> Pair:
    """Two lines of `mkdocs.yml`."""

    def state(text: str) -> Files:
        return {"mkdocs.yml": f"site_name: Ville\n{text}\n".encode()}

    return Pair(
        code,
        lambda: (state(wrong), state(right)),
        lambda files: {finding.code for finding in judge_mkdocs(MemorySource(dict(files)))},
    )


SITE = (
    of_site("base/mkdocs-code", "hooks: x.py", "site_url: x.py"),
    of_site("base/mkdocs-plugin", "plugins: [macros]", "plugins: [search]"),
    of_site("base/mkdocs-extension", "markdown_extensions: [pymdownx.b64]", "markdown_extensions: [pymdownx.keys]"),
    of_site("base/mkdocs-folder", "docs_dir: ../pages", "docs_dir: site_config/pages"),
    of_site("base/mkdocs-idle", "theme: {language: fr}", "theme: {logo: fr}"),
    of_site("base/mkdocs-script", "extra_css: ['//x.example/a.css']", "extra_css: [x.example/a.css]"),
    Pair("build/no-mkdocs", lambda: ({}, {"mkdocs.yml": b"site_name: Ville\n"}),
         lambda files: {finding.code for finding in judge_mkdocs(MemorySource(dict(files)))}),
)  # fmt: skip


def since_frozen(files: Files, named: frozenset[str] | None, *, areas: bool) -> set[str]:
    """What the living edition says beside the ballot that the example froze."""
    source = Overlay(WorkTree(ROOT), dict(files))
    if areas:
        source = Overlay(source, frozen_with_areas())
    now = city(dict(files))
    context = Context(now, DAY, frozen=both_ballots(source, now), proclaimed={} if named is None else {"2026": named})
    return {finding.code for finding in judge(context, frozenset({"ballot"}))}


PER_AREA = (E26, put("contests", 0, "counting", "max_winners_per_area", value=2))


@cache
def frozen_with_areas() -> dict[str, bytes]:
    """The ballot as the example would have frozen it with a rule that looks at areas."""
    known: City = city(changed(PER_AREA))
    edition = known.edition("2026")
    assert edition is not None
    voted = {line.split(";")[0] for line in (ROOT / "votes/2026/ballot/ballot.csv").read_text().splitlines()[1:]}
    stood = sorted((p for p in known.projects_of("2026") if p.number in voted), key=lambda p: p.number or "")
    return dict(frozen_files(known, edition, stood))


def frozen(code: str, broken: Change | None, twin: Change | None = None, *others: Change, **how: Any) -> Pair:
    def states() -> tuple[Files, Files]:
        common = changed(*others)
        one, other = (changed(*([change] if change else []), files=common) for change in (broken, twin))
        return one, other

    judged: Callable[[Files], set[str]] = partial(since_frozen, named=how.get("named"), areas=how.get("areas", False))
    return Pair(code, states, judged)


GONE = (OASIS, put("status", value="withdrawn"))
PLACED = next(name for name, text in changed().items() if b"number: 2026-014\n" in text)
FROZEN = (
    frozen("ballot/rules-differ", (E26, put("contests", 0, "ballot", "max_choices", value=4))),
    frozen("ballot/withdrawn-since", GONE),
    frozen("ballot/withdrawn-as-proclaimed", GONE, named=frozenset({"2026-014"})),
    frozen("ballot/withdrawn-too-late", GONE, named=frozenset({"2026-002"})),
    frozen("ballot/envelope-differs", (VERGER, put("areas", value=["neuhof"]))),
    frozen("ballot/not-on-frozen-ballot", (VERGER, put("number", value="2026-998"))),
    frozen("ballot/area-differs", (VERGER, put("areas", value=["neuhof"])), None, PER_AREA, areas=True),
)
PAIRS = (*RULES, *FILES, *SITE, *FROZEN)
