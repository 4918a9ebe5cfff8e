#!/usr/bin/env bash
# Builds an image of Debian with some packages, without a container registry.
#
#   debian.sh <name> <package>...      →  kaitong/<name>
#
# DEBIAN_MIRROR and DEBIAN_SECURITY name mirrors inside a closed network; left out, debootstrap's own.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/deploy/image/steps.sh"
NAME=$1
shift
SUITE=bookworm
INPUTS=$({ hash_of deploy/image/debian.sh deploy/image/steps.sh; echo "$SUITE $ARCH $*"; } | sha256sum | cut -c1-12)
SYSTEM=$BUILD/debian-$ARCH
INSTALLED=$BUILD/$NAME-system

bootstrap() {
  as_root rm -rf "$SYSTEM" "$SYSTEM.half"
  as_root debootstrap --arch="$ARCH" --variant=minbase "$SUITE" "$SYSTEM.half" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
  local mirror
  mirror=$(awk '$1 == "deb" {print $2; exit}' "$SYSTEM.half/etc/apt/sources.list")
  as_root tee "$SYSTEM.half/etc/apt/sources.list" >/dev/null <<END
deb $mirror $SUITE main
deb $mirror $SUITE-updates main
deb ${DEBIAN_SECURITY:-${mirror%/}-security} $SUITE-security main
END
  as_root mv "$SYSTEM.half" "$SYSTEM"
}

inside() {
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C chroot "$INSTALLED" "$@"
}

unmount() {
  as_root umount "$INSTALLED/proc" 2>/dev/null || true
}

install_packages() {
  as_root rm -rf "$INSTALLED"
  as_root cp -a "$SYSTEM" "$INSTALLED"
  as_root cp /etc/resolv.conf "$INSTALLED/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$INSTALLED/usr/sbin/policy-rc.d" >/dev/null
  as_root chmod +x "$INSTALLED/usr/sbin/policy-rc.d"
  trap unmount EXIT
  as_root mount -t proc proc "$INSTALLED/proc"
  inside apt-get -qq update
  inside apt-get -qq -y upgrade
  inside apt-get -qq -y install --no-install-recommends "$@"
  unmount
}

slim_down() {
  for path in var/lib/apt/lists var/cache/apt usr/share/doc usr/share/man usr/share/info \
    usr/share/locale var/log usr/sbin/policy-rc.d etc/resolv.conf var/lib/postgresql/15 etc/postgresql/15; do
    as_root rm -rf "$INSTALLED/$path"
  done
  as_root mkdir -p "$INSTALLED/var/lib/apt/lists/partial" "$INSTALLED/var/cache/apt/archives/partial" "$INSTALLED/var/log"
  [ ! -e "$INSTALLED/usr/bin/python3" ] || as_root ln -sf /usr/bin/python3 "$INSTALLED/usr/local/bin/python"
}

import() {
  as_root tar -C "$INSTALLED" --numeric-owner -c . \
    | docker import --change "LABEL kaitong.inputs=$INPUTS" \
      --change 'ENV LANG=C.UTF-8' --change 'CMD ["bash"]' - "kaitong/$NAME:$VERSION"
  as_root rm -rf "$INSTALLED"
}

if tag_made "$INPUTS" "$NAME"; then
  say "✓ kaitong/$NAME is there already"
  exit
fi
need debootstrap debootstrap
[ -d "$SYSTEM" ] || timed "Debian $SUITE, its smallest system" bootstrap
timed "$NAME: packages" install_packages "$@"
timed "$NAME: without papers and locales" slim_down
timed "$NAME: image" import
tag_made "$INPUTS" "$NAME"
