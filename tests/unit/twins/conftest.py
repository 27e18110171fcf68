"""The twins of all families stand here; what makes their cities, votes and changes stands beside the tests of each."""

from __future__ import annotations

import sys
from pathlib import Path

UNIT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(UNIT / room) for room in ("rules", "workflow", "votes", "load", "history", "presets")]
