"""Whose keys count: `allowed_signers`, `revoked_keys` and `policy.yml` of `site_config/trust/<edition>/`.

The first two are OpenSSH's own files, restricted to what leaves no doubt: one plain name and one key per line, our
namespace, and validity dates in UTC (without `Z` they would depend on the reader's time zone). A key under two names
counts once, and is an error already here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aubette.model.finding import Finding, Place, Related
from aubette.model.seal import Policy
from aubette.votes import keys
from aubette.votes.inventory import POLICY, REVOKED, SIGNERS, TRUST_FILES, trust_folder
from aubette.votes.policy import read_policy
from aubette.votes.reading import SLUG, Read, text_of

OPTION = re.compile(r'(?P<name>[a-z-]+)="(?P<value>[^"\\]*)"', re.ASCII)
OPTIONS = re.compile(r'[a-z-]+="[^"\\]*"(?:,[a-z-]+="[^"\\]*")*', re.ASCII)
NAMESPACE = re.compile(r"[A-Za-z0-9@.-]+", re.ASCII)
DAY = re.compile(r"(?P<digits>[0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?)(?P<zone>Z?)", re.ASCII)
DAY_FORMATS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
REQUIRED = ("namespaces", "valid-after", "valid-before")
OLDEST = 2000
"""The first year of a date: OpenSSH takes none before 1970, and nobody's keys are older than this."""

KRL_MAGIC = b"SSHKRL\n\0"


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """One line of `allowed_signers`: `principal` may sign with `key` from `after` to `before`, both included."""

    principal: str
    key: keys.PublicKey
    after: datetime
    before: datetime
    line: int


@dataclass(frozen=True, slots=True)
class Trust:
    """The trusted keys of an edition; `revoked` gives the line of each revoked key by the key's bytes."""

    folder: str
    signers: tuple[AllowedSigner, ...] = ()
    revoked: dict[bytes, int] = field(default_factory=dict)
    policy: Policy | None = None

    @property
    def allowed_path(self) -> str:
        """Where the allowed signers stand."""
        return f"{self.folder}/{SIGNERS}"

    @property
    def revoked_path(self) -> str:
        """Where the revoked keys stand."""
        return f"{self.folder}/{REVOKED}"

    def holders(self, key: keys.PublicKey) -> tuple[AllowedSigner, ...]:
        """The lines of `allowed_signers` that name this key."""
        return tuple(signer for signer in self.signers if signer.key == key)


def read_signers(path: str, data: bytes, namespace: str) -> Read[tuple[AllowedSigner, ...]]:
    """Read `allowed_signers`; lines with a finding are left out of the value."""
    text = text_of(path, data)
    signers: list[AllowedSigner] = []
    findings = list(text.findings)
    for line, written in _lines(text.value or ""):
        found = _signer(Place(path, line, 1), written, namespace)
        if isinstance(found, Finding):
            findings.append(found)
        else:
            signers.append(found)
    findings += _same_keys(path, signers)
    return Read(tuple(signers), tuple(findings))


def read_revoked(path: str, data: bytes) -> Read[dict[bytes, int]]:
    """Read `revoked_keys`, plain lines of kind, key and comment; an empty file revokes nothing.

    An empty line is refused: the file may grow after the proclamation, and growth must say something.
    """
    if data.startswith(KRL_MAGIC):
        return Read({}, (Finding("votes/revocation-list-binary", Place(path)),))
    text = text_of(path, data) if data else Read("")
    revoked: dict[bytes, int] = {}
    findings = list(text.findings)
    for line, written in enumerate((text.value or "").splitlines(), 1):
        if written.startswith("#"):
            continue
        parts = written.split(" ", 2)
        try:
            revoked.setdefault(keys.read_text(parts[0], parts[1] if len(parts) > 1 else "").blob, line)
        except keys.KeyRefusedError:
            findings.append(Finding("votes/revoked-line", Place(path, line, 1)))
    return Read(revoked, tuple(findings))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line, written in enumerate(text.split("\n"), 1):
        if written and not written.startswith("#"):
            yield line, written


def _signer(place: Place, written: str, namespace: str) -> AllowedSigner | Finding:
    parts = written.split(" ", 4)
    if "cert-authority" in written.lower():
        return Finding("votes/certificate-authority", place)
    if not SLUG.fullmatch(parts[0]):
        return Finding("votes/one-plain-name", place, {"found": parts[0]})
    if len(parts) < 4 or not OPTIONS.fullmatch(parts[1]):
        return Finding("votes/signers-line", place)
    options = _options(place, parts[1], namespace)
    if isinstance(options, Finding):
        return options
    try:
        key = keys.read_text(parts[2], parts[3])
    except keys.KeyRefusedError as refused:
        return Finding("votes/key-refused", place, dict(refused.said(parts[2])))
    return AllowedSigner(parts[0], key, *options, place.line)


def _options(place: Place, written: str, namespace: str) -> tuple[datetime, datetime] | Finding:
    pairs = [(option["name"], option["value"]) for option in OPTION.finditer(written)]
    options = dict(pairs)
    if len(pairs) > len(options) or not options.keys() <= set(REQUIRED):
        return Finding("votes/signers-line", place)
    for name in REQUIRED:
        if name not in options:
            return Finding("votes/signer-option-missing", place, {"option": name})
    names = options["namespaces"].split(",")
    if namespace not in names or not all(NAMESPACE.fullmatch(name) for name in names):
        return Finding("votes/signer-namespace", place, {"found": options["namespaces"], "expected": namespace})
    after, before = (_day(place, options[name]) for name in REQUIRED[1:])
    if isinstance(after, Finding):
        return after
    if isinstance(before, Finding):
        return before
    if after >= before:
        return Finding("votes/signer-dates", place, {"after": after, "before": before})
    return after, before


def _day(place: Place, written: str) -> datetime | Finding:
    day = DAY.fullmatch(written)
    if not day:
        return Finding("votes/signers-line", place)
    if not day["zone"]:
        return Finding("votes/date-without-zone", place, {"found": written, "expected": f"{written}Z"})
    try:
        moment = datetime.strptime(day["digits"], DAY_FORMATS[len(day["digits"])]).replace(tzinfo=UTC)
    except ValueError:
        return Finding("votes/signers-line", place)
    return moment if moment.year >= OLDEST else Finding("votes/signers-line", place)


def _same_keys(path: str, signers: list[AllowedSigner]) -> Iterator[Finding]:
    first: dict[bytes, AllowedSigner] = {}
    for signer in signers:
        earlier = first.setdefault(signer.key.blob, signer)
        if earlier is not signer:
            yield Finding(
                "votes/same-key-twice",
                Place(path, signer.line, 1),
                {"signer": signer.principal, "other": earlier.principal, "key": signer.key.fingerprint},
                related=(Related(Place(path, earlier.line, 1), "first-here"),),
            )


def read(files: Mapping[str, bytes], written: Mapping[str, object] | None, edition: str, namespace: str) -> Read[Trust]:
    """Read the three files of an edition, given by name; `written` is what a YAML reader made of `policy.yml`."""
    folder = trust_folder(edition)
    missing = [name for name in TRUST_FILES if name not in files]
    absent = [Finding("votes/trust-file-missing", Place(f"{folder}/{name}")) for name in missing]
    signers = read_signers(f"{folder}/{SIGNERS}", files[SIGNERS], namespace) if SIGNERS in files else Read(())
    revoked = read_revoked(f"{folder}/{REVOKED}", files[REVOKED]) if REVOKED in files else Read({})
    principals = [signer.principal for signer in signers.value]
    policy = read_policy(f"{folder}/{POLICY}", written or {}, principals) if POLICY in files else Read(None)
    findings = (*absent, *signers.findings, *revoked.findings, *policy.findings)
    return Read(Trust(folder, signers.value, revoked.value, policy.value), findings)
