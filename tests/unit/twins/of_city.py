"""Twins of the rules on the city's data: the example city with one field changed, and with it changed less."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from pairs import Files, Pair
from rules_house import (
    ABRIS,
    CITY,
    DAY,
    E24,
    E26,
    E27,
    L24,
    LYCEE,
    SERRE,
    SKATE,
    VERGER,
    Change,
    Edit,
    add,
    changed,
    city,
    example,
    put,
    stage,
    without,
)

from aubette.model.finding import Severity
from aubette.rules.context import Context
from aubette.rules.registry import judge

YEAR = re.compile(r"/(20\d\d)\b")
SETTINGS = ("city.yml", "editions", "ledger", "checklists", "redactions.yml", "redirects.yml")
BIS = "projects/2026/verger-hautepierre-bis-"
JEUX = "projects/2027/jeux-d-eau-port-du-rhin-"
COUNTER = "projects/2027/compteur-velo-neudorf-"
THEMES = ("nature", "mobilite", "sport", "culture", "solidarite", "ecoles", "cadre-de-vie")
TIERS = ("petit", "moyen", "grand")
FRIEND = "projects/2026/passage-pieton-route-du-polygone-"
STEP = ("implementation", "milestones", 3)
MOVE = {
    "id": "2024-L9", "date": "2026-03-23", "kind": "reallocation", "act": "2026-03-23/15", "section": "investment",
    "from": "centre", "to": "ville", "reason": "Un essai de mouvement, écrit pour ce contrôle.",
}  # fmt: skip
SHORTLIST = {
    "id": "soutiens", "label": "Soutiens", "effect": "shortlist", "shortlist": 30, "feeds": "ville",
    "envelopes": ["ville"], "ballot": {"type": "approval"}, "counting": {"method": "greedy"},
    "units": [{"id": "plateforme", "channel": "online", "label": "Plateforme"}],
}  # fmt: skip
ACCEPTED = {"proposed_on": "2026-05-04", "accepted_on": "2026-05-20", "summary": "Trente arbres."}


def said(files: Files, today: date, family: str) -> set[str]:
    """The codes of one family's findings; a note tells what the ledger lifts, of which the example has two."""
    found = judge(Context(city(dict(files)), today), frozenset({family}))
    return {finding.code for finding in found if finding.severity is not Severity.NOTE}


def near(*changes: Change | None) -> dict[str, bytes]:
    """The example with the ideas of the editions that are changed alone: a third of it is read three times faster."""
    years = {year for change in changes if change for year in YEAR.findall(change[0])}
    everything = example()
    return {n: text for n, text in everything.items() if not years or n.split("/")[1] in {*years, *SETTINGS}}


def pair(
    code: str, broken: Change, twin: Change | None = None, *others: Change, day: date = DAY, family: str = ""
) -> Pair:
    """A case of the example with `others` changed: `broken` changed too, against `twin` or nothing more."""

    def states() -> tuple[Files, Files]:
        everything = code.startswith("reference/")
        common = changed(*others, files=None if everything else near(broken, twin, *others))
        return changed(broken, files=common), changed(*([twin] if twin else []), files=common)

    return Pair(code, states, partial(said, today=day, family=family or code.split("/")[0]))


def of(path: str, *steps: str | int, wrong: Any, right: Any, code: str, **options: Any) -> Pair:
    """One field with a value that breaks a rule, and with one that does not."""
    return pair(code, (path, put(*steps, value=wrong)), (path, put(*steps, value=right)), **options)


def of_stage(kind: str, field: str, wrong: str, right: str, code: str) -> Pair:
    return pair(code, (E26, stage(kind, **{field: wrong})), (E26, stage(kind, **{field: right})))


def agreed(but: str | None = None) -> Edit:
    """Every criterion is met and every service favourable, save one."""

    def edit(data: Any) -> None:
        for opinion in data["study"]["opinions"]:
            opinion["verdict"] = "unfavourable" if opinion["service"] == but else "favourable"
        for answer in data["study"]["checklist"]:
            answer["answer"] = "met"

    return edit


def conditional(data: Any) -> None:
    data["study"]["opinions"][0]["verdict"] = "conditional"


def contest(**changes: Any) -> Edit:
    return add("contests", value={k: v for k, v in {**SHORTLIST, **changes}.items() if v is not None})


def kept_for(field: str, *names: str) -> Change:
    """The envelope of the orchard's neighbourhood, for some themes or sizes alone."""
    return E26, put("envelopes", 4, field, value=list(names))


def nothing_delivered(months: int) -> Files:
    """The edition of 2024 without any project, which announced a first delivery within these months."""
    files = changed((E24, put("delivery", "first_delivery_months", value=months)))
    return {name: text for name, text in files.items() if not name.startswith("projects/2024/")}


def redirected(to: str, old: str = "/jardin") -> Files:
    """The city with two old addresses, of which the first leads to /jardin/, and the second there."""
    way = f"schema_version: 1\nredirects:\n  - from: /verger/\n    to: /jardin/\n  - from: {old}\n    to: {to}\n"
    return {**near((E27, put("pilot", value=False))), "site_config/redirects.yml": way.encode()}


AT_THE_LIMIT = (
    of(VERGER, "estimated_cost", wrong=80001, right=80000, code="budget/project-cap"),
    of("projects/2026/baignade-", "estimated_cost", wrong=Decimal("1000000.01"), right=1000000,
       code="budget/project-cap"),
    of(VERGER, "estimated_cost", wrong=0, right=Decimal("0.01"), code="budget/no-cost"),
    of(E26, "budget", "city_investment_budget", wrong=99999999, right=100000000, code="budget/share"),
    of(E26, "envelopes", 0, "amount", wrong=Decimal("4000000.01"), right=4000000, code="budget/split-sum"),
    of(VERGER, "study", "running_cost", "per_year", wrong=Decimal("1825.01"), right=1825,
       code="budget/running-cost-ratio"),
    of(E26, "budget_calendar", "budget_orientation", wrong="2026-12-15", right="2026-12-14",
       code="calendar/orientation-debate"),
    of(LYCEE, "decisions", 0, "reexamination_until", wrong="2026-03-20", right="2026-03-21",
       code="feasibility/reexamination-too-short", family="calendar"),
    of("projects/2024/boites-a-livres-neudorf-", "implementation", "delivered_on", wrong="2025-04-17",
       right="2025-04-18", code="calendar/dates-out-of-order"),
)  # fmt: skip
BUDGET = (
    of(VERGER, "estimated_cost", wrong=1999, right=2000, code="budget/project-minimum"),
    pair("budget/trajectory", (E26, put("budget", "envelope", value=4999999))),
    of(E26, "split", "total", wrong=800010, right=800000, code="budget/split-total"),
    pair("budget/population-missing", (CITY, put("areas", 1, "population", value=...))),
    of(E26, "budget", "trajectory", 2, "share_percent", wrong=Decimal("5.01"), right=5,
       code="budget/trajectory-over-share"),
    pair("budget/split-mode", (E26, put("envelopes", 1, "amount", value=79999))),
    of(E24, "envelopes", 0, "amount", wrong=780999, right=781000, code="budget/envelope-exceeded"),
    of(E24, "caps", "area", wrong=37999, right=38000, code="budget/area-cap"),
    of(E24, "caps", "running_cost_total", wrong=31399, right=31400, code="budget/running-cost-total"),
    of(E26, "budget", "programme_costs", 1, "planned", wrong=151851, right=151850, code="budget/programme-cost"),
    pair("budget/envelope-not-for", (E26, without("envelopes", 4, "themes", 0)), None, kept_for("themes", *THEMES)),
    pair("budget/envelope-not-for", (E26, without("envelopes", 4, "tiers", 1)), None, kept_for("tiers", *TIERS)),
    pair("budget/transfer-exceeds-remainder", (L24, add("entries", value={**MOVE, "amount": 4001})),
         (L24, add("entries", value={**MOVE, "amount": 4000}))),
    of("projects/2024/toilettes-accessibles-", "evaluation", "final_cost", wrong=251899, right=251900,
       code="budget/spent-over-final-cost"),
)  # fmt: skip
CALENDAR = (
    of_stage("catalogue", "starts", "2026-09-04", "2026-09-05", "calendar/overlap"),
    of_stage("submission", "ends", "2026-02-10", "2026-02-11", "calendar/short-submission"),
    of_stage("catalogue", "starts", "2026-09-08", "2026-09-07", "calendar/short-catalogue"),
    of_stage("catalogue", "ends", "2026-09-12", "2026-09-13", "calendar/gap"),
    of_stage("validation", "starts", "2026-03-31", "2026-04-01", "calendar/out-of-order"),
    of_stage("adoption", "ends", "2026-12-13", "2026-12-14", "calendar/adoption-misses-budget"),
    pair("calendar/no-council-session", (E26, stage("adoption", ends="2026-11-08")),
         (E26, stage("adoption", ends="2026-11-09"))),
    of_stage("celebration", "ends", "2027-09-17", "2027-09-18", "calendar/ends-before-start"),
    of(E26, "budget_calendar", "budget_orientation", wrong="2026-10-04", right="2026-10-05",
       code="calendar/orientation-debate"),
    of(E26, "publication", 2, "phase", wrong="shortlisting", right="catalogue",
       code="calendar/publication-without-phase"),
    of(L24, "entries", 1, "date", wrong="2025-11-23", right="2025-11-24", code="calendar/dates-out-of-order"),
    of(ABRIS, *STEP, "planned", wrong="2026-12-17", right="2026-12-16", code="calendar/delivery-after-limit"),
    Pair("calendar/no-first-delivery", lambda: (nothing_delivered(8), nothing_delivered(9)),
         partial(said, today=date(2025, 9, 16), family="calendar")),
    of(E26, "cadence", wrong="biennial", right="annual", code="calendar/edition-too-soon"),
    pair("calendar/edition-too-soon", (E27, put("year_decision", value=2027)),
         (E27, put("year_decision", value=2028)), (E26, put("cadence", value="biennial"))),
)  # fmt: skip
ELIGIBILITY = (
    pair("eligibility/holder-kind", (VERGER, put("holder", "kind", value="association"))),
    pair("eligibility/theme", (E26, without("eligibility", "themes", 0))),
    of(VERGER, "holder", "members", wrong=2, right=3, code="eligibility/collective-too-small"),
    of(CITY, "extent", "south", wrong=Decimal("48.651"), right=Decimal("48.65"), code="eligibility/extent-reversed"),
    pair("eligibility/area-missing", (VERGER, put("areas", value=...))),
    of(VERGER, "submission", "received_on", wrong="2026-03-01", right="2026-02-28", code="eligibility/received-late"),
    of(VERGER, "submission", "received_on", wrong="2026-01-14", right="2026-01-15", code="eligibility/received-late"),
    pair("eligibility/too-few-areas", ("projects/2026/baignade-", put("areas", value=["neudorf", "centre"])),
         ("projects/2026/baignade-", put("areas", value=["neudorf", "centre", "meinau"])),
         (E26, put("eligibility", "city_min_areas", value=3))),
    pair("eligibility/similar-idea", (COUNTER, put("title", value="Des jeux d'eau au port du quai")),
         (COUNTER, put("title", value="Des jeux d'eau au pont du quai")), (COUNTER, put("location", value=...))),
)  # fmt: skip
FEASIBILITY = (
    of(VERGER, "study", "checklist", 0, "answer", wrong="pending", right="met",
       code="feasibility/criterion-unanswered"),
    pair("feasibility/service-not-asked", (SKATE, without("study", "opinions", 0))),
    of(VERGER, "study", "opinions", 0, "verdict", wrong=..., right="conditional", code="feasibility/opinion-missing"),
    of(LYCEE, "decisions", 0, "rule", wrong="R-99", right="R-04", code="feasibility/unknown-rule"),
    pair("feasibility/criterion-missing", (VERGER, without("study", "checklist", 0))),
    pair("feasibility/condition-without-revision", (VERGER, conditional),
         (VERGER, lambda data: (conditional(data), add("study", "revisions", value=ACCEPTED)(data)))),
    of(VERGER, "study", "checklist", 0, "service", wrong="voirie", right="participation",
       code="feasibility/wrong-service"),
    pair("feasibility/refusal-without-basis", (SERRE, agreed()), (SERRE, agreed(but="finances"))),
    pair("feasibility/reexamination-without-reference", (FRIEND, put("decisions", 1, "reference", value=...))),
)  # fmt: skip
NAMES = (
    Pair("identity/redirect-loop", lambda: (redirected("/verger/"), redirected("/projets/")),
         partial(said, today=DAY, family="identity")),
    pair("identity/duplicate-item", (E26, put("budget", "programme_costs", 1, "category", value="communication"))),
    Pair("identity/duplicate-item", lambda: (redirected("/projets/", "/verger"), redirected("/projets/")),
         partial(said, today=DAY, family="identity")),
    pair("governance/list-not-validated", (E26, put("committee", "meetings", 1, "validated", value=...))),
    pair("governance/pilot-without-indicator", (E26, put("indicators", value=...))),
    pair("budget/no-deliberation", (E26, put("budget", "deliberation", value=...))),
    pair("ballot/clause-unheeded", (E26, put("contests", 0, "counting", "comparison", value="projects")),
         (E26, put("contests", 0, "counting", "comparison", value="none"))),
    pair("ballot/ties-may-stay-open", (E26, put("contests", 0, "counting", "ties", 1, value="most_votes")),
         (E26, put("contests", 0, "counting", "ties", 1, value="receipt"))),
    of(ABRIS, "implementation", "started_on", wrong=..., right="2025-09-25", code="lifecycle/field-required"),
    pair("lifecycle/status-without-decision", (LYCEE, put("status", value="withdrawn"))),
    of(CITY, "services", 0, "authors", wrong=["jeanne.muller@exemple.fr"], right=["Jeanne"],
       code="privacy/contact-data"),
    pair("governance/missing", (E26, put("governance", value=...))),
    pair("governance/no-rules", (E26, put("rules", value=...))),
    pair("governance/stage-missing", (E26, without("governance", "stages", 7))),
    of(E26, "rules", "deliberation", "date", wrong="2026-01-16", right="2026-01-15",
       code="governance/rules-adopted-late"),
    pair("identity/file-without-key", (VERGER, put("key", value="zzzz99"))),
    of(VERGER, "key", wrong="krdhn3", right="krdhn4", code="identity/same-key"),
    of(VERGER, "number", wrong="2026-001", right="2026-901", code="identity/same-number"),
    of(VERGER, "decisions", 1, "date", wrong="2026-03-19", right="2026-03-20",
       code="lifecycle/decisions-out-of-order", family="calendar"),
    pair("lifecycle/merged-into-itself", (BIS, put("merged_into", value="ztyax0"))),
    pair("lifecycle/merged-into-unknown", (BIS, put("merged_into", value="zzzzzz"))),
    pair("lifecycle/status-too-early", (E27, stage("catalogue", starts="2026-11-21")),
         (E27, stage("catalogue", starts="2026-11-20")), (JEUX, put("status", value="on_ballot"))),
    pair("reference/unknown-checklist", (E26, put("feasibility", "checklist", value="strasbourg"))),
    of(E26, "feasibility", "routes", 1, "criteria", wrong=["F99"], right=["F10"], code="reference/unknown-criterion"),
    of(E26, "feasibility", "routes", 7, "tiers", wrong=["geant"], right=["grand"], code="reference/unknown-tier"),
    pair("reference/unknown-contest", (E26, contest(feeds="vile")), (E26, contest())),
    of(VERGER, "study", "checklist", 0, "criterion", wrong="E99", right="E01", code="reference/unknown-criterion"),
    of(E26, "phases", 7, "contest", wrong="quartier", right="quartiers", code="reference/unknown-contest"),
    of(E26, "rules", "amendments", 0, "articles", wrong=["R-77"], right=["R-07"], code="reference/unknown-article"),
    of(E26, "events", 0, "projects", wrong=["2026-903"], right=["2026-003"], code="reference/unknown-project"),
    of(E26, "contests", 0, "counting", "exclusions", wrong=[["2026-003", "kz857t"]], right=[["2026-003", "2026-014"]],
       code="reference/unknown-project"),
    of(E26, "envelopes", 4, "themes", wrong=["natur"], right=["nature"], code="reference/unknown-theme"),
    of(L24, "entries", 0, "service", wrong="finance", right="finances", code="reference/unknown-service"),
    of(VERGER, "previous", wrong="zzzzzz", right="kz857t", code="reference/unknown-project"),
    pair("lifecycle/merged-elsewhere", (BIS, put("decisions", 1, "into", value="kz857t"))),
    of(E26, "contests", 0, "ballot", "min_choices", wrong=4, right=3, code="ballot/choices-crossed"),
    of(E26, "contests", 0, "counting", "measure", wrong="points", right="votes", code="ballot/count-does-not-fit"),
    of(E26, "contests", 0, "units", 1, "id", wrong="merged", right="merged-not", code="ballot/reserved-name"),
    pair("ballot/envelope-twice", (E26, add("contests", 1, "envelopes", value="centre"))),
    pair("ballot/envelope-without-contest", (E26, without("contests", 0, "envelopes", 9))),
    pair("ballot/shortlist-without-contest", (E26, contest(feeds=None)), (E26, contest())),
    pair("ballot/feeds-without-shortlist", (E26, put("contests", 0, "feeds", value="ville"))),
    pair("ballot/feeds-itself", (E26, contest(feeds="soutiens")), (E26, contest())),
    of(E26, "contests", 0, "counting", "quotas", wrong=[{"envelope": "ville", "most": 1}],
       right=[{"envelope": "neudorf", "most": 1}], code="ballot/quota-elsewhere"),
)  # fmt: skip
PAIRS = (*AT_THE_LIMIT, *BUDGET, *CALENDAR, *ELIGIBILITY, *FEASIBILITY, *NAMES)
