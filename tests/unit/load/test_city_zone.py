"""Date-times without an offset are moments in the city's zone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree


def test_moments_of_the_calendar_know_their_zone(repo_root: Path) -> None:
    city = load_city(WorkTree(repo_root), Schemas(schema_dir())).city
    assert city is not None
    units = [unit for edition in city.editions for contest in edition.contests for unit in contest.units]
    moments = [unit.opens for unit in units if unit.opens]
    assert moments
    assert all(moment.tzinfo is not None for moment in moments)
    assert {moment.utcoffset() for moment in moments} <= {timedelta(hours=1), timedelta(hours=2)}
