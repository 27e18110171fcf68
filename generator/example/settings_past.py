"""What the example's configuration said on an earlier day: editions grow with their year, ledgers entry by entry."""

from __future__ import annotations

from example.past import Data, View

EDITION_BEGINS = {"2024": "2023-09-04", "2026": "2025-09-01", "2027": "2026-03-02"}
MOVES = {("2027", "vote"): "2026-10-02"}
FIGURES = {"2024": "2025-01-13", "2026": "2026-10-16", "2027": "2027-04-16"}
RULES_ADOPTED = {"2024": "2023-12-18", "2026": "2025-12-15", "2027": "2026-06-22"}


def edition(data: Data, view: View) -> Data | None:
    """An edition file as of a moment, or None before its preparation."""
    identifier = str(data["id"])
    if not view.happened(EDITION_BEGINS[identifier], "participation"):
        return None
    past = dict(data)
    adopted = view.happened(RULES_ADOPTED[identifier], "participation")
    past["rules"] = _rules(data["rules"], adopted, view)
    if not view.happened(RULES_ADOPTED[identifier], "finances"):
        past["budget"] = {k: v for k, v in data["budget"].items() if k != "deliberation"}
    counted = view.happened(FIGURES[identifier], "participation")
    if not counted:
        past["budget"] = _without_actuals(past["budget"])
        past["indicators"] = [{k: v for k, v in i.items() if k != "actual"} for i in data.get("indicators", ())]
    past["committee"] = _committee(data["committee"], view)
    for key in ("workshops", "lessons"):
        past[key] = [item for item in data.get(key, ()) if view.happened(item["date"], "participation")]
    past["events"] = [_event(event, view) for event in data["events"]]
    past["phases"] = [_phase(identifier, phase, view) for phase in data["phases"]]
    adoption = data.get("adoption")
    if adoption and not view.happened(adoption["date"], "finances"):
        del past["adoption"]
    return {key: past[key] for key in data if past.get(key) or data[key] in (False, 0)}


def _rules(rules: Data, adopted: bool, view: View) -> Data:
    past = dict(rules)
    if not adopted:
        past.pop("deliberation", None)
    past["amendments"] = [a for a in rules.get("amendments", ()) if view.happened(a["date"], "participation")]
    return {key: past[key] for key in rules if key in past and (past[key] or not rules[key])}


def _without_actuals(budget: Data) -> Data:
    costs = [{k: v for k, v in cost.items() if k != "actual"} for cost in budget["programme_costs"]]
    return {**budget, "programme_costs": costs}


def _committee(committee: Data, view: View) -> Data:
    meetings = [m for m in committee["meetings"] if view.happened(m["date"], "participation")]
    past = {**committee, "meetings": meetings}
    return {key: past[key] for key in committee if past[key]}


def _event(event: Data, view: View) -> Data:
    if "reached" in event and not view.happened(event["date"], "participation"):
        return {k: v for k, v in event.items() if k != "reached"}
    return event


def _phase(identifier: str, phase: Data, view: View) -> Data:
    moved_on = MOVES.get((identifier, phase["kind"]))
    if moved_on is None or view.happened(moved_on, "participation"):
        return phase
    before = {k: v for k, v in phase.items() if k not in ("moved_from", "moved_reason")}
    hour = str(phase["starts"])[10:]
    return {**before, "starts": f"{phase['moved_from']}{hour}"}


def ledger(data: Data, view: View) -> Data | None:
    """A ledger as of a moment, or None while it has no entry."""
    entries = [e for e in data.get("entries", ()) if view.happened(e["date"], e.get("service", "finances"))]
    return {**data, "entries": entries} if entries else None
