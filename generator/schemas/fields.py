"""The reference of every field, from the schemas: French, with English beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.compose import Schema

HEAD = """# Les champs, fichier par fichier

Chaque clé des fichiers d'Aubette : ce qu'elle veut dire, ce qu'on y écrit, si elle est obligatoire. Les exemples
commentés sont dans `schema/EXAMPLE-*.yml`. Cette page est tirée des schémas publiés.

*Every key of Aubette's files: what it means, what is written there, whether it must be there. Commented examples stand
in `schema/EXAMPLE-*.yml`. This page is drawn from the published schemas.*

Un texte s'écrit dans la première langue de la ville, ou par langue : `{fr: …, de: …, en: …}`. Un montant s'écrit en
unités (`80000`) ou avec deux décimales (`80000.50`). Un jour s'écrit `2027-03-14`, une heure `2027-03-14T18:30`.

*A text is written in the city's first language, or per language. An amount is written in whole units or with two
decimals. A day is written `2027-03-14`, an hour `2027-03-14T18:30`.*
"""
KINDS: Mapping[str, str] = {
    "amount": "montant en texte · amount as text",
    "area": "quartier · area",
    "article": "article du règlement · article of the rules",
    "checklist": "grille · checklist",
    "code": "code",
    "contest": "scrutin · contest",
    "coordinates": "degrés décimaux · decimal degrees",
    "country": "pays · country",
    "criterion": "critère · criterion",
    "currency": "monnaie · currency",
    "date": "jour · day",
    "date-time": "jour et heure · day and hour",
    "decimal": "nombre décimal · decimal number",
    "digest": "empreinte SHA-256 · SHA-256 digest",
    "domain": "nom de domaine · domain name",
    "envelope": "enveloppe · envelope",
    "object": "un quartier par numéro · an area by number",
    "field": "chemin d'un champ · path of a field",
    "hours": "horaires · hours",
    "key": "clé · key",
    "markdown": "texte Markdown · Markdown text",
    "moment": "jour, ou jour et heure · day, or day and hour",
    "money": "montant · amount",
    "number": "numéro de projet · project number",
    "path": "nom de fichier · file name",
    "percent": "pour cent · per cent",
    "project": "projet (numéro ou clé) · project (number or key)",
    "reference": "renvoi · reference",
    "rule": "article ou contrôle · article or check",
    "service": "service · service",
    "site-path": "adresse dans le site · address in the site",
    "slug": "mot court · short word",
    "telephone": "téléphone · telephone",
    "text": "texte · text",
    "theme": "thème · theme",
    "tier": "taille · tier",
    "time-zone": "fuseau · time zone",
    "url": "lien · link",
    "integer": "nombre entier · whole number",
    "boolean": "`true` ou `false` · `true` or `false`",
}


def fields_page(schemas: Mapping[str, Schema]) -> str:
    """The page, one chapter per file, one table per block."""
    return "\n".join([HEAD, *(line for name, schema in schemas.items() for line in _chapter(name, schema))])


def _chapter(name: str, schema: Schema) -> Iterator[str]:
    yield from _block(f"## {schema['title']} (`{name}`)", "", name, schema)
    for cls, definition in schema["$defs"].items():
        if definition["type"] == "object":
            yield from _block(f"### {definition['title']}", cls, name, definition)


def _block(heading: str, cls: str, name: str, schema: Schema) -> Iterator[str]:
    anchor = f"{name}-{cls.lower()}" if cls else name
    french, english = (escaped(schema["x-description"][lang]) for lang in ("fr", "en"))
    yield from (f'<a id="{anchor}"></a>', "", heading, "", french, f"<br>*{english}*", "")
    yield from ("| Clé · key | Sens · meaning | À écrire · value |", "|---|---|---|")
    for key, part in schema["properties"].items():
        mark = " **\\***" if key in schema["required"] else ""
        yield f"| `{key}`{mark} | {_meaning(part)} | {_value(part, name)} |"
    yield from ("", r"**\*** obligatoire · required", "")


def _meaning(part: Schema) -> str:
    titles, texts = part["x-title"], part["x-description"]
    return escaped(f"**{titles['fr']}.** {texts['fr']}") + escaped(f"\n*{titles['en']}. {texts['en']}*")


def escaped(text: str) -> str:
    """A text inside Markdown: `<edition>` is no tag, a new line is a break, a bar ends no cell."""
    return text.replace("<", "&lt;").replace("|", "\\|").replace("\n", "<br>")


def _value(part: Schema, name: str) -> str:
    """What is written there: a kind of value, a block with its link, a list of these, or one of some words."""
    if "$ref" in part and "x-format" not in part:
        return _linked(part, name)
    if part.get("type") == "array":
        return f"liste · list : {_value(part['items'], name)}"
    if "anyOf" in part:
        return " | ".join(_value(choice, name) for choice in part["anyOf"]).replace("|", "\\|")
    if "enum" in part or "const" in part:
        return ", ".join(f"`{word}`" for word in part.get("enum", [part.get("const")]))
    return f"{KINDS[str(part.get('x-format', part.get('type')))]}{_example(part)}"


def _linked(part: Schema, name: str) -> str:
    cls = part["$ref"].removeprefix("#/$defs/")
    return f"bloc · block [{cls}](#{name}-{cls.lower()})"


def _example(part: Schema) -> str:
    examples: list[Any] = part.get("examples", [])
    shown = str(examples[0]) if examples and not isinstance(examples[0], bool | dict | list) else ""
    return f" : `{shown}`" if shown and len(shown) <= 60 else ""
