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


def patterns() -> list[dict[str, Any]]:
    """The studied projects of the example's voted edition: opinions, checklist, costs and decisions as they are.

    Left out is the one that the ledger excepts, since it needs that file.
    """
    ledger: Any = parse((ROOT / "site_config" / "ledger" / "2026.yml").read_bytes(), "ledger.yml").data
    excepted = {entry.get("project") for entry in ledger["entries"]}
    found: list[Any] = [parse(p.read_bytes(), p.name).data for p in sorted((ROOT / "projects" / "2026").glob("*.yml"))]
    return [dict(data) for data in found if data["status"] == "on_ballot" and data["key"] not in excepted]


def description(bases: list[dict[str, Any]], number: int) -> str:
    """About 380 words of a resident's French, in eight blocks: headings, paragraphs, a list, a quotation, a link."""
    texts = [" ".join(line for line in french(base["description"]).split("\n") if line) for base in bases]
    turns = [texts[(number + step) % len(texts)] for step in range(8)]
    return "\n\n".join(
        (
            f"La rue numéro {number} attend cela depuis longtemps. {turns[0]}",
            f"## Pourquoi ici\n\n{turns[1]} {turns[2]}",
            "- " + "\n- ".join(french(base["summary"]) for base in bases[:4]),
            f"## Ce que disent les voisins\n\n> {turns[3]}",
            f"{turns[4]} {turns[5]} Voir [le plan](https://example.org/plan/{number}).",
            f"## Et après\n\n{turns[6]} {turns[7]}",
        )
    )


def french(text: Any) -> str:
    """A text of the city in its first language."""
    return str(text["fr"] if isinstance(text, dict) else text or "")


def project(bases: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """A pattern as the n-th project, with words and a number of its own; nobody has voted yet."""
    data = copy.deepcopy(bases[number % len(bases)])
    data["key"] = key(number)
    data["number"] = f"2026-{number:05}"
    data["title"] = f"{french(data['title'])}, rue numéro {number}"
    data["description"] = description(bases, number)
    data["status"] = "feasible"
    if "collective" in data["holder"]:
        data["holder"]["collective"] += f" {number}"
    return data


def city(folder: Path, count: int) -> list[dict[str, Any]]:
    """Write a city of `count` projects and return their data."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "projects" / "2026").mkdir(parents=True)
    (folder / "site_config").mkdir()
    for name in ("checklists", "pages"):
        shutil.copytree(ROOT / "site_config" / name, folder / "site_config" / name)
    (folder / "site_config" / "editions").mkdir()
    shutil.copyfile(ROOT / "site_config/editions/2026.yml", folder / "site_config/editions/2026.yml")
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    schemas = Schemas(schema_dir())
    parsed: Any = parse((ROOT / "site_config" / "city.yml").read_bytes(), "city.yml").data
    # The peers make each page once: so do we here.
    one_language = {**parsed, "languages": parsed["languages"][:1]}
    (folder / "site_config" / "city.yml").write_bytes(write(one_language, schemas.document("city")))
    bases = patterns()
    made = [project(bases, number) for number in range(1, count + 1)]
    for data in made:
        path = folder / "projects" / "2026" / f"rue-{data['key']}.yml"
        path.write_bytes(write(data, schemas.document("project")))
    return made


def markdown(data: dict[str, Any]) -> str:
    """What our page of a project tells, as Markdown: facts, answer, idea, opinions, checklist, decisions."""
    decisions = data.get("decisions", [])
    rows = [f"# {french(data['title'])}\n", f"**{data['status']}**\n", f"{french(data.get('summary'))}\n"]
    if data["status"] in ("ineligible", "unfeasible", "withdrawn", "not_shortlisted"):
        rows.append(f'!!! warning "Refus"\n    {french(decisions[-1].get("reason"))}\n')
    rows += [
        "| | |\n| --- | --- |",
        f"| Numéro | {data['number']} |\n| Thème | {data['theme']} |\n| Lieu | {', '.join(data.get('areas', []))} |",
        f"| Reçu | {data['submission'].get('received_on')} |\n| Coût | {data.get('estimated_cost', '–')} € |\n",
        f"## L'idée\n\n{data['description']}\n",
    ]
    study = data.get("study", {})
    if study.get("opinions"):
        rows.append("## Avis des services\n\n| Service | Avis | Date |\n| --- | --- | --- |")
        rows += [
            f"| {o['service']} | {o.get('verdict', '')} {french(o.get('comment'))} | {o.get('answered_on', '')} |"
            for o in study["opinions"]
        ]
    if study.get("checklist"):
        rows.append("\n## Grille de faisabilité\n\n| Critère | Réponse | Pourquoi |\n| --- | --- | --- |")
        rows += [
            f"| {a['criterion']} | {a['answer']} | {french(a.get('evidence'))} – {a['service']} |"
            for a in study["checklist"]
        ]
    rows.append("\n## Décisions\n")
    rows += [f"- {d['date']} – {d['outcome']} – {d['service']} – {french(d.get('reason'))}" for d in decisions]
    return "\n".join(rows) + "\n"


def hubs(made: list[dict[str, Any]]) -> dict[str, str]:
    """The lists that our site has too: all projects, and those of each theme and neighbourhood, as tables."""
    lists: dict[str, list[dict[str, Any]]] = {"tous": made}
    for data in made:
        for name in (f"theme-{data['theme']}", *(f"quartier-{area}" for area in data.get("areas", []))):
            lists.setdefault(name, []).append(data)
    return {name: _hub(name, rows) for name, rows in lists.items()}


def _hub(name: str, rows: list[dict[str, Any]]) -> str:
    lines = (
        f"| [{french(d['title'])}]({d['number']}.md) | {french(d['summary'])} | {d.get('estimated_cost', '')} € |"
        for d in rows
    )
    return f"# {name}\n\n| Projet | Résumé | Coût |\n| --- | --- | --- |\n" + "\n".join(lines) + "\n"


def plain_material(folder: Path, made: list[dict[str, Any]]) -> None:
    """A plain mkdocs-material site of the same pages."""
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs" / "projets"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Peer\ntheme:\n  name: material\n  language: fr\n  font: false\nnav:\n  - index.md\n"
        "markdown_extensions:\n  - admonition\nvalidation:\n  nav:\n    omitted_files: ignore\n",
        encoding="utf-8",
    )
    (folder / "docs" / "index.md").write_text("# Accueil\n", encoding="utf-8")
    for data in made:
        (docs / f"{data['number']}.md").write_text(markdown(data), encoding="utf-8")
    for name, text in hubs(made).items():
        (docs / f"{name}.md").write_text(text, encoding="utf-8")


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
