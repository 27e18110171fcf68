"""One report for all formats: what real cities send, and what somebody might send to speak in the tool's name."""

from __future__ import annotations

from aubette.model.finding import Finding, Place, Related, Severity
from aubette.model.money import Money
from aubette.model.report import Report

VERGER = "projects/2027/verger-k7f3q9.yml"
EDITION = "site_config/editions/2027.yml"
HOSTILE = "projects/2027/\x1b]0;titre\x07\n::error::faux`|<b>@equipe-k2.yml"
FILES = {
    VERGER: (
        "key: k7f3q9\nestimated_cost: 95000\n"
        "summary: Où est l’école ? 東京 e\u0301té, « ici »\n"
        f"description: {'très long, ' * 40}couriel: marie@example.org, {'et encore ' * 30}\n"
        "holder:\n  phone: 0388000000\n  mail: x\n"
    ).encode(),
    EDITION: b"caps:\n  project_area: 80000\n",
    HOSTILE: b"title: \x1b[31mrouge\x9b2J\x07\xe2\x80\xae\n",
}


def read(path: str) -> bytes:
    return FILES[path]


CAP = Finding(
    "budget/project-cap",
    Place(VERGER, 2, 17),
    {"project": "2027-014", "cost": Money(9500000), "cap": Money(8000000), "over": Money(1500000)},
    related=(Related(Place(EDITION, 2, 17), "cap-set-here"),),
)
UNKNOWN = Finding("schema/unknown-field", Place(VERGER, 6, 3), {"field": "phone", "suggestions": ("key", "title")})
AGAIN = Finding("schema/unknown-field", Place(VERGER, 7, 3), {"field": "mail", "suggestions": ("email",)})
FOREIGN = Finding(
    "reference/unknown-area", Place(VERGER, 3, 27), {"name": "東京", "guess": ("nord", "sud")}, Severity.WARNING
)
LONG = Finding("yaml/comma-in-text", Place(VERGER, 4, 463), {"text": "marie"})
PERSONAL = Finding("privacy/contact-data", Place(VERGER, 4, 463), {"hint": "m…@example.org"})
WHOLE = Finding("history/no-repository", Place(".git"), severity=Severity.WARNING)
LIFTED = Finding("budget/project-cap", Place(VERGER, 2, 17), CAP.params, Severity.NOTE)
INJECTED = Finding(
    "schema/not-in-list",
    Place(HOSTILE, 1, 8),
    {
        "field": "title",
        "value": "\x1b[2J\n::error::tout va bien\r`<script>` [lien](https://x.example) @equipe #12 \u202e" + "é" * 300,
        "suggestions": ("a|b", "\x9bK"),
    },
)
EVERYTHING = Report((WHOLE, INJECTED, CAP, LIFTED, FOREIGN, PERSONAL, LONG, UNKNOWN, AGAIN), 42)
CLEAN = Report((), 42)
COMPARED = Report((WHOLE, CAP, PERSONAL), 42, new=(True, False, True))


def many(n: int) -> Report:
    """As many findings: the notes first in the file, then warnings, then errors."""
    severities = (Severity.NOTE, Severity.WARNING, Severity.ERROR)
    found = [Finding(CAP.code, Place(VERGER, line + 1), CAP.params, severities[3 * line // n]) for line in range(n)]
    return Report(tuple(found), 1)
