"""The first edition of a new city: a preset's rules with the city's amounts, articles, roles and calendar."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aubette.load.build import build
from aubette.model.clauses import Chapter, clauses_of
from aubette.model.edition import Edition
from aubette.model.enums import EnvelopeKind, HolderKind
from aubette.model.money import ZERO, Money, total
from aubette.workflow.init_calendar import budget_calendar, phases
from aubette.workflow.init_money import amounts, scaled, scaled_caps
from aubette.workflow.init_words import Speaker
from aubette.workflow.pabulib_city import written_amount
from aubette.workflow.presets import Preset, house

Data = dict[str, Any]
FACTS_OF_THE_PRESET = ("source", "summary", "workshops", "phases", "budget_calendar", "events", "adoption", "lessons")
HOLDERS = ("resident", "residents_collective")
"""Who may propose where the preset admits everybody: that city is not known to have said who may (R07, R08)."""


@dataclass(frozen=True)
class Figures:
    """What the city said of its money and time; None keeps the preset's figure."""

    year: int
    envelope: Money | None = None
    investment: Money | None = None
    act: str | None = None
    act_date: str | None = None


def first_edition(
    preset: Preset, figures: Figures, people: Mapping[str, int], labels: Mapping[str, Any], speaker: Speaker
) -> Data:
    """The data of `site_config/editions/<year>.yml`; `labels` names the areas."""
    source = preset.edition
    data: Data = {key: copy.deepcopy(value) for key, value in preset.data.items() if key not in FACTS_OF_THE_PRESET}
    year, common = figures.year, house()
    data |= {
        "id": str(year),
        "label": speaker.say("presets.edition", year=str(year)),
        "provenance": "live",
        "year_decision": year,
        "year_implementation": year + 1,
        "budget": _budget(preset, figures, speaker),
        "envelopes": _envelopes(preset, figures, people, labels, speaker),
        "contests": [_contest(contest) for contest in data["contests"]],
        "phases": phases(common["calendar"], year, source, common["shortlisting"]),
        "budget_calendar": budget_calendar(common["budget_calendar"], year),
        "feasibility": {
            "checklist": common["checklist"]["id"],
            "routes": common["routes"],
            "answer_days": common["answer_days"],
        },
        **{key: copy.deepcopy(common[key]) for key in ("governance", "committee", "delivery", "publication")},
    }
    _scale(data, source, figures)
    data.setdefault("eligibility", {"holder_kinds": list(HOLDERS)})
    if len(data["eligibility"]["holder_kinds"]) == len(HolderKind):
        data["eligibility"]["holder_kinds"] = list(HOLDERS)
    data["eligibility"].setdefault("who", _who(data["eligibility"], speaker))
    data["rules"] = {"version": "1.0", "articles": _articles(build(Edition, data), speaker), **_act(figures)}
    chosen = speaker.chosen(data)
    assert isinstance(chosen, dict)
    return chosen


def _factor(edition: Edition, figures: Figures) -> Fraction:
    return Fraction((figures.envelope or edition.budget.envelope).cents, edition.budget.envelope.cents)


def _act(figures: Figures) -> Data:
    """The deliberation, once the council has voted; without it the checks and the pages say what is missing."""
    if figures.act is None:
        return {}
    return {"deliberation": {"reference": figures.act, **({"date": figures.act_date} if figures.act_date else {})}}


def _budget(preset: Preset, figures: Figures, speaker: Speaker) -> Data:
    source = preset.edition.budget
    factor = _factor(preset.edition, figures)
    envelope = figures.envelope or source.envelope
    investment = figures.investment or scaled(source.city_investment_budget, factor)
    act = speaker.first.say("presets.basis", year=str(figures.year))
    budget: Data = {
        **preset.data["budget"],
        "city_investment_budget": written_amount(investment),
        "basis": {"act": act, "with_debt": False},
        "envelope": written_amount(envelope),
        **_act(figures),
    }
    if source.operating_envelope:
        parts = [scaled(e.operating, factor) for e in preset.edition.envelopes]
        budget["operating_envelope"] = written_amount(total(parts))
    return budget


def _envelopes(
    preset: Preset, figures: Figures, people: Mapping[str, int], labels: Mapping[str, Any], speaker: Speaker
) -> list[Data]:
    source = preset.edition
    factor = _factor(source, figures)
    shares = amounts(source, figures.envelope or source.budget.envelope, people)
    found = []
    for envelope, data in zip(source.envelopes, preset.data["envelopes"], strict=True):
        line = {**data, "amount": written_amount(shares[envelope.id])}
        line.setdefault("label", _label(envelope.kind, envelope.id, labels.get(envelope.area or ""), speaker))
        if envelope.operating != ZERO:
            line["operating"] = written_amount(scaled(envelope.operating, factor))
        found.append(line)
    return found


def _label(kind: EnvelopeKind, identifier: str, area: Any, speaker: Speaker) -> Any:
    if kind is EnvelopeKind.AREA:
        return area
    if kind is EnvelopeKind.GROUP:
        return speaker.say("presets.group_envelope", name=identifier)
    return speaker.say("presets.city_envelope" if kind is EnvelopeKind.CITY else "presets.reserve_envelope")


def _contest(contest: Mapping[str, Any]) -> Data:
    """A contest whose polling places wait for their own days."""
    units = [{k: v for k, v in unit.items() if k not in ("opens", "closes", "hours")} for unit in contest["units"]]
    return {**contest, "units": units}


def _scale(data: Data, source: Edition, figures: Figures) -> None:
    factor = _factor(source, figures)
    if "caps" in data:
        data["caps"] = scaled_caps(data["caps"], factor)
    if "total" in data.get("split", {}):
        mine = {e["id"]: Money.parse(str(e["amount"])) for e in data["envelopes"]}
        areas = [mine[e.id] for e in source.envelopes if e.kind is EnvelopeKind.AREA]
        data["split"] = {**data["split"], "total": written_amount(total(areas))}
    for tier in data.get("size_tiers", []):
        if "up_to" in tier:
            tier["up_to"] = written_amount(scaled(Money.parse(str(tier["up_to"])), factor))


def _who(eligibility: Mapping[str, Any], speaker: Speaker) -> Any:
    age = eligibility.get("min_age")
    return speaker.say("presets.resident_of_age", age=age) if age else speaker.say("presets.resident")


def _articles(edition: Edition, speaker: Speaker) -> list[Data]:
    """The articles of the rules; those about money, holders and the vote say the edition's own clauses."""
    clauses = clauses_of(edition)
    articles = []
    for article in house()["articles"]:
        line = {key: value for key, value in article.items() if key != "clauses"}
        if "clauses" in article:
            line["text"] = speaker.clauses(clauses, Chapter(article["clauses"]))
        articles.append(line)
    return articles
