"""The subject of a commit, as a careful city officer would write it."""

from __future__ import annotations

from collections.abc import Mapping

LABELS = {
    "participation": "participation",
    "juridique": "juridique",
    "finances": "finances",
    "territoires": "territoires",
    "urbanisme": "urbanisme",
    "espaces-verts": "espaces verts",
    "voirie": "voirie",
    "batiments": "bâtiments",
    "sports": "sports",
    "culture": "culture",
    "enfance": "éducation",
    "elections": "élections",
}


def subject(service: str, changed: Mapping[str, bytes], number: int) -> str:
    """One line that says who did what, with the number of the change that was merged."""
    if "site_config/city.yml" in changed:
        return f"Budget participatif : ouverture du dépôt de la ville (#{number})"
    return f"{LABELS[service]} : {_what(sorted(changed))} (#{number})"


def _what(paths: list[str]) -> str:
    projects = [path for path in paths if path.startswith("projects/")]
    if any("PROCLAMATION" in path for path in paths):
        return "proclamation des résultats du vote"
    if any("/ballot/" in path for path in paths):
        return "bulletin et règles de comptage figés"
    if any(path.startswith("votes/") for path in paths):
        return "dépouillement scellé des bureaux"
    if any("/trust/" in path for path in paths):
        return "clés des signataires du vote"
    if any("/ledger/" in path for path in paths):
        return "registre des affectations"
    if len(projects) == 1:
        return projects[0].rsplit("/", 1)[1].rsplit("-", 1)[0].replace("-", " ")
    if projects:
        return f"mise à jour de {len(projects)} projets"
    return "calendrier et règles de l'édition"
