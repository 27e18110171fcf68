"""The city's own files that go to the site as they are: beside its pages, in its theme, and its projects' pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

from aubette.load.files import KEPT_EMPTY
from aubette.load.litter import is_litter
from aubette.load.strays import is_copy


def own_files(root: Path, staging: Path) -> None:
    """Copy them below `staging`."""
    beside = root / "site_config" / "pages"
    for path in sorted(p for p in beside.rglob("*") if p.is_file() and _is_shown(p.relative_to(root).as_posix())):
        place = staging / path.relative_to(beside)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    assets = root / "site_config" / "theme" / "assets"
    if assets.is_dir():
        shutil.copytree(assets, staging / "assets", ignore=_litter, dirs_exist_ok=True)
    for media in sorted((root / "projects").glob("*/media")):
        shutil.copytree(media, staging / "media" / media.parent.name, ignore=_litter, dirs_exist_ok=True)


def _is_shown(path: str) -> bool:
    """Whether a file beside the pages goes to the site as it is: no page, no copy of one, nothing left behind."""
    name = path.rpartition("/")[2]
    return not (path.endswith(".md") or is_copy(path) or is_litter(name) or name == KEPT_EMPTY)


def _litter(_folder: str, names: list[str]) -> list[str]:
    return list(filter(is_litter, names))
