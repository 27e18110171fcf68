"""Each example of the catalogue is a case and its twin: what is mended in it, and nothing else, silences it."""

from __future__ import annotations

import json

import pytest
from apart import places_apart
from example_places import PLACES, both_halves, both_states
from rules_house import ROOT

from aubette.model.finding import Severity

STILL_SAID = {"budget/running-cost-ratio", "feasibility/overdue"}
"""The example city, on that day, has another finding of this code elsewhere: it is told less often, not never."""


ELSEWHERE = {
    "ballot": """
area-differs candidate-missing choices-crossed cost-differs count-does-not-fit envelope-differs envelope-twice
envelope-without-contest feeds-itself left-off not-on-frozen-ballot
quota-elsewhere reserved-name rules-differ shortlist-without-contest withdrawn-as-proclaimed withdrawn-since
withdrawn-too-late
""",
    "budget": """
area-cap edition-credits envelope-exceeded envelope-general envelope-not-for exception-idle
operating-exceeded operating-sum over-funded population-missing programme-cost project-minimum running-cost-total
spent-over-final-cost split-mode split-total trajectory trajectory-over-share transfer-exceeds-remainder
transfer-twice unfunded-part unsecured-funding year-credits
""",
    "calendar": """
dates-out-of-order edition-too-soon no-first-delivery overlap phase-twice publication-without-phase
unit-outside-vote year-unlikely
""",
    "eligibility": """
area-missing collective-too-small extent-reversed holder-kind received-late similar-idea theme too-few-areas
too-many-ideas
""",
    "feasibility": """
condition-without-revision criterion-missing over-capacity reexamination-without-reference
refusal-code-differs refusal-without-basis revision-dates wrong-service
""",
    "governance": """
rules-adopted-late several-lead stage-missing
""",
    "identity": """
checklist-file file-without-key redirect-loop same-key same-number unknown-edition
""",
    "lifecycle": """
evaluated-before-delivery forbidden-transition funds-without-adoption merged-elsewhere merged-into-itself
merged-into-unknown status-too-early step-too-late step-without-decision
""",
    "reference": """
unknown-article unknown-checklist unknown-contest unknown-criterion unknown-project unknown-tier
""",
}
"""Codes by family whose example is no piece of one file of the example city; their pair is in `tests/unit/twins`."""


WIDER = {
    *("ballot/feeds-without-shortlist", "budget/brackets-out-of-order", "budget/tiers-out-of-order"),
    *("calendar/budget-without-session", "calendar/in-august", "calendar/in-holidays", "calendar/no-council-session"),
    *("calendar/on-public-holiday", "calendar/results-after-orientation", "calendar/too-late-for-budget"),
    *("eligibility/criterion-not-met", "eligibility/outside-territory", "feasibility/criterion-unanswered"),
    *("governance/missing", "governance/no-rules", "identity/duplicate-item", "lifecycle/decisions-out-of-order"),
}
"""Examples that a person understands only with more than one edit; their twin stands in `tests/unit/twins`."""


@pytest.mark.parametrize("code", sorted(PLACES))
def test_an_example_is_found_and_its_mending_silences_it(code: str) -> None:
    before, after = both_halves(code)
    said, left = (sum(f.code == code for f in found) for found in (before, after))
    assert said > 0
    assert left == 0 if code not in STILL_SAID else 0 < left < said
    errors = [{f.code for f in found if f.severity is Severity.ERROR} for found in (before, after)]
    assert errors[1] <= errors[0]


def test_an_example_is_one_edit_away_from_its_mending() -> None:
    assert {code for code in PLACES if len(places_apart(*both_states(code))) != 1} == WIDER


def test_every_code_of_these_families_has_its_example_here_or_says_that_it_has_not() -> None:
    folder = ROOT / "generator" / "aubette" / "words" / "findings"
    families = {code.split("/")[0] for code in PLACES} | ELSEWHERE.keys()
    known = {code for family in families for code in json.loads((folder / f"{family}.fr.json").read_text("utf-8"))}
    elsewhere = {f"{family}/{name}" for family, names in ELSEWHERE.items() for name in names.split()}
    assert not elsewhere & PLACES.keys()
    assert elsewhere | PLACES.keys() == known
