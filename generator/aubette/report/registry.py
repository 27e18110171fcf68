"""The formats a report can take, by the name a person types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aubette.model.report import Report
from aubette.report.excerpt import Read
from aubette.report.forge import github_report, markdown_report
from aubette.report.machine import gitlab_report, json_report, junit_report, sarif_report
from aubette.report.text import TextReport
from aubette.words.catalogue import Catalogue

MACHINE: Mapping[str, Callable[[Report, Catalogue], str]] = {
    "json": json_report,
    "github": github_report,
    "markdown": markdown_report,
    "sarif": sarif_report,
    "gitlab": gitlab_report,
    "junit": junit_report,
}
FORMATS = ("text", *MACHINE)


def write(
    report: Report,
    name: str,
    words: Catalogue,
    read: Read,
    *,
    colour: bool = False,
    width: int | None = None,
    before: Read | None = None,
) -> str:
    """The report in a format, `width` being the terminal's; raises `KeyError` for a name that is none of `FORMATS`.

    `before` reads the files of the state before a change.
    """
    if name == "text":
        return TextReport(words, read, colour=colour, width=width, before=before).write(report)
    return MACHINE[name](report, words)
