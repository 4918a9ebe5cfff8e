#!/usr/bin/env bash
# Brings the operator up on Docker compose, loads its stock and says where it is.
#
#   up.sh          up          up.sh down [--volumes]
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/deploy/image/steps.sh"
HERE=$ROOT/deploy/compose
PYTHON=$ROOT/.venv/bin/python
BOSS_REST_PORT=${BOSS_REST_PORT:-8080}
export BOSS_REST_PORT
need_engine
if docker compose version >/dev/null 2>&1; then
  compose() { docker compose -p kaitong -f "$HERE/docker-compose.yml" "$@"; }
else
  need docker-compose docker-compose
  compose() { docker-compose -p kaitong -f "$HERE/docker-compose.yml" "$@"; }
fi

ours() { docker image inspect "kaitong/$1:local" >/dev/null 2>&1; }

# Where the images were built without a registry, that is how this machine gets its others, too.
how=
if ours kafka && ours postgres; then
  how=--airgapped
  export BOSS_IMAGE_KAFKA=${BOSS_IMAGE_KAFKA:-kaitong/kafka:local}
  export BOSS_IMAGE_POSTGRES=${BOSS_IMAGE_POSTGRES:-kaitong/postgres:local}
fi

if [ "${1:-}" = down ]; then
  shift
  [ -d "$HERE/secrets" ] || exit 0
  compose down "$@"
  exit
fi

healthy() {
  local waiting name
  for _ in $(seq 120); do
    waiting=
    for name in accounts orders billing provisioning emulator gateway; do
      [ "$(docker inspect --format '{{.State.Health.Status}}' "$(compose ps -q "$name")" 2>/dev/null)" = healthy ] \
        || waiting="$waiting $name"
    done
    [ -n "$waiting" ] || return 0
    sleep 1
  done
  compose ps
  leave "Not ready after 2 minutes:$waiting. See: docker logs kaitong_<name>_1"
}

load() {
  (
    . "$HERE/secrets/operator.env"
    cd "$ROOT"
    "$PYTHON" -m bossctl stock load --numbers "$HERE/stock/numbers.csv" --cards "$HERE/stock/sim-cards.csv"
    "$PYTHON" -m bossctl vault load "$HERE/stock/card-keys.csv"
    "$PYTHON" -m bossctl catalogue load
  )
}

if [ -z "$(docker ps -q --filter name=kaitong_gateway)" ] && (: <"/dev/tcp/127.0.0.1/$BOSS_REST_PORT") 2>/dev/null; then
  leave "Port $BOSS_REST_PORT is taken by another program. Choose another: BOSS_REST_PORT=8081 make up"
fi

# shellcheck disable=SC2086  # empty means no argument
"$ROOT/deploy/image/images.sh" $how
"$PYTHON" "$HERE/prepare.py" "$BOSS_REST_PORT"
timed "containers" compose up --detach --remove-orphans
timed "services ready" healthy
timed "numbers, cards, keys and catalogue loaded" load
say ""
say "REST     http://127.0.0.1:$BOSS_REST_PORT"
say "OpenAPI  http://127.0.0.1:$BOSS_REST_PORT/openapi.json"
say "Kafka    localhost:${BOSS_KAFKA_PORT:-29092}"
say "bossctl  source deploy/compose/secrets/operator.env; .venv/bin/bossctl --help"
say "End it   make down (data stays), make down VOLUMES=1 (nothing stays)"
