#!/usr/bin/env bash
# Generate libs/contracts from proto/: messages, stubs and their types, then the constants of topics and calls.
# With a folder as argument the same is written there instead, which is how `make check` compares.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${PYTHON:-.venv/bin/python}"
python="$(command -v "$python" || realpath -s "$python")"
root="${1:-.}"
out="$root/libs/contracts/src"
fresh="$(mktemp -d)"
trap 'rm -rf "$fresh"' EXIT

mapfile -t protos < <(find proto/boss -name '*.proto' | LC_ALL=C sort)
[ "${#protos[@]}" -gt 0 ] || { echo "make_contracts: there is no .proto below proto/boss" >&2; exit 1; }

PATH="$(dirname "$python"):$PATH" "$python" -m grpc_tools.protoc -Iproto \
  --python_out="$fresh" --pyi_out="$fresh" --grpc_python_out="$fresh" \
  --mypy_grpc_out="quiet:$fresh" "${protos[@]}"

# A file without a service needs no stubs.
for proto in "${protos[@]}"; do
  relative="${proto#proto/}"
  grep -q '^service ' "$proto" || rm -f "$fresh/${relative%.proto}_pb2_grpc.py" "$fresh/${relative%.proto}_pb2_grpc.pyi"
done

find "$fresh/boss" -type d | while read -r folder; do
  echo '"""Generated from proto/ by `make proto`; never edited."""' > "$folder/__init__.py"
done
touch "$fresh/boss/py.typed"

# Only what differs is written: whoever imports the contracts meanwhile never sees them half there.
mkdir -p "$out"
(cd "$fresh" && find boss -type f) | while read -r file; do
  cmp -s "$fresh/$file" "$out/$file" && continue
  mkdir -p "$out/$(dirname "$file")"
  cp "$fresh/$file" "$out/$file.fresh" && mv "$out/$file.fresh" "$out/$file"
done
(cd "$out" && find boss -type f ! -name '*.pyc' ! -path boss/topics.py ! -path boss/calls.py) | while read -r file; do
  [ -e "$fresh/$file" ] || rm -f "$out/$file"
done
"$python" tools/make_topics.py "$@"
