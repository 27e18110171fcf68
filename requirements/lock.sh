#!/usr/bin/env bash
# Writes the two locks from pyproject.toml, every file with its hashes and no word of where they come from.
set -euo pipefail
cd "$(dirname "$0")"
pip_compile=../.venv/bin/pip-compile
options=(--quiet --constraint limits.txt --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options)
"$pip_compile" "${options[@]}" --extra serve --extra office --output-file runtime.txt ../pyproject.toml
../.venv/bin/python - > test.in <<'PYTHON'
import pathlib, tomllib
groups = tomllib.loads(pathlib.Path("../pyproject.toml").read_text())["dependency-groups"]
print("-r runtime.txt", *groups["test"], sep="\n")
PYTHON
"$pip_compile" "${options[@]}" --output-file test.txt test.in
rm test.in
