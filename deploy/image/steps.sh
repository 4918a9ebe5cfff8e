# What the scripts of this folder share: saying what is done, content hashes, images by hash.
# Sourced with ROOT set to the repository.

BUILD=$ROOT/build/image
ARCH=$(docker version --format '{{.Server.Arch}}' 2>/dev/null || true)
export DOCKER_BUILDKIT=0 # The classic builder: nothing here needs another one.

say() { printf '  %s\n' "$*"; }

leave() {
  printf '%s\n' "$*" >&2
  exit 1
}

need() {
  command -v "$1" >/dev/null || leave "$1 is missing; on Debian: apt-get install $2"
}

need_engine() {
  need docker docker.io
  [ -n "$ARCH" ] || leave "No Docker engine answers. Start it (systemctl start docker, or: dockerd &) and be in the group docker."
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The hash of the content of files and folders, whatever their times: 12 hexadecimal digits.
hash_of() {
  (cd "$ROOT" && find "$@" -type f ! -path '*/__pycache__/*' ! -path '*.egg-info/*' -print0 \
    | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12)
}

# Tells the image kaitong/$2 made from inputs $1, if there is one. By its name as well: whatever is built
# on a base, half an image too, inherits the label of its base.
made_from() {
  docker image ls --quiet --filter "label=kaitong.inputs=$1" --filter "reference=kaitong/$2" | head -n 1
}

# Tags the image made from inputs $1 as kaitong/$2; fails where there is none.
tag_made() {
  local image
  image=$(made_from "$1" "$2")
  [ -n "$image" ] || return 1
  docker tag "$image" "kaitong/$2:$VERSION"
  docker tag "$image" "kaitong/$2:local"
}

# timed <what> <command...>: runs it with its output kept; shows the end of it where it fails.
timed() {
  local what=$1 begun=$SECONDS log status
  shift
  mkdir -p "$BUILD"
  log=$BUILD/last.log
  printf '  … %s\n' "$what"
  # Not as a condition: the shell would go on behind whatever fails in the middle of a function.
  set +e
  (set -e && "$@") >"$log" 2>&1
  status=$?
  set -e
  [ "$status" = 0 ] || {
    tail -n 30 "$log" >&2
    leave "✗ $what: the whole story is in $log"
  }
  printf '  ✓ %-52s %4d s\n' "$what" $((SECONDS - begun))
}
