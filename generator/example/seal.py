"""Makes the example's votes anew: figures, frozen ballots, and seals by keys that are thrown away afterwards.

Run it as `python generator/example/seal.py` after the example's candidates or costs changed. The public keys go into
`site_config/trust/`; no private key is kept, so every run changes every seal.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from aubette.load.city import load_city
from aubette.load.root import schema_dir
from aubette.load.schema import Schemas
from aubette.load.worktree import WorkTree
from aubette.model.city import City
from aubette.model.edition import Edition
from aubette.model.enums import Status
from aubette.model.evidence import Tally, TallyKind
from aubette.model.project import Project
from aubette.votes import manifest, tally
from aubette.votes.compose import Minutes
from aubette.workflow.freeze import envelope_id, frozen_files
from aubette.workflow.sealing import draft_proclamation, draft_unit, seals
from aubette.workflow.writing import write_files

SIGNERS = ("elections-1", "elections-2", "comite-1")
POLICY = """\
schema_version: 1
threshold: 2
colleges:
  - id: elections
    signers:
      - elections-1
      - elections-2
  - id: comite
    signers:
      - comite-1
proclamation:
  threshold: 2
small_unit_limit: 30
ballots_minimum: 100
"""
FIGURES = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Keys:
    """The example's keys while they last: private files by signer, and the text that trusts their public halves."""

    private: Mapping[str, Path]
    signers: bytes


def make_keys(folder: Path, city_id: str, after: str, before: str) -> Keys:
    """Fresh ed25519 keys, valid between two days (`YYYYMMDDZ`)."""
    private, lines = {}, []
    options = f'namespaces="{manifest.namespace(city_id)}",valid-after="{after}",valid-before="{before}"'
    for name in SIGNERS:
        key = folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key)], check=True)
        kind, blob, _ = key.with_suffix(".pub").read_text(encoding="ascii").split()
        lines.append(f"{name} {options} {kind} {blob}\n")
        private[name] = key
    return Keys(private, "".join(lines).encode())


def was_candidate(project: Project) -> bool:
    """Whether a project stood on its edition's ballot."""
    return project.number is not None and (project.status is Status.ON_BALLOT or project.implementation is not None)


def shared(total: int, unit: str, shares: Mapping[str, int], salt: int) -> int:
    """A unit's part of a project's votes: its share, a little uneven, the first unit taking what is left."""
    parts = {name: total * share // 100 + (salt * (n + 3)) % 7 for n, (name, share) in enumerate(shares.items()) if n}
    return parts[unit] if unit in parts else total - sum(parts.values())


def reseal(city: City, edition: Edition, keys: Keys) -> None:
    """Write the frozen ballot, every unit's sealed return and the sealed proclamation of one edition."""
    facts = FIGURES[edition.id]
    projects = sorted((p for p in city.projects_of(edition.id) if was_candidate(p)), key=lambda p: p.number or "")
    trust = f"site_config/trust/{edition.id}"
    written = {
        f"{trust}/allowed_signers": keys.signers,
        f"{trust}/revoked_keys": b"",
        f"{trust}/policy.yml": POLICY.encode(),
    }
    shutil.rmtree(ROOT / "votes" / edition.id, ignore_errors=True)
    write_files(ROOT, {**written, **frozen_files(city, edition, projects)})
    for contest in edition.contests:
        asked = [p for p in projects if envelope_id(edition, p) in contest.envelopes]
        for unit in contest.units:
            amounts = {
                p.number or "": shared(facts["votes"][p.key], unit.id, facts["shares"], n) for n, p in enumerate(asked)
            }
            folder = f"votes/{edition.id}/{contest.id}/{unit.id}"
            write_files(
                ROOT, {f"{folder}/tally.csv": tally.write(Tally(contest.id, unit.id, TallyKind.VOTES, amounts))}
            )
    seal_units(city, edition, keys, facts)
    proclaimed = datetime.fromisoformat(facts["proclaimed"]).replace(tzinfo=UTC)
    act = draft_proclamation(
        WorkTree(ROOT), edition.id, city_id=city.config.id, signed=proclaimed, draw=facts["draw"], note=facts["note"]
    )
    write_files(ROOT, seals(act, {name: keys.private[name] for name in ("elections-2", "comite-1")}, city.config.id))


def seal_units(city: City, edition: Edition, keys: Keys, facts: Mapping[str, Any]) -> None:
    """Seal the return of each polling unit, by one signer of each college."""
    closed = datetime.fromisoformat(facts["closed"]).replace(tzinfo=UTC)
    for contest in edition.contests:
        for unit in contest.units:
            minutes = replace(Minutes(closed, **facts["minutes"][unit.id]), note="")
            drafted = draft_unit(
                WorkTree(ROOT),
                edition.id,
                contest.id,
                unit.id,
                minutes,
                city_id=city.config.id,
                signed=closed + timedelta(hours=1, minutes=42),
            )
            if not drafted.sound:
                raise SystemExit(f"{drafted.path}: {drafted.findings}")
            two = {name: keys.private[name] for name in ("elections-1", "comite-1")}
            write_files(ROOT, seals(drafted, two, city.config.id))


def main() -> None:
    """Seal every edition for which there are figures."""
    city = load_city(WorkTree(ROOT), Schemas(schema_dir())).city
    assert city is not None
    for identifier, facts in FIGURES.items():
        edition = city.edition(identifier)
        assert edition is not None
        with tempfile.TemporaryDirectory() as folder:
            reseal(city, edition, make_keys(Path(folder), city.config.id, facts["valid_after"], facts["valid_before"]))


if __name__ == "__main__":
    main()
