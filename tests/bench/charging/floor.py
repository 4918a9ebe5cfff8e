"""The bare floor: `python -m bench.charging.floor <port>`; one transaction a call, nothing else.

The same bytes come and go; the transaction locks and changes the account's row and adds one row.
"""

import asyncio
import os
import signal
import sys
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types
import grpc

from boss.billing.v1 import charging_pb2
from kernel.ids import new_id

SERVICE = "floor.Charging"
_TABLES = """
CREATE TABLE IF NOT EXISTS floor_account (id text PRIMARY KEY, n bigint NOT NULL);
CREATE TABLE IF NOT EXISTS floor_reservation (id uuid PRIMARY KEY, account text NOT NULL)
"""
_CHANGE = "UPDATE floor_account SET n = n + 1 WHERE id = $1"
_ADD = "INSERT INTO floor_reservation (id, account) VALUES ($1, $2)"
_FILL = """
INSERT INTO floor_account SELECT (8613900000000 + n)::text, 0
FROM generate_series(0, $1::int - 1) AS n ON CONFLICT DO NOTHING
"""
POOL = 8
"""As many connections as a service has."""


class BareCharging:
    """Answers what billing answers, without a thought."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._of: dict[str, str] = {}

    async def reserve(self, request: bytes, context: Any) -> bytes:
        asked = charging_pb2.ReserveRequest.FromString(request)
        reservation = new_id()
        self._of[reservation] = asked.msisdn
        await self._transact(asked.msisdn)
        grant = charging_pb2.Grant(reservation_id=reservation, units=asked.units)
        return charging_pb2.ReserveResponse(grant=grant).SerializeToString()

    async def commit(self, request: bytes, context: Any) -> bytes:
        asked = charging_pb2.CommitRequest.FromString(request)
        await self._transact(self._of.pop(asked.reservation_id))
        return charging_pb2.CommitResponse(held_millifen=1).SerializeToString()

    async def _transact(self, account: str) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_CHANGE, account)
            await connection.execute(_ADD, new_id(), account)


async def main(port: int, number: int) -> None:
    """Answer until told to stop."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with asyncpg.create_pool(os.environ["BENCH_DATABASE"], min_size=1, max_size=POOL) as pool:
        await pool.execute(_TABLES)
        await pool.execute(_FILL, number)
        bare = BareCharging(pool)
        methods: dict[str, Any] = {
            "Reserve": grpc.unary_unary_rpc_method_handler(bare.reserve),
            "Commit": grpc.unary_unary_rpc_method_handler(bare.commit),
        }
        server = grpc.aio.server()
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, methods),))
        server.add_insecure_port(f"127.0.0.1:{port}")
        await server.start()
        await stopping.wait()
        await server.stop(1)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
