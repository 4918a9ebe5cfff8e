#!/bin/sh
# One database as it was at a moment, for pg_restore: dump-at.sh MOMENT DATABASE >FILE
# MOMENT is RFC 3339 with its zone, or `end`: as far as the log goes. A server is made of the last
# base backup before it and the log, in BACKUPS, which needs room for it; it listens on a socket
# there alone, archives nothing, and is removed at the end.
set -eu
moment=${1:?say the moment, as 2026-11-29T10:00:00+08:00, or end} database=${2:?say the database}
command -v postgres >/dev/null || PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
target= until=base-end
if [ "$moment" != end ]; then
  target="recovery_target_time = '$(date -u -d "$moment" '+%Y-%m-%d %H:%M:%S.%N+00')'"
  until=base-$(date -u -d "$moment" +%Y-%m-%dT%H%M%SZ)
fi
base=
for one in "$BACKUPS"/base-*; do
  if [ -e "$one/base.tar.gz" ] && [ "$(printf '%s\n' "${one##*/}" "$until" | sort | head -n 1)" = "${one##*/}" ]; then base=$one; fi
done
[ -n "$base" ] || { echo "No base backup in $BACKUPS is older than $moment." >&2; exit 1; }
copy=$BACKUPS/copy-$$ server=
ended() {
  if [ -n "$server" ]; then kill -QUIT "$server" 2>/dev/null || true; wait "$server" || true; fi
  rm -rf "$copy"
}
trap ended EXIT
trap 'exit 1' HUP INT TERM
mkdir -m 700 "$copy"
tar -xzf "$base/base.tar.gz" -C "$copy"
tar -xzf "$base/pg_wal.tar.gz" -C "$copy/pg_wal"
# What the server was told of its certificates, archive and callers is not the copy's.
: >"$copy/postgresql.auto.conf"
: >"$copy/pg_ident.conf"
echo 'local all all trust' >"$copy/pg_hba.conf"
cat >"$copy/postgresql.conf" <<SAID
listen_addresses = ''
unix_socket_directories = '$copy'
shared_buffers = 32MB
archive_mode = off
hot_standby = off
restore_command = 'cp "$BACKUPS/wal/%f" "%p" 2>/dev/null || cp "$BACKUPS/wal/%f.partial" "%p"'
recovery_target_action = promote
$target
SAID
touch "$copy/recovery.signal"
postgres -D "$copy" >"$copy/said" 2>&1 &
server=$!
until pg_isready --quiet --host="$copy" --username=postgres; do
  if ! kill -0 "$server" 2>/dev/null; then
    echo "The copy does not come up; where recovery ended before its target, the log ends before $moment:" >&2
    tail -n 20 "$copy/said" >&2
    exit 1
  fi
  sleep 1
done
echo "of ${base##*/} and the log" >&2
pg_dump --host="$copy" --username="${SUPERUSER:-postgres}" --format=custom "$database"
