"""Names of what file managers and editors leave behind: never read as the city's, never published."""

from __future__ import annotations

DROPPED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
DROPPED_ENDS = (".swp", ".swo")
COPY_ENDS = "~"


def is_litter(name: str) -> bool:
    """Whether a file manager or an editor left a file of this name behind."""
    return name in DROPPED or name.endswith((*DROPPED_ENDS, COPY_ENDS))
