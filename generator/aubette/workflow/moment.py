"""The moment of sealing and verifying: a seal is the one thing here that happens at a time, not on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime


def moment(environment: Mapping[str, str]) -> datetime:
    """SOURCE_DATE_EPOCH where it is set, else the machine's clock; whole seconds, in UTC."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    when = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return when.replace(microsecond=0)
