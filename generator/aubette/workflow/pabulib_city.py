"""A real election as a whole city folder: configuration, one imported edition, its projects and its frozen ballot.

Only figures and titles are carried over. The edition is `imported`: no process is claimed for it, no seal, no
calendar but the dates of the vote; every page says so.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_territory_currencies

from aubette.load.pabulib import MOST_POINTS, PbElection, PbProject
from aubette.load.pabulib_rows import whole
from aubette.model.money import Money

Data = dict[str, Any]

COUNTRIES = {"Poland": "PL", "France": "FR", "Netherlands": "NL", "Switzerland": "CH", "United States": "US"}
ZONES = {"PL": "Europe/Warsaw", "FR": "Europe/Paris", "NL": "Europe/Amsterdam", "CH": "Europe/Zurich"}
BALLOT_TYPES = {
    "approval": "approval",
    "choose-1": "single",
    "cumulative": "points",
    "scoring": "points",
    "ordinal": "ranked",
}
UNIT_LABELS = {"online": "Internet", "paper": "Papier", "mixed": "Tous les bulletins"}
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
TITLE_LENGTH = 120
NAME_LENGTH = 80
TEXT_LENGTH = 8000
MOST_CHOICES = 10_000
ENVELOPE = CONTEST = "scrutin"


@dataclass(frozen=True)
class PabulibCity:
    """Documents by path (before they are written as YAML), and each candidate's number by its own id."""

    documents: Mapping[str, Data]
    edition: str
    numbers: Mapping[str, str]
    contests: tuple[Data, ...]


def pabulib_city(election: PbElection) -> PabulibCity:
    """The documents of a city folder for this election; the same election gives the same documents."""
    edition = _edition_id(election)
    digits = max(3, len(str(len(election.projects))))
    numbers = {p.source_id: f"{edition}-{n:0{digits}}" for n, p in enumerate(election.projects, start=1)}
    areas = _labels(p.area for p in election.projects)
    themes = _labels(_category(p) for p in election.projects) or {"": "projets"}
    documents: dict[str, Data] = {
        "site_config/city.yml": _city(election, areas, themes),
        f"site_config/editions/{edition}.yml": _edition(election, edition),
    }
    for project in election.projects:
        number = numbers[project.source_id]
        data = _project(project, number, election, areas, themes)
        documents[f"projects/{edition}/{slug(project.name) or 'projet'}-{data['key']}.yml"] = data
    return PabulibCity(documents, edition, numbers, (_contest(election),))


def slug(text: str, longest: int = 60) -> str:
    """ASCII words joined by hyphens; letters without an ASCII base are left out."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", ascii_text.decode().lower())
    kept = ""
    for word in words:
        if len(kept) + len(word) + 1 > longest:
            break
        kept = f"{kept}-{word}" if kept else word
    return kept


def _edition_id(election: PbElection) -> str:
    found = re.search(r"(?:19[89][0-9]|2[01][0-9]{2})(?![0-9])", election.meta.get("instance", ""))
    return found[0] if found else str(election.begins.year if election.begins else 2000)


def _labels(labels: Iterator[str] | Any) -> dict[str, str]:
    """Ids for a set of labels, in the order of the labels as text."""
    ids: dict[str, str] = {}
    for label in sorted({label for label in labels if label}):
        identifier = slug(label, 40) or f"n{len(ids) + 1}"
        ids[label] = identifier if identifier not in ids.values() else f"{identifier}-{len(ids) + 1}"
    return ids


def _category(project: PbProject) -> str:
    return re.split(r"[,/]", project.category)[0].strip()


def _country(election: PbElection) -> str:
    return COUNTRIES.get(election.meta.get("country", ""), "FR")


def _currency(election: PbElection) -> str:
    declared = election.meta.get("currency", "")
    if re.fullmatch(r"[A-Z]{3}", declared):
        return declared
    return str(get_territory_currencies(_country(election))[0])


def _city(election: PbElection, areas: Mapping[str, str], themes: Mapping[str, str]) -> Data:
    name = _short(election.meta.get("unit") or "Ville", NAME_LENGTH)
    return {
        "schema_version": 1,
        "id": f"{slug(name, 40) or 'ville'}.imported",
        "name": name,
        "languages": ["fr"],
        "country": _country(election),
        "currency": _currency(election),
        "time_zone": ZONES.get(_country(election), "Europe/Paris"),
        "services": [{"id": "participation", "label": "Participation citoyenne"}],
        "areas": [{"id": identifier, "label": _short(label)} for label, identifier in areas.items()],
        "themes": [
            {"id": identifier, "label": _short(label.capitalize()) or "Projets"} for label, identifier in themes.items()
        ],
    }


def written_amount(money: Money) -> int | Decimal:
    """An amount as YAML data: whole units, or the exact decimal."""
    return money.cents // 100 if money.cents % 100 == 0 else Decimal(money.written())


def _edition(election: PbElection, edition: str) -> Data:
    budget = written_amount(election.budget)
    place = election.meta.get("subunit") or election.meta.get("district") or ""
    unit = election.meta.get("unit", "")
    label = _short(f"{unit} {edition}" + (f" – {place}" if place else ""))
    phases = []
    if election.begins and election.ends and election.begins <= election.ends:
        ends = election.ends.isoformat()
        phases = [{"kind": "vote", "starts": election.begins.isoformat(), "ends": ends, "owner": "participation"}]
    return {
        "schema_version": 1,
        "id": edition,
        "label": label,
        "provenance": "imported",
        "source": "Données Pabulib (pabulib.org), colonnes personnelles retirées.",
        "year_decision": int(edition),
        "year_implementation": int(edition) + 1,
        "budget": {
            "city_investment_budget": budget,
            "basis": {"act": "Montant du scrutin, seul connu", "with_debt": False},
            "envelope": budget,
            "max_share_percent": 100,
        },
        "envelopes": [{"id": ENVELOPE, "kind": "city", "amount": budget, "label": label}],
        "contests": [_contest(election)],
        **({"phases": phases} if phases else {}),
    }


def _contest(election: PbElection) -> Data:
    kind = BALLOT_TYPES[election.vote_type]
    if kind == "approval" and election.meta.get("max_length") == "1" and _longest(election) <= 1:
        kind = "single"
    units = [{"id": unit_id(c), "channel": c, "label": UNIT_LABELS[c]} for c in sorted(election.ballots)]
    return {
        "id": CONTEST,
        "label": "Scrutin",
        "effect": "decisive",
        "envelopes": [ENVELOPE],
        "ballot": {"type": kind, "min_choices": 0, **_limits(election, kind)},
        "units": units,
        "counting": _counting(election, kind),
    }


def unit_id(channel: str) -> str:
    """The unit that holds a channel's ballots."""
    return {"online": "internet", "paper": "papier", "mixed": "bulletins"}[channel]


def _limits(election: PbElection, kind: str) -> Data:
    if kind == "single":
        return {"max_choices": 1}
    declared = whole(election.meta.get("max_length", "")) or 0
    limits: Data = {"max_choices": min(MOST_CHOICES, max(_longest(election), declared, 1))}
    if kind == "points":
        points = [(sum(g.points), max(g.points, default=0)) for groups in election.ballots.values() for g in groups]
        declared = min(whole(election.meta.get("max_sum_points", "")) or 0, MOST_POINTS)
        limits["max_points"] = max(1, declared, *(s for s, _ in points))
        limits["max_points_per_project"] = max(1, *(m for _, m in points))
    return limits


def _longest(election: PbElection) -> int:
    """How many picks the longest ballot has."""
    return max(len(g.picks) for groups in election.ballots.values() for g in groups)


def _counting(election: PbElection, kind: str) -> Data:
    measure = "points" if kind in ("points", "ranked") else "votes"
    rule: Data = {"method": "greedy", "measure": measure, "overflow": "skip", "ties": ["id"], "leftover": "return"}
    rule["thresholds"] = {"votes": 0}
    if kind == "ranked":
        rule["weights"] = list(range(max(1, _longest(election)), 0, -1))
    return rule


def _key(election: PbElection, project: PbProject) -> str:
    seed = f"{election.meta.get('unit')}/{election.meta.get('instance')}/{project.source_id}"
    value = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
    letters = [ALPHABET[10 + value % 22]]
    for _ in range(7):
        value //= 32
        letters.append(ALPHABET[value % 32])
    return "".join(letters)


def _title(name: str, source_id: str) -> str:
    return _short(name or f"Projet {source_id}")


def _short(text: str, longest: int = TITLE_LENGTH) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _project(
    project: PbProject, number: str, election: PbElection, areas: Mapping[str, str], themes: Mapping[str, str]
) -> Data:
    title = _title(project.name, project.source_id)
    data: Data = {
        "schema_version": 1,
        "key": _key(election, project),
        "number": number,
        "status": "on_ballot",
        "title": title,
        "theme": themes.get(_category(project)) or next(iter(themes.values())),
        "scope": "area" if project.area else "city",
        "envelope": ENVELOPE,
        "estimated_cost": written_amount(project.cost),
        "submission": {"channel": "imported"},
        "holder": {"kind": "unknown"},
        "source_id": project.source_id,
    }
    if project.area:
        data["areas"] = [areas[project.area]]
    if project.name and title != project.name:
        data["description"] = _short(project.name, TEXT_LENGTH)
    return data
