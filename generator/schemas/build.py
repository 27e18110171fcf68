"""Writes everything that is generated from the model and the words beside this module, or says what is out of date.

Usage: PYTHONPATH=generator python -m schemas.build [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from schemas.catalogue import ROOTS, all_schemas
from schemas.codes import FOLDER, code_pages
from schemas.example import Example
from schemas.fields import fields_page
from schemas.fragments import read_fragments
from schemas.requirements import read_requirements, requirements_page

ROOT = Path(__file__).resolve().parents[2]


def generated() -> dict[str, str]:
    """The text of every generated file, by its path from the root of the repository."""
    fragments = read_fragments()
    files: dict[str, str] = {}
    schemas = all_schemas(fragments)
    for name, schema in schemas.items():
        files[f"schema/{name}.schema.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        files[f"schema/EXAMPLE-{name}.yml"] = Example(name, ROOTS[name].__name__, schema, fragments).text()
    files["docs/fields.md"] = fields_page(schemas)
    files["docs/requirements.md"] = requirements_page(read_requirements())
    files.update(code_pages())
    return files


def left_over(files: Iterable[str]) -> tuple[str, ...]:
    """The pages of codes that are no more, sorted, as paths from the root of the repository."""
    standing = {path.relative_to(ROOT).as_posix() for path in (ROOT / FOLDER).rglob("*.md")}
    return tuple(sorted(standing - set(files)))


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` list those that would change; 1 when there are any."""
    files = generated()
    changed = [path for path, text in files.items() if not _same(ROOT / path, text)]
    gone = left_over(files)
    if "--check" not in arguments:
        for path in changed:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(files[path], encoding="utf-8")
        for path in gone:
            (ROOT / path).unlink()
    changed += gone
    for path in changed:
        sys.stdout.write(f"{path}\n")
    return 1 if changed and "--check" in arguments else 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
