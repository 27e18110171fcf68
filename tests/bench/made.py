"""Generated content for benchmarks: one city of many projects, and the same pages as Markdown for the peers."""

from __future__ import annotations

import copy
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "generator"))

from aubette.load.canonical import write
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def key(number: int) -> str:
    """A key for the n-th project."""
    letters = ["k"]
    for _ in range(7):
        letters.append(ALPHABET[number % 32])
        number //= 32
    return "".join(letters)


def pattern() -> dict[str, Any]:
    """A rich project of the example: study, opinions, checklist, cost."""
    path = next((ROOT / "projects" / "2026").glob("quai-des-bateliers-*.yml"))
    data: Any = parse(path.read_bytes(), path.name).data
    return dict(data)


def project(base: dict[str, Any], number: int, areas: list[str]) -> dict[str, Any]:
    """The pattern as the n-th project: its own words, place and cost."""
    data = copy.deepcopy(base)
    data["key"] = key(number)
    data["number"] = f"2026-{number:05}"
    data["title"] = f"Ombrage et fraîcheur, rue numéro {number}"
    data["summary"] = f"Des arbres et des bancs pour la rue numéro {number}, demandés par ses habitants."
    paragraph = f"La rue numéro {number} est sans ombre. " + str(data["description"])
    data["description"] = f"{paragraph}\n\n- planter\n- arroser\n- s'asseoir\n\n{paragraph}"
    data["areas"] = [areas[number % len(areas)]]
    data["status"] = "feasible"
    return data


def city(folder: Path, count: int) -> list[dict[str, Any]]:
    """Write a city of `count` projects and return their data."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "projects" / "2026").mkdir(parents=True)
    (folder / "site_config").mkdir()
    for name in ("city.yml", "checklists", "pages"):
        source = ROOT / "site_config" / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / "site_config" / name)
    (folder / "site_config" / "editions").mkdir()
    shutil.copyfile(ROOT / "site_config/editions/2026.yml", folder / "site_config/editions/2026.yml")
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    schemas = Schemas(schema_dir())
    parsed: Any = parse((folder / "site_config" / "city.yml").read_bytes(), "city.yml").data
    areas = [area["id"] for area in parsed["areas"]]
    base = pattern()
    made = [project(base, number, areas) for number in range(1, count + 1)]
    for data in made:
        path = folder / "projects" / "2026" / f"ombrage-{data['key']}.yml"
        path.write_bytes(write(data, schemas.document("project")))
    return made


def markdown(data: dict[str, Any]) -> str:
    """The same page as Markdown: the facts, the idea, the opinions, the checklist."""
    rows = [
        f"# {data['title']}\n",
        f"{data['summary']}\n",
        "| | |\n| --- | --- |",
        f"| Numéro | {data['number']} |\n| Quartier | {data['areas'][0]} |\n| Coût | {data['estimated_cost']} € |\n",
        f"## L'idée\n\n{data['description']}\n",
        "## Avis des services\n\n| Service | Avis | Date |\n| --- | --- | --- |",
    ]
    rows += [f"| {o['service']} | {o['verdict']} | {o['answered_on']} |" for o in data["study"]["opinions"]]
    rows.append("\n## Grille de faisabilité\n\n| Critère | Réponse | Pourquoi |\n| --- | --- | --- |")
    rows += [f"| {a['criterion']} | {a['answer']} | {a['evidence']} |" for a in data["study"]["checklist"]]
    rows.append("\n## Décisions\n")
    rows += [f"- {d['date']} – {d['outcome']} – {d['service']}" for d in data["decisions"]]
    return "\n".join(rows) + "\n"


def plain_material(folder: Path, made: list[dict[str, Any]]) -> None:
    """A plain mkdocs-material site of the same pages."""
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs" / "projets"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Peer\ntheme:\n  name: material\n  language: fr\n  font: false\nnav:\n  - index.md\n"
        "validation:\n  nav:\n    omitted_files: ignore\n",
        encoding="utf-8",
    )
    (folder / "docs" / "index.md").write_text("# Accueil\n", encoding="utf-8")
    for data in made:
        (docs / f"{data['number']}.md").write_text(markdown(data), encoding="utf-8")


def hugo(folder: Path, made: list[dict[str, Any]]) -> None:
    """A Hugo site of the same pages with a small theme."""
    shutil.rmtree(folder, ignore_errors=True)
    content = folder / "content" / "projets"
    content.mkdir(parents=True)
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "config.toml").write_text('baseURL = "/"\ntitle = "Peer"\ndisableKinds = ["taxonomy", "term", "RSS"]\n')
    head = "<!doctype html><html lang=fr><meta charset=utf-8><title>{{ .Title }}</title>"
    page = head + "<body>{{ .Content }}</body></html>"
    item = "<li><a href={{ .RelPermalink }}>{{ .Title }}</a>"
    listing = head + "<ul>{{ range .Pages }}" + item + "{{ end }}</ul></html>"
    (layouts / "single.html").write_text(page)
    (layouts / "list.html").write_text(listing)
    for data in made:
        front = f'---\ntitle: "{data["title"]}"\n---\n'
        (content / f"{data['number']}.md").write_text(front + markdown(data), encoding="utf-8")
