#!/bin/sh
# Takes the write-ahead log as it is written. A slot keeps on the server what was not taken yet: limit
# that there by max_slot_wal_keep_size.
set -eu
mkdir -p "$BACKUPS/wal"
pg_receivewal --directory="$BACKUPS/wal" --slot=kaitong_backup --create-slot --if-not-exists --no-password
exec pg_receivewal --directory="$BACKUPS/wal" --slot=kaitong_backup --synchronous --no-password
