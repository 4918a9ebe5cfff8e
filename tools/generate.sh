#!/usr/bin/env bash
# Write every generated file: the contracts, what follows from the lists, the catalogue of processes, rules and dashboards.
# With a folder as argument the same is written there instead.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/make_contracts.sh "$@"
"${PYTHON:-.venv/bin/python}" tools/make_catalogue.py "$@"
"${PYTHON:-.venv/bin/python}" tools/make_watching.py "$@"
