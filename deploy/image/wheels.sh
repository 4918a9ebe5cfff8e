#!/usr/bin/env bash
# Fetches what the images install into build/wheels, with the pip settings of this host.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/deploy/image/steps.sh"
WHEELS=$ROOT/build/wheels
PYTHON=${PYTHON:-$ROOT/.venv/bin/python}
case $ARCH in
  amd64) MACHINE=x86_64 ;;
  arm64) MACHINE=aarch64 ;;
  *) leave "There are no ready wheels for a Docker engine on '$ARCH'." ;;
esac
INPUTS=$(hash_of requirements/runtime.txt requirements/tools.txt deploy/image/pip.txt deploy/image/wheels.sh)-$ARCH

fetch() {
  local platforms=()
  for tag in 2_5 2_12 2_17 2_24 2_27 2_28 2_31 2_34; do platforms+=(--platform "manylinux_${tag}_$MACHINE"); done
  rm -rf "$WHEELS.half"
  "$PYTHON" -m pip download --disable-pip-version-check --require-hashes --only-binary=:all: \
    --implementation cp --python-version 3.11 --platform any "${platforms[@]}" \
    --platform "manylinux2014_$MACHINE" --platform "manylinux2010_$MACHINE" --platform "manylinux1_$MACHINE" \
    --dest "$WHEELS.half" -r "$ROOT/requirements/runtime.txt" -r "$ROOT/requirements/tools.txt" \
    -r "$ROOT/deploy/image/pip.txt"
  # A layer is found again by the times of its files, too.
  find "$WHEELS.half" -exec touch -d '2020-01-01T00:00:00Z' {} +
  rm -rf "$WHEELS"
  mv "$WHEELS.half" "$WHEELS"
  echo "$INPUTS" >"$BUILD/wheels.inputs"
}

if [ -d "$WHEELS" ] && [ "$(cat "$BUILD/wheels.inputs" 2>/dev/null)" = "$INPUTS" ]; then
  say "✓ the packages of the images are there already"
else
  timed "packages of the images" fetch
fi
