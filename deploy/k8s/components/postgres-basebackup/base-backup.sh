#!/bin/sh
# A base backup, whole or not at all; what is older than the last BACKUPS_KEPT, and the log before
# the oldest, goes. BACKUPS is the folder; the server is named as libpq is told.
set -eu
kept=${BACKUPS_KEPT:-14}
# The ways of a pod are opened a moment after it starts.
tries=0
until pg_isready --quiet || [ "$tries" -ge 30 ]; do tries=$((tries + 1)); sleep 2; done
rm -rf "$BACKUPS"/half-*
half=$BACKUPS/half-$$
pg_basebackup --pgdata="$half" --format=tar --gzip --checkpoint=fast --no-password
mv "$half" "$BACKUPS/base-$(date -u +%Y-%m-%dT%H%M%SZ)"
oldest=
for one in $(ls -1d "$BACKUPS"/base-* | sort -r); do
  if [ "$kept" -gt 0 ]; then oldest=$one; else rm -rf "$one"; fi
  kept=$((kept - 1))
done
first=$(tar -xzOf "$oldest/base.tar.gz" backup_label | sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]\{24\}\))$/\1/p')
if [ -n "$first" ] && [ -d "$BACKUPS/wal" ]; then pg_archivecleanup "$BACKUPS/wal" "$first"; fi
echo "base backup done; the log is kept from $first on"
