"""What a file of the example said on an earlier day: its last state without the facts that came later.

A fact belongs to a day and to the service that wrote it; several services may write on one day, in the order of
`RANKS`. Everything is derived from the files as they stand now, so that the last day gives exactly those files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]

RANKS = (
    "participation",
    "juridique",
    "finances",
    "territoires",
    "urbanisme",
    "espaces-verts",
    "voirie",
    "batiments",
    "sports",
    "culture",
    "enfance",
    "elections",
)


@dataclass(frozen=True, order=True)
class Moment:
    """A day (ISO) and the rank of the service that writes; everything at or before it has happened."""

    day: str
    rank: int

    @property
    def service(self) -> str:
        """The service that writes."""
        return RANKS[self.rank]


def moment(day: str | None, service: str) -> Moment | None:
    """The moment at which a service wrote a dated fact; None when it is not dated yet."""
    return Moment(day[:10], RANKS.index(service)) if day else None


@dataclass(frozen=True)
class View:
    """A look at a document as of a moment; gathers the moments it meets, so that one walk lists them all."""

    now: Moment
    met: set[Moment]

    def happened(self, day: str | None, service: str) -> bool:
        """Whether a dated fact had happened; its moment is remembered."""
        at = moment(day, service)
        if at is None:
            return False
        self.met.add(at)
        return at <= self.now


def project(data: Data, view: View, early_costs: Mapping[str, list[Data]]) -> Data | None:
    """A project file as of a moment, or None before it was written."""
    received = data["submission"]["received_on"]
    if not view.happened(received, "participation"):
        return None
    past = {key: value for key, value in data.items() if key in ("schema_version", "key", *WRITTEN_AT_RECEPTION)}
    acknowledged = data["submission"].get("acknowledged_on")
    if view.happened(acknowledged, "participation"):
        past["number"] = data["number"]
    else:
        past["submission"] = {k: v for k, v in data["submission"].items() if k != "acknowledged_on"}
    past["holder"] = _holder(data["holder"], view)
    for name, part in PARTS.items():
        value = part(data, view)
        if value is not None:
            past[name] = value
    _cost(data, past, view, early_costs.get(data["key"], []))
    past["status"] = _status(data, view)
    return {key: past[key] for key in data if key in past}


WRITTEN_AT_RECEPTION = (
    "title",
    "summary",
    "description",
    "theme",
    "scope",
    "areas",
    "location",
    "submission",
    "quick_win",
)


def _holder(holder: Data, view: View) -> Data:
    accepted = view.happened(holder.get("final_version_accepted_on"), "participation")
    return {k: v for k, v in holder.items() if accepted or k not in ("commitment", "final_version_accepted_on")}


def _support(data: Data, view: View) -> Data | None:
    support = data.get("support")
    if not support:
        return None
    meetings = [m for m in support["meetings"] if view.happened(m["date"], "participation")]
    return {**support, "meetings": meetings} if meetings else None


def _eligibility(data: Data, view: View) -> Data | None:
    eligibility = data.get("eligibility")
    happened = eligibility and view.happened(eligibility["decided_on"], eligibility["service"])
    return eligibility if happened else None


def _decisions(data: Data, view: View) -> list[Data] | None:
    made = [d for d in data.get("decisions", ()) if view.happened(d["date"], d["service"])]
    return made or None


def _merged(data: Data, view: View) -> str | None:
    made = [d for d in data.get("decisions", ()) if d["outcome"] == "merged"]
    return data["merged_into"] if made and view.happened(made[0]["date"], made[0]["service"]) else None


def _opinion(opinion: Data, view: View) -> Data:
    if view.happened(opinion.get("answered_on"), opinion["service"]):
        return opinion
    return {k: v for k, v in opinion.items() if k not in ("answered_on", "verdict", "comment")}


def _answer(answer: Data, view: View) -> Data:
    if view.happened(answer.get("answered_on"), answer["service"]):
        return answer
    return {"criterion": answer["criterion"], "service": answer["service"], "answer": "pending"}


def _revision(revision: Data, view: View) -> Data:
    if view.happened(revision.get("accepted_on"), "participation"):
        return revision
    return {k: v for k, v in revision.items() if k != "accepted_on"}


WITH_ESTIMATE = ("cost", "running_cost", "lifetime_years", "staff_days", "procurement", "permits", "other_funding")
WITH_PLAN = ("planned_start", "planned_delivery")


def _study(data: Data, view: View) -> Data | None:
    study = data.get("study")
    if not study or not view.happened(study["opened_on"], "participation"):
        return None
    past = {k: study[k] for k in ("opened_on", "due_on")}
    if view.happened(study.get("closed_on"), "territoires"):
        past["closed_on"] = study["closed_on"]
    past["opinions"] = [_opinion(opinion, view) for opinion in study["opinions"]]
    past["checklist"] = [_answer(answer, view) for answer in study["checklist"]]
    estimated = study.get("cost", {}).get("estimated_on")
    if view.happened(estimated, "finances"):
        past |= {k: study[k] for k in (*WITH_ESTIMATE, *WITH_PLAN) if k in study}
    revisions = [r for r in study.get("revisions", ()) if view.happened(r["proposed_on"], "participation")]
    if revisions:
        past["revisions"] = [_revision(revision, view) for revision in revisions]
    return {k: past[k] for k in study if k in past}


def _milestone(milestone: Data, view: View, service: str) -> Data:
    if view.happened(milestone.get("actual"), service):
        return milestone
    return {k: v for k, v in milestone.items() if k not in ("actual", "slip_reason")}


def _implementation(data: Data, view: View) -> Data | None:
    works = data.get("implementation")
    if not works or not view.happened(works["deliberation"]["date"], "finances"):
        return None
    service = works["service"]
    past = {k: works[k] for k in ("deliberation", "service", "funded", "payment_credits") if k in works}
    milestones = [_milestone(m, view, service) for m in works["milestones"]]
    past["milestones"] = milestones
    reached = [m["step"] for m in milestones if "actual" in m]
    everything = len(reached) == sum("actual" in m for m in works["milestones"])
    past["step"] = works["step"] if everything else (reached[-1] if reached else "studies")
    past["updates"] = [u for u in works.get("updates", ()) if view.happened(u["date"], u["service"])]
    for key in ("started_on", "delivered_on"):
        if view.happened(works.get(key), service):
            past[key] = works[key]
    last_news = max((u["date"] for u in works.get("updates", ())), default=None)
    if "committed" in works and (len(reached) >= min(2, _done(works)) and reached):
        past["committed"] = works["committed"]
    if everything and view.happened(last_news, service):
        past |= {k: works[k] for k in ("spent", "forecast_cost", "committed") if k in works}
    return {k: past[k] for k in works if k in past}


def _done(works: Data) -> int:
    return sum("actual" in milestone for milestone in works["milestones"])


def _evaluation(data: Data, view: View) -> Data | None:
    evaluation = data.get("evaluation")
    return evaluation if evaluation and view.happened(evaluation["date"], evaluation["service"]) else None


PARTS: dict[str, Callable[[Data, View], Any]] = {
    "support": _support,
    "eligibility": _eligibility,
    "study": _study,
    "decisions": _decisions,
    "merged_into": _merged,
    "implementation": _implementation,
    "evaluation": _evaluation,
}


def _cost(data: Data, past: Data, view: View, early: list[Data]) -> None:
    """The estimate of that day; a refused idea's only figure came with its refusal."""
    if "estimated_cost" not in data:
        return
    estimated = data.get("study", {}).get("cost", {}).get("estimated_on")
    known = view.happened(estimated, "finances") if estimated else "decisions" in past
    if known:
        later = [step for step in early if not view.happened(step["until"], step["service"])]
        past["estimated_cost"] = later[0]["amount"] if later else data["estimated_cost"]
        if later and "cost" in past.get("study", {}):
            past["study"] = {**past["study"], "cost": _scaled(past["study"]["cost"], later[0]["amount"])}


def _scaled(cost: Data, amount: int) -> Data:
    """The same estimate for another total: the difference stands on its first line."""
    lines = [dict(line) for line in cost["lines"]]
    lines[0]["amount"] += amount - cost["contingency"] - sum(line["amount"] for line in lines)
    return {**cost, "lines": lines}


AFTER_DECISION = {
    "eligible": "eligible",
    "ineligible": "ineligible",
    "reexamined": "eligible",
    "feasible": "feasible",
    "unfeasible": "unfeasible",
    "not_shortlisted": "not_shortlisted",
    "merged": "merged",
    "withdrawn": "withdrawn",
    "adopted": "adopted",
    "suspended": "suspended",
    "cancelled": "cancelled",
}
BALLOT_DAY = {"2024": "2024-09-09", "2026": "2026-09-07"}


def _status(data: Data, view: View) -> str:
    status = "in_preparation" if data["status"] == "in_preparation" else "submitted"
    for happening in sorted(_happenings(data, view)):
        status = happening[1]
    return status


def _happenings(data: Data, view: View) -> Iterator[tuple[Moment, str]]:
    """Every change of status up to now, each with its moment."""
    works = data.get("implementation", {})
    dated = [(d["date"], d["service"], AFTER_DECISION[d["outcome"]]) for d in data.get("decisions", ())]
    study = data.get("study", {}).get("opened_on")
    dated.append((study, "participation", "under_study"))
    if _was_on_ballot(data):
        dated.append((BALLOT_DAY[data["number"][:4]], "participation", "on_ballot"))
    dated.append((works.get("started_on"), works.get("service", "finances"), "in_progress"))
    dated.append((works.get("delivered_on"), works.get("service", "finances"), "delivered"))
    evaluation = data.get("evaluation", {})
    dated.append((evaluation.get("date"), evaluation.get("service", "participation"), "evaluated"))
    for day, service, status in dated:
        at = moment(day, service)
        if at is not None and view.happened(day, service):
            yield at, status


def _was_on_ballot(data: Data) -> bool:
    return data["status"] == "on_ballot" or "implementation" in data
