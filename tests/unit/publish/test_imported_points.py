"""An imported election whose ballots give points speaks of points, and says nothing of money that nobody knows."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

ELECTION = """META
key;value
description;Budget
country;France
unit;Villebourg
instance;2019
num_projects;2
num_votes;2
budget;100
vote_type;cumulative
rule;greedy
max_sum_points;5
PROJECTS
project_id;cost;name
1;60;Un arbre
2;50;Un banc
VOTES
voter_id;vote;points
1;1,2;4,1
2;1;3
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, aubette) -> Path:
    folder = tmp_path_factory.mktemp("points")
    (folder / "election.pb").write_text(ELECTION, "utf-8")
    done = aubette("import", "pabulib", str(folder / "election.pb"), "--into", str(folder / "city"))
    assert done.returncode == 0, done.stdout + done.stderr
    done = aubette("-C", str(folder / "city"), "build", "--date", "2026-11-20")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "city" / "site"


def page(site: Path, *parts: str) -> str:
    text = unescape(next(site.glob("/".join((*parts, "index.html")))).read_text("utf-8"))
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_projects_page_gives_its_points(imported: Path) -> None:
    assert "Lauréat avec 7 points, au rang 1 de son enveloppe." in page(imported, "projets", "2019-001-*")
    assert "Non retenu, avec 1 point, au rang 2 de son enveloppe." in page(imported, "projets", "2019-002-*")


def test_the_budget_page_knows_what_was_voted_on_and_no_more(imported: Path) -> None:
    text = page(imported, "budget")
    assert "100 € mis au vote." in text
    assert "du budget d'investissement" not in text.split("mis au vote.")[1]
    assert "mandaté" not in text
