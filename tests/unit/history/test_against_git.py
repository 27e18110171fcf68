"""Our pass against what plain git says of the same repository: no entry missing, none too many, all in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from past_life import live
from past_oracle import expected, flat, git
from past_writer import AUTHORS, Past

from aubette.history.git import open_repository
from aubette.history.timeline import Reader, recall
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.yaml_text import parse
from aubette.model.change import Change, Entry, Kind, plain

READER = Reader(
    lambda raw, path: parse(raw, path).data,
    Schemas(schema_dir()).document("project"),
    {AUTHORS[0]: "voirie", AUTHORS[1]: "espaces-verts"},
    "participation",
    ZoneInfo("Europe/Paris"),
)


def fields(entry: Entry) -> frozenset[tuple[str, str, str]]:
    """What an entry says, field by field; parts and items that came or went say what they hold."""
    return frozenset(row for change in entry.changes for row in _rows(change))


def _rows(change: Change) -> Iterator[tuple[str, str, str]]:
    before, after = change.before, change.after
    if isinstance(before, dict | list) or isinstance(after, dict | list):
        place = plain(change.path).replace("[]", "")
        old = flat(before, change.path, place) if before is not None else {}
        new = flat(after, change.path, place) if after is not None else {}
        yield from ((name, repr(old.get(name)), repr(new.get(name))) for name in old.keys() | new.keys())
    else:
        yield change.path, repr(before), repr(after)


@pytest.mark.parametrize(("seed", "folder"), [(1, ""), (2, "ville/données/"), (3, ""), (4, "")])
def test_every_entry_is_what_git_shows(tmp_path: Path, seed: int, folder: str) -> None:
    past = Past(seed, tmp_path / "city", folder)
    live(past, 320)
    past.finish()
    repository = open_repository(tmp_path / "city" / folder)
    assert repository is not None
    told = recall(repository, READER)
    entries = [(key, entry) for key in told.keys() if "/" not in key for entry in told.timeline(key)]  # noqa: SIM118
    entries.sort(key=lambda row: (row[1].order, row[0]))
    wanted = expected(tmp_path / "city", folder)
    assert [(key, entry.commit) for key, entry in entries] == [(e.key, e.commit) for e in wanted]
    for (_, entry), right in zip(entries, wanted, strict=True):
        assert fields(entry) == right.fields
    assert len(wanted) > 120
    for key in told.keys():  # noqa: SIM118
        orders = [entry.order for entry in told.timeline(key)]
        assert orders == sorted(orders, reverse=True)


def test_days_services_and_numbers_are_those_of_the_commits(tmp_path: Path) -> None:
    past = Past(7, tmp_path / "city")
    live(past, 200)
    past.finish()
    repository = open_repository(tmp_path / "city")
    assert repository is not None
    told = recall(repository, READER)
    form = "--format=%H%x00%cd%x00%an%x00%B%x01"
    shown = git(tmp_path / "city", "log", "--first-parent", "--date=format-local:%Y-%m-%d", form, "main").decode()
    facts = dict(row.strip("\n").split("\0", 1) for row in shown.split("\x01") if row.strip())
    seen = 0
    for key in told.keys():  # noqa: SIM118
        for entry in told.timeline(key):
            day, author, body = facts[entry.commit].split("\0")
            assert entry.date == day
            assert entry.service == READER.services.get(author, "participation")
            assert entry.assumed == (author not in READER.services)
            said = f"#{entry.number}" in body or f"!{entry.number}" in body
            assert said if entry.number else "(#" not in body or body.startswith("Revert")
            seen += 1
    assert seen > 100


def test_a_merge_tells_what_its_own_commit_changed_and_not_the_branch(tmp_path: Path) -> None:
    past = Past(11, tmp_path / "city")
    live(past, 150)
    past.finish()
    repository = open_repository(tmp_path / "city")
    assert repository is not None
    told = recall(repository, READER)
    numbers = {entry.number for key in told.keys() for entry in told.timeline(key)}  # noqa: SIM118
    assert "99999" not in numbers
    kinds = {change.kind for key in told.keys() for entry in told.timeline(key) for change in entry.changes}  # noqa: SIM118
    assert {Kind.MONEY, Kind.STATUS, Kind.TEXT, Kind.ADDED, Kind.REMOVED} <= kinds
