"""What the network was told is kept for as long as logs must be, and not for ever."""

from pathlib import Path

from adapter import knobs

from provisioning.bootstrap import keeps_of
from runtime.database.database import Database
from runtime.database.retention import Pruning
from runtime.messaging.relay_store import RelayStore

LOGGED = """
INSERT INTO element_log (at, change_id, order_id, command, code, says, milliseconds)
SELECT now() - make_interval(days => ago), 'change', 'order', 'command', '0', ago::text, 1
FROM unnest(ARRAY[189, 191, 500]) AS ago
"""


async def test_old_commands_go_and_those_of_six_months_stay(
    database: Database, our_url: str, tmp_path: Path
) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql("TRUNCATE element_log")
        await connection.exec_driver_sql(LOGGED)

    async with RelayStore.connect(our_url) as store:
        pruned = await Pruning(keeps_of(knobs(our_url, tmp_path))).prune(store.connection)

    async with database.reading() as connection:
        left = await connection.exec_driver_sql("SELECT says FROM element_log")
        assert (pruned, list(left.scalars())) == (2, ["189"])
        indexed = await connection.exec_driver_sql(
            "SELECT count(*) FROM pg_indexes WHERE indexname = 'element_log_by_age'"
        )
        assert indexed.scalar_one() == 1
