"""The memory of steps that orders asked of us."""

from runtime.database.database import Database
from runtime.database.step_log import carry_out_once, take_back_once


class StepMemory:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def carry_out_once(self, order_id: str, step_no: int, digest: str) -> bool:
        """Tell whether this step is to be done now; raises as `runtime.jobs.steps` does."""
        async with self._database.transaction() as connection:
            return await carry_out_once(connection, order_id, step_no, digest)

    async def take_back_once(self, order_id: str, step_no: int) -> bool:
        """Tell whether this step is to be undone now."""
        async with self._database.transaction() as connection:
            return await take_back_once(connection, order_id, step_no)
