"""What the pages alone cost, once the city is read and judged: `pages.py CITY OUT` prints three numbers of seconds."""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from pathlib import Path

from aubette.load.garbage import collector_paused
from aubette.publish.whole import pages, views
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import read_look, site_of, write_files
from aubette.workflow.check import check
from aubette.workflow.folder import open_folder

DAY = date(2026, 11, 20)


def main() -> None:
    """Read, then render and write every page with the clock on."""
    folder, out = open_folder(Path(sys.argv[1])), Path(sys.argv[2])
    out.mkdir()
    with collector_paused():
        checked = check(folder, DAY)
        look, _ = read_look(folder)
        assert checked.loaded.city is not None
        assert look is not None
        site = site_of(checked.loaded.city, DAY, checked.results, {}, "")
        before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        write_files(out, pages(views(site, Catalogue("fr").with_city("EUR", "Europe/Paris"), look)))
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
    user = after.ru_utime - before.ru_utime
    print(user, user + after.ru_stime - before.ru_stime, wall)


if __name__ == "__main__":
    main()
