#!/usr/bin/env bash
# Says what each image holds: build/sbom/<name>.cdx.json (CycloneDX) and <name>.spdx.json (SPDX), by syft.
#
#   sbom.sh [name...]    of these images of VERSION (else of `local`), or of all of them
#
# SYFT names a syft; else that of PATH, of the cache folder, or one built from the Go module pinned in
# deploy/image/syft (Go 1.26, two minutes, once). --if-ready builds none: it says what is missing.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/deploy/image/steps.sh"
VERSION=${VERSION:-local}
SBOM=$ROOT/build/sbom
CACHE=${KAITONG_CLUSTER_CACHE:-$HOME/.cache/kaitong-cluster}/bin
ONLY_IF_READY=""
[ "${1:-}" != --if-ready ] || { ONLY_IF_READY=1; shift; }
NAMES=("$@")
[ $# -gt 0 ] || NAMES=(accounts orders billing provisioning gateway emulator tools kafka postgres)

build_syft() {
  mkdir -p "$CACHE"
  CGO_ENABLED=0 GOFLAGS=-buildvcs=false nice go build -C "$ROOT/deploy/image/syft" -trimpath -ldflags "-s -w" \
    -o "$CACHE/syft" github.com/anchore/syft/cmd/syft
  cp "$ROOT/deploy/image/syft/go.mod" "$CACHE/.syft.pinned"
}

find_syft() {
  SYFT=${SYFT:-$(command -v syft || true)}
  [ -z "$SYFT" ] || return 0
  SYFT=$CACHE/syft
  if cmp -s "$ROOT/deploy/image/syft/go.mod" "$CACHE/.syft.pinned" && [ -x "$SYFT" ]; then return; fi
  if [ -n "$ONLY_IF_READY" ]; then
    say "left out: what the images hold (no syft here; make sbom builds one)"
    exit
  fi
  need go golang
  timed "syft from its Go module" build_syft
}

# Of an image whose content is known already nothing is read again.
describe() {
  local name=$1 id
  id=$(docker image inspect --format '{{.Id}}' "kaitong/$name:$VERSION")
  if [ "$(cat "$SBOM/$name.id" 2>/dev/null)" = "$id" ]; then
    say "✓ build/sbom/$name.cdx.json is there already"
    return
  fi
  timed "kaitong/$name: what it holds" env SYFT_CHECK_FOR_APP_UPDATE=false "$SYFT" scan "docker:kaitong/$name:$VERSION" \
    --quiet --source-name "kaitong/$name" --source-version "$VERSION" \
    -o "cyclonedx-json=$SBOM/$name.cdx.json" -o "spdx-json=$SBOM/$name.spdx.json"
  echo "$id" >"$SBOM/$name.id"
}

need_engine
find_syft
mkdir -p "$SBOM"
for name in "${NAMES[@]}"; do
  if docker image inspect "kaitong/$name:$VERSION" >/dev/null 2>&1; then
    describe "$name"
  else
    say "kaitong/$name:$VERSION is not here"
  fi
done
