"""The memory of steps that orders asked of us."""

from collections.abc import Mapping, Sequence

from runtime.database.database import Database
from runtime.database.step_log import (
    carry_out_once,
    carry_out_stage_once,
    take_back_once,
    take_back_stage_once,
)


class StepMemory:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def carry_out_once(self, order_id: str, step_no: int, digest: str) -> bool:
        """Tell whether this step is to be done now; raises as `runtime.database.step_log` does."""
        async with self._database.transaction() as connection:
            return await carry_out_once(connection, order_id, step_no, digest)

    async def take_back_once(self, order_id: str, step_no: int) -> bool:
        """Tell whether this step is to be undone now."""
        async with self._database.transaction() as connection:
            return await take_back_once(connection, order_id, step_no)

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        async with self._database.transaction() as connection:
            return await carry_out_stage_once(connection, order_id, digests)

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        async with self._database.transaction() as connection:
            return await take_back_stage_once(connection, order_id, numbers)
