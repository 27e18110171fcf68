"""Real elections go out as `.pb` files that the format's checker accepts and that count the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from pabulib.checker import Checker
from test_elections import NAMES

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.model.source import MemorySource
from aubette.workflow.import_pabulib import import_election
from aubette.workflow.pabulib_file import pabulib_files
from aubette.workflow.recount import recount

Told = tuple[list[str], list[tuple[str, int, int]]]


def in_and_out(data: bytes) -> tuple[Told, bytes]:
    """What is counted, and the file that goes out."""
    source = MemorySource(import_election(data, "x.pb").files)
    city = load_city(source, Schemas(schema_dir())).city
    assert city
    results = recount(source, city, city.editions[0].id, {}).results
    assert results.evidence
    outcome = results.outcomes[0]
    order = [outcome.of(number).source_id for number in outcome.winners]
    made = pabulib_files(city, city.editions[0], results.evidence, results.outcomes)
    return (order, sorted((p.source_id, p.score, p.cost) for p in outcome.projects)), next(iter(made.files.values()))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_out_and_in_again(name: str, elections_dir: Path) -> None:
    first, out = in_and_out((elections_dir / f"{name}.pb").read_bytes())
    second, again = in_and_out(out)
    assert first == second
    assert out == again
    errors = Checker().process_files([out.decode()])[1]["results"]["errors"]
    assert errors == {}
