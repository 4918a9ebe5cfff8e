"""What an owner of steps remembers of each step: done, taken back, or taken back unseen.

architecture 3: an owner told to take back a step it never saw remembers that and
refuses the step when it comes late.
"""

from dataclasses import dataclass
from typing import Protocol

from kernel.errors import Refusal
from runtime.database.connection import Connection
from runtime.database.database import Database

_DONE, _TAKEN_BACK = "done", "taken_back"

_CARRY_OUT = """
INSERT INTO step_log (order_id, step_no, digest, state) VALUES ($1, $2, $3, 'done')
ON CONFLICT (order_id, step_no) DO NOTHING RETURNING true
"""
_LOOK = "SELECT state, digest FROM step_log WHERE order_id = $1 AND step_no = $2"
# xmax is 0 only on a row this statement inserted: then the step was never seen.
_TAKE_BACK = """
INSERT INTO step_log AS log (order_id, step_no, digest, state)
VALUES ($1, $2, '', 'taken_back')
ON CONFLICT (order_id, step_no) DO UPDATE SET state = 'taken_back', changed_at = now()
WHERE log.state = 'done'
RETURNING xmax <> 0
"""


class StepRef(Protocol):
    """Which step of which order."""

    @property
    def order_id(self) -> str: ...
    @property
    def step_no(self) -> int: ...


@dataclass(frozen=True, slots=True)
class StepLog:
    """The memory of steps, in the transaction of the effect itself."""

    database: Database

    async def is_new(self, step: StepRef, *, digest: str) -> bool:
        """Tell whether this step is to be done now; False when it was done before.

        `digest` stands for the step's content. Raises `STEP_TAKEN_BACK` when the order took it
        back before it came, `REQUEST_ID_REUSED` when it was done with another content.
        """
        async with self.database.transaction() as connection:
            return await carry_out_once(connection, step.order_id, step.step_no, digest)

    async def is_to_be_undone(self, step: StepRef) -> bool:
        """Tell whether this step is to be undone now; False when it never came or was undone."""
        async with self.database.transaction() as connection:
            return await take_back_once(connection, step.order_id, step.step_no)


async def carry_out_once(connection: Connection, order_id: str, step_no: int, digest: str) -> bool:
    """Tell whether this step is to be done now; see `StepLog.is_new`."""
    fresh = await connection.exec_driver_sql(_CARRY_OUT, (order_id, step_no, digest))
    if fresh.first() is not None:
        return True
    known = (await connection.exec_driver_sql(_LOOK, (order_id, step_no))).one()
    if known.state == _TAKEN_BACK:
        raise Refusal("STEP_TAKEN_BACK", "This step was taken back before it came.")
    if known.digest != digest:
        raise Refusal("REQUEST_ID_REUSED", "This step was asked before with other content.")
    return False


async def take_back_once(connection: Connection, order_id: str, step_no: int) -> bool:
    """Tell whether this step is to be undone now; see `StepLog.is_to_be_undone`."""
    changed = (await connection.exec_driver_sql(_TAKE_BACK, (order_id, step_no))).first()
    return changed is not None and bool(changed[0])
