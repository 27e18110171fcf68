"""From a city folder to its site: check, count, remember, render, and exchange the finished tree in one step.

Errors stop the build before anything is written; the site that was there stays as it is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from importlib import import_module
from pathlib import Path
from typing import Any

from aubette.load.garbage import collector_paused
from aubette.model.change import Entry
from aubette.model.city import City
from aubette.model.finding import Finding, Place, ordered
from aubette.model.report import Report
from aubette.publish.exchange import NotOurSiteError, put_in_place, staging_for
from aubette.publish.look import BadSiteConfigError, SiteConfig
from aubette.publish.shell import root_of, switch
from aubette.publish.site import Site, Votes
from aubette.publish.whole import Look, View, frame_of, others, pages, views
from aubette.words.catalogue import Catalogue
from aubette.workflow.check import Checked, check
from aubette.workflow.elected import elected
from aubette.workflow.folder import Folder
from aubette.workflow.inputs import note
from aubette.workflow.own_files import own_files
from aubette.workflow.past import Past
from aubette.workflow.published import FILE as RECORD
from aubette.workflow.published import NotARecordError, read_published, unreadable
from aubette.workflow.remember import Remembered, remember
from aubette.workflow.results import Results
from aubette.workflow.rules_compared import rules_compared
from aubette.workflow.veil import notice, veiled

Lap = Callable[[str], None]
ENGINES = {"material": "mkdocs_adapter", "none": "plain_engine"}
NOTHING = Remembered({}, "", ())
TITLE = re.compile(r"^(?:title:|#)\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Built:
    """What a build did: its findings, how many files it wrote and where; `target` is None when it wrote nothing."""

    report: Report
    files: int
    target: Path | None


@dataclass(frozen=True)
class Order:
    """What a build is asked for: with or without history, of today or of a past, and who hears of its stages.

    `published` is the `historique.json` of the site that is online; `reason` says why history was rewritten since.
    `engine` renders the Markdown pages; a `cold` build takes nothing from what was read before.
    """

    history: bool = True
    past: Past | None = None
    lap: Lap = lambda _: None
    published: Path = Path(RECORD)
    reason: str = ""
    engine: str = "material"
    cold: bool = False


def build(
    folder: Folder,
    today: Date,
    words: Catalogue,
    target: Path,
    *,
    history: bool = True,
    lap: Lap = lambda _: None,
    past: Past | None = None,
    published: Path | None = None,
    accept_rewrite: str = "",
    engine: str = "material",
    cold: bool = False,
) -> Built:
    """Build the whole site into `target`, or leave it alone and say why not; `lap` hears of each stage that ended.

    With a `past`, whose folder and day are given, the site as it stood then. `published` is the `historique.json` of
    the site that is online, by default that of the site in `target`; `accept_rewrite` is the reason, to be published,
    why history was rewritten since.
    """
    order = Order(history, past, lap, published or target / RECORD, accept_rewrite, engine, cold)
    with collector_paused():
        return _build(folder, today, words, target, order)


def _remembered(folder: Folder, city: City, today: Date, order: Order) -> Remembered:
    """The history to tell; without one the record of the published site stays, so that the next build asks again."""
    if order.past:
        return remember(folder, city, today, order.past.repository) if order.history else NOTHING
    try:
        published = read_published(order.published)
    except NotARecordError:
        return replace(NOTHING, findings=(unreadable(order.published),))
    if not order.history:
        return replace(NOTHING, record=published)
    return remember(folder, city, today, published=published, reason=order.reason, cold=order.cold)


def _build(folder: Folder, today: Date, words: Catalogue, target: Path, order: Order) -> Built:
    checked = _checked(folder, today, order.past, cold=order.cold)
    lap, past = order.lap, order.past
    lap("check")
    city = checked.loaded.city
    if city is None or not checked.clean:
        return Built(Report(checked.findings, checked.loaded.files), 0, None)
    city = veiled(past.kept_back(city) if past else city, past.redactions if past else (), notice())
    look, troubles = read_look(folder, order.engine)
    known = elected(_remembered(folder, city, today, order), city, checked.results)
    lap("history")
    report = Report(ordered((*checked.findings, *troubles, *known.findings)), checked.loaded.files)
    if look is None or report.fails():
        return Built(report, 0, None)
    site = site_of(city, today, checked.results, known.timelines, known.head)
    site = replace(site, published=known.record.commit, rewrites=known.record.rewrites)
    site = replace(site, as_of=past.commit if past else "", rules=rules_compared(folder, city))
    spoken = words.with_city(city.config.currency, city.config.time_zone)
    try:
        count = _placed(folder, site, spoken, look, target, order)
    except NotOurSiteError:
        return _stopped(report, Finding("build/not-our-site", Place(str(target))))
    except BadSiteConfigError as error:
        return _stopped(report, _refused(folder, str(error)))
    except OSError as error:
        told = {"file": str(error.filename or target), "reason": error.strerror or str(error)}
        return _stopped(report, Finding("build/cannot-write", Place(str(target)), told))
    if not (past or order.cold):
        note(folder)
    return Built(report, count, target)


def _stopped(report: Report, finding: Finding) -> Built:
    """A build that wrote nothing, and why."""
    return Built(Report((*report.findings, finding), report.files), 0, None)


def _placed(folder: Folder, site: Site, words: Catalogue, look: Look, target: Path, order: Order) -> int:
    """Write the site beside its place and exchange it, or leave nothing behind; says how many files there are.

    Raises:
        NotOurSiteError: the target holds something else.
        BadSiteConfigError: MkDocs refuses a page, or `nav` names one that is not there.
        OSError: the disk is full, or the folder cannot be written.
    """
    staging = staging_for(target)
    try:
        count = _written(folder, site, words, look, staging, order)
        put_in_place(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    order.lap("placed")
    return count


def _checked(folder: Folder, today: Date, past: Past | None, *, cold: bool) -> Checked:
    checked = check(folder, today, cold=cold)
    return replace(checked, findings=past.judged(checked.findings, checked.loaded.city)) if past else checked


def site_of(
    city: City, today: Date, results: Sequence[Results], timelines: Mapping[str, tuple[Entry, ...]], commit: str
) -> Site:
    """The value from which every page is made."""
    votes = {r.edition: Votes(r.evidence, r.outcomes) for r in results if r.evidence is not None and not r.broken}
    return Site(city, today, votes, timelines, bool(commit), commit)


def _engine(name: str) -> Any:
    """The module that reads `mkdocs.yml` and renders Markdown pages; the other one is never loaded."""
    return import_module(f"aubette.publish.{ENGINES[name]}")


def read_look(folder: Folder, engine: str = "material") -> tuple[Look | None, tuple[Finding, ...]]:
    """What the city chose in `mkdocs.yml` and its own templates; None and a finding where MkDocs refuses it."""
    file = folder.root / "mkdocs.yml"
    theme = folder.root / "site_config" / "theme"
    if not file.is_file():
        return None, (Finding("build/no-mkdocs", Place("mkdocs.yml")),)
    try:
        config: SiteConfig = _engine(engine).read_config(file)
    except BadSiteConfigError as error:
        return None, (_refused(folder, str(error)),)
    look = Look(config, theme if theme.is_dir() else None, tuple(_pages(folder.root)))
    return look, tuple(_unlike(folder, config))


def _unlike(folder: Folder, config: SiteConfig) -> Iterator[Finding]:
    """What `mkdocs.yml` names and the city's folders do not hold."""
    for name in (config.logo_image, config.own_favicon, *config.extra_css):
        places = (folder.root / "site_config" / room / name for room in ("pages", "theme"))
        if name and (".." in Path(name).parts or not any(place.is_file() for place in places)):
            yield Finding("build/missing-file", _line_of(folder, name), {"file": name})


def _refused(folder: Folder, reason: str) -> Finding:
    return Finding("build/mkdocs-refuses", _line_of(folder, reason.rpartition(": ")[2]), {"reason": reason})


def _line_of(folder: Folder, name: str) -> Place:
    """The line of `mkdocs.yml` that names something, else its first."""
    lines = (folder.root / "mkdocs.yml").read_text(encoding="utf-8", errors="replace").splitlines()
    return Place("mkdocs.yml", next((n for n, line in enumerate(lines, 1) if name and name in line), 1))


def _pages(root: Path) -> Iterator[tuple[str, str]]:
    """The city's Markdown pages: URL and title."""
    for path in sorted((root / "site_config" / "pages").glob("*.md")):
        if not path.is_file():
            continue
        found = TITLE.search(path.read_text(encoding="utf-8", errors="replace"))
        yield f"{path.stem}/", found[1] if found else path.stem


def _written(folder: Folder, site: Site, words: Catalogue, look: Look, staging: Path, order: Order) -> int:
    """Write every file of the site into an empty folder and say how many there are."""
    seen, lap = views(site, words, look), order.lap
    count = write_files(staging, pages(seen))
    lap("pages")
    count += write_files(staging, others(site, look, seen))
    lap("data")
    if look.pages:
        _markdown_pages(folder, seen, look, staging, order.engine)
    own_files(folder.root, staging)
    lap("markdown")
    return count + len(look.pages)


def write_files(staging: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files below a folder; paths stay texts here, a site has many."""
    count = 0
    made: set[str] = set()
    for path, data in files:
        place = f"{staging}/{path}"
        parent = place.rpartition("/")[0]
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            made.add(parent)
        left = memoryview(data)
        with open(place, "wb", 0) as file:  # noqa: PTH123
            while left:  # on a disk that is nearly full, a write may take only a part and say so by its answer alone
                left = left[file.write(left) :]
        count += 1
    return count


def _markdown_pages(folder: Folder, seen: Sequence[View], look: Look, staging: Path, engine: str) -> None:
    """The city's Markdown pages, in its first language; their switch leads to the other languages' home pages."""
    lens = seen[0].lens
    frame = frame_of(lens, look, {body.url for body in seen[0].bodies}, [view.tongue for view in seen])
    context = {name: getattr(frame, name) for name in frame.__dataclass_fields__}
    root = root_of("page/")
    other = switch(frame, "", lens.words.say("site.shell.languages"), root)
    ways = {"root": root, "top": root, "crumbs": lens.crumb(), "languages": other}
    own: dict[str, object] = {**ways, "section": "", "head": "", "description": frame.site_name}
    own["own_css"] = frame.extra_css  # MkDocs gives the pages its own list, by another way to the root
    pages = staging / ".pages"
    _engine(engine).build_pages(
        folder.root / "mkdocs.yml", folder.root / "site_config" / "pages", pages, lens.environment, {**context, **own}
    )
    for path in sorted(pages.glob("*/index.html")):
        place = staging / path.parent.name
        place.mkdir(exist_ok=True)
        shutil.copyfile(path, place / "index.html")
    shutil.rmtree(pages)
