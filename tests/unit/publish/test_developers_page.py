"""The developers' page names the modules that there are."""

from __future__ import annotations

import re
from pathlib import Path

from aubette.publish.whole import KINDS


def test_every_page_module_is_on_the_developers_page_and_every_name_on_it_is_there(repo_root: Path) -> None:
    text = (repo_root / "docs" / "developers.md").read_text("utf-8")
    package = repo_root / "generator" / "aubette"
    for kind in KINDS:
        assert f"`{kind.__name__.rpartition('.')[2]}.py`" in text
    for name in re.findall(r"`((?:load|publish|rules|votes|cli|words)/[\w/]+\.py)`", text):
        assert (package / name).is_file(), name
    for name in re.findall(r"`(\w+\.py)`", text):
        assert (package / "publish" / "pages" / name).is_file(), name
