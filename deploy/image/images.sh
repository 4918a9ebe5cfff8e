#!/usr/bin/env bash
# Builds the image of every service; what is there already, by the hash of its content, is kept.
#
#   images.sh                on python:3.11-slim from a container registry
#   images.sh --airgapped    bases, PostgreSQL and Kafka as well, without any container registry
#   images.sh --any          as this machine got its base before, else from a registry, else without one
#
# Tags are kaitong/<name>:<version> and kaitong/<name>:local. VERSION names the version (else git says it),
# SBOM=no says nothing of what they hold, SERVICES builds only some, BASE names another base with Python 3.11.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/deploy/image/steps.sh"
VERSION=${VERSION:-$(git -C "$ROOT" describe --tags --always 2>/dev/null || echo 0.1.0)}
export VERSION
SERVICES=${SERVICES-accounts orders billing provisioning gateway emulator tools}
HERE=$ROOT/deploy/image
KAFKA_LIBS=$BUILD/kafka/libs
need_engine

# People work by hand in the pod of `tools`, so it has a shell; a service has none.
ground_of() { if [ "$1" = tools ]; then echo whole; else echo bare; fi; }
entry_of() { if [ "$1" = tools ]; then echo bossctl.client launch.create_topics launch.create_access launch.groups; else echo "$1.bootstrap"; fi; }
locks_of() { if [ "$1" = tools ]; then echo runtime.txt tools.txt; else echo runtime.txt; fi; }
folder_of() { if [ "$1" = tools ]; then echo tools; else echo "services/$1"; fi; }

build_service() {
  docker build --quiet -f "$HERE/Dockerfile" -t "kaitong/$1:local" \
    --build-arg BASE="$BASE" --build-arg SERVICE="$1" --build-arg FOLDER="$(folder_of "$1")" \
    --build-arg LOCKS="$(locks_of "$1")" --build-arg GROUND="$(ground_of "$1")" --build-arg ENTRY="$(entry_of "$1")" \
    --build-arg VERSION="$VERSION" --build-arg INPUTS="$2" "$ROOT"
}

service() {
  local inputs
  inputs=$({
    docker image inspect --format '{{.Id}}' "$BASE"
    hash_of deploy/image/Dockerfile deploy/image/bare.py requirements/runtime.txt requirements/tools.txt deploy/image/pip.txt \
      libs/kernel/src libs/contracts/src libs/runtime/src "$(folder_of "$1")/src"
  } | sha256sum | cut -c1-12)
  if tag_made "$inputs" "$1"; then
    say "✓ kaitong/$1 is there already"
    return
  fi
  timed "kaitong/$1" build_service "$1" "$inputs"
  tag_made "$inputs" "$1"
}

# recipe <name> <folder> <base>: an image from a folder of its own, without a network.
recipe() {
  local inputs
  inputs=$({
    docker image inspect --format '{{.Id}}' "$3"
    hash_of "deploy/image/$1"
  } | sha256sum | cut -c1-12)
  if tag_made "$inputs" "$1"; then
    say "✓ kaitong/$1 is there already"
    return
  fi
  timed "kaitong/$1" docker build --quiet --network=none -t "kaitong/$1:local" \
    --build-arg BASE="$3" --build-arg INPUTS="$inputs" "$2"
  tag_made "$inputs" "$1"
}

fetch_kafka() {
  rm -rf "$BUILD/kafka"
  mkdir -p "$BUILD/kafka"
  mvn --batch-mode --quiet -f "$HERE/kafka/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$KAFKA_LIBS.half"
  mv "$KAFKA_LIBS.half" "$KAFKA_LIBS"
  cp "$HERE/kafka/pom.xml" "$BUILD/kafka/pom.xml"
}

kafka() {
  "$HERE/debian.sh" java openjdk-17-jre-headless
  if ! cmp -s "$HERE/kafka/pom.xml" "$BUILD/kafka/pom.xml"; then
    need mvn maven
    timed "Kafka from its Maven artifacts" fetch_kafka
  fi
  cp "$HERE"/kafka/* "$BUILD/kafka/"
  recipe kafka "$BUILD/kafka" kaitong/java:local
}

postgres() {
  "$HERE/debian.sh" debian-postgresql postgresql-15
  recipe postgres "$HERE/postgres" kaitong/debian-postgresql:local
}

has() { docker image inspect "$1" >/dev/null 2>&1; }

how_to_get_bases() {
  if has kaitong/python:local; then echo --airgapped; return; fi
  if has python:3.11-slim || timeout 120 docker pull --quiet python:3.11-slim >/dev/null 2>&1; then return; fi
  echo --airgapped
}

HOW=${1:-}
[ "$HOW" != --any ] || HOW=$(how_to_get_bases)
say "Images of version $VERSION"
if [ "$HOW" = --airgapped ]; then
  "$HERE/debian.sh" python python3 ca-certificates tzdata
  BASE=kaitong/python:local
  kafka
  postgres
else
  BASE=${BASE:-python:3.11-slim}
  has "$BASE" || docker pull "$BASE" \
    || leave "$BASE cannot be fetched. Without a container registry: make images-airgapped"
fi
"$HERE/wheels.sh"
for name in $SERVICES; do service "$name"; done
[ "${SBOM:-}" = no ] || "$HERE/sbom.sh" --if-ready
