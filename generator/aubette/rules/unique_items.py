"""In a list of named things each name stands once: the second of two would win or lose by accident (R42, R50).

`identity/duplicate-item`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aubette.model.city import CityConfig
from aubette.model.document import Origin, Step
from aubette.model.edition import Edition
from aubette.model.finding import Finding, Related
from aubette.model.project import Project
from aubette.model.registers import Checklist, Ledger
from aubette.rules.context import Context

Lists = tuple[tuple[tuple[Step, ...], str], ...]
Document = CityConfig | Edition | Project | Checklist | Ledger

OF_CITY: Lists = ((("services",), "id"), (("areas",), "id"), (("themes",), "id"))
OF_EDITION: Lists = (
    (("envelopes",), "id"),
    (("size_tiers",), "id"),
    (("contests",), "id"),
    (("indicators",), "id"),
    (("publication",), "group"),
    (("tuning",), "status"),
    (("rules", "articles"), "id"),
    (("governance", "stages"), "stage"),
    (("committee", "colleges"), "id"),
    (("budget", "trajectory"), "year"),
    (("budget", "payment_credits"), "year"),
    (("budget", "programme_costs"), "category"),
)
OF_PROJECT: Lists = (
    (("pictures",), "file"),
    (("eligibility", "criteria"), "criterion"),
    (("study", "opinions"), "service"),
    (("study", "checklist"), "criterion"),
    (("implementation", "milestones"), "id"),
    (("implementation", "payment_credits"), "year"),
)
OF_CHECKLIST: Lists = ((("criteria",), "id"),)
OF_LEDGER: Lists = ((("entries",), "id"),)


def each_name_once(context: Context) -> Iterator[Finding]:
    """No two items of a list carry the name by which others speak of them."""
    city = context.city
    for documents, lists in (
        ((city.config,), OF_CITY),
        (city.editions, OF_EDITION),
        (city.projects, OF_PROJECT),
        (city.checklists, OF_CHECKLIST),
        (city.ledgers, OF_LEDGER),
    ):
        for document in documents:
            for path, name in lists:
                yield from _twice(document.origin, path, name, _items(document, path))
    for edition in city.editions:
        for position, contest in enumerate(edition.contests):
            yield from _twice(edition.origin, ("contests", position, "units"), "id", contest.units)


def _items(document: Document, path: tuple[Step, ...]) -> Sequence[object]:
    value: object = document
    for step in path:
        value = getattr(value, str(step), None)
    return value if isinstance(value, tuple) else ()


def _twice(origin: Origin, path: tuple[Step, ...], name: str, items: Sequence[object]) -> Iterator[Finding]:
    """Each item whose name stands before it in the list, with the place of the first."""
    first: dict[str, int] = {}
    for position, item in enumerate(items):
        said = str(getattr(item, name))
        if first.setdefault(said, position) != position:
            yield Finding(
                "identity/duplicate-item",
                origin.at(*path, position, name),
                {"name": said, "list": str(path[-1])},
                related=(Related(origin.at(*path, first[said], name), "first-here"),),
            )
