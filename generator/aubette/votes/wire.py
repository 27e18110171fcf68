"""The binary notation of SSH keys and signatures (RFC 4251, section 5), read strictly."""

from __future__ import annotations

from dataclasses import dataclass

PRINTABLE = frozenset(range(0x21, 0x7F))


class WireError(ValueError):
    """The bytes are not in this notation, or not in its one canonical spelling."""


@dataclass
class Reader:
    """Takes fields off the front of `data`; every method raises `WireError` when they are not there."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        if count > len(self.data) - self.at:
            raise WireError("truncated")
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        """An unsigned byte."""
        return self.take(1)[0]

    def uint32(self) -> int:
        """An unsigned 32-bit number, most significant byte first."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """Bytes preceded by their length."""
        return self.take(self.uint32())

    def name(self) -> str:
        """A string of printable ASCII."""
        raw = self.string()
        if not PRINTABLE.issuperset(raw):
            raise WireError("not a name")
        return raw.decode("ascii")

    def positive(self) -> int:
        """A multiple-precision number above zero, in the shortest spelling."""
        raw = self.string()
        value = int.from_bytes(raw, "big", signed=True)
        if value <= 0 or raw != value.to_bytes(value.bit_length() // 8 + 1, "big"):
            raise WireError("not a positive number")
        return value

    def end(self) -> None:
        """Nothing may follow."""
        if self.at != len(self.data):
            raise WireError("trailing bytes")


def string(raw: bytes) -> bytes:
    """`raw` preceded by its length, as `Reader.string` takes it off."""
    return len(raw).to_bytes(4, "big") + raw
