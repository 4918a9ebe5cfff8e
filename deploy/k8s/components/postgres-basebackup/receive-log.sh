#!/bin/sh
# Takes the write-ahead log as it is written. A slot keeps on the server what was not taken yet: limit
# that there by max_slot_wal_keep_size.
set -eu
mkdir -p "$BACKUPS/wal"
# The ways of a pod are opened a moment after it starts.
tries=0
until pg_isready --quiet || [ "$tries" -ge 30 ]; do tries=$((tries + 1)); sleep 2; done
pg_receivewal --directory="$BACKUPS/wal" --slot=kaitong_backup --create-slot --if-not-exists --no-password
exec pg_receivewal --directory="$BACKUPS/wal" --slot=kaitong_backup --synchronous --no-password
