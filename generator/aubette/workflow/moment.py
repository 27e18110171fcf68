"""The moment of sealing and verifying: a seal is the one thing here that happens at a time, not on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aubette.load import formats

SHORT_OFFSET = re.compile(r"(?<=[0-9]) ?([+-][0-9]{2})([0-9]{2})\Z", re.ASCII)


class OddMomentError(ValueError):
    """A time that no clock shows, or shows twice; the argument says why: a code of the catalogues."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def moment(environment: Mapping[str, str]) -> datetime:
    """SOURCE_DATE_EPOCH where it is set, else the machine's clock; whole seconds, in UTC."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    when = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return when.replace(microsecond=0)


def moment_said(written: str, zone: ZoneInfo) -> datetime:
    """A day and a time as a person types them, in UTC: with an offset or `Z`, else by the clocks of the city.

    Raises:
        OddMomentError: it is no such time, or the clocks were moved over it or back to it.
    """
    text = SHORT_OFFSET.sub(r"\1:\2", written.strip().upper().replace(" ", "T", 1))
    if formats.moment(text) is not None:
        raise OddMomentError("odd", found=written, zone=zone.key)
    when = datetime.fromisoformat(text)
    if when.tzinfo is not None:
        return when.astimezone(UTC)
    local = when.replace(tzinfo=zone)
    early, late = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if early > late:
        raise OddMomentError("skipped", found=written, zone=zone.key)
    if early < late:
        both = tuple(one.astimezone(zone).isoformat(timespec="minutes") for one in (early, late))
        raise OddMomentError("twice", found=written, zone=zone.key, first=both[0], second=both[1])
    return early
