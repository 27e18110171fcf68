"""Writing Pabulib's `.pb` files: one election as `;`-separated text in three sections, META, PROJECTS and VOTES.

Source: the fields and their order as the format's own checker states them (pabulib.org/format).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PbFile:
    """An election ready to be written: META by key, then rows that all have the keys of the first one, in its order."""

    meta: Mapping[str, str]
    projects: Sequence[Mapping[str, str]]
    votes: Sequence[Mapping[str, str]]


def write_pb(file: PbFile) -> bytes:
    """The bytes of a `.pb` file: UTF-8 without byte order mark, LF; empty META values are left out."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([("META",), ("key", "value"), *((key, value) for key, value in file.meta.items() if value)])
    for section, rows in (("PROJECTS", file.projects), ("VOTES", file.votes)):
        columns = tuple(rows[0]) if rows else ()
        writer.writerows([(section,), columns, *(tuple(row[column] for column in columns) for row in rows)])
    return out.getvalue().encode()
