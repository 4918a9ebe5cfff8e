"""What an owner of steps remembers of each step: done, taken back, or taken back unseen.

architecture 3: an owner told to take back a step it never saw remembers that and
refuses the step when it comes late. A stage is remembered by its steps, in one statement: so a
release that asks for them one by one and one that asks for all of them share one memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kernel.errors import Refusal
from runtime.database.connection import Row
from runtime.database.database import Database

_TAKEN_BACK = "taken_back"

# In the order of their numbers: two who ask for one stage wait for each other, never crosswise.
_CARRY_OUT = """
INSERT INTO step_log (order_id, step_no, digest, state)
SELECT $1, step_no, digest, 'done' FROM unnest($2::int[], $3::text[]) AS asked(step_no, digest)
ORDER BY step_no
ON CONFLICT (order_id, step_no) DO NOTHING RETURNING step_no
"""
_LOOK = """
SELECT step_no, state, digest FROM step_log WHERE order_id = $1 AND step_no = ANY($2::int[])
"""
# xmax is 0 only on a row this statement inserted: then the step was never seen.
_TAKE_BACK = """
INSERT INTO step_log AS log (order_id, step_no, digest, state)
SELECT $1, step_no, '', 'taken_back' FROM unnest($2::int[]) AS asked(step_no) ORDER BY step_no
ON CONFLICT (order_id, step_no) DO UPDATE SET state = 'taken_back', changed_at = now()
WHERE log.state = 'done'
RETURNING step_no, xmax <> 0 AS was_done
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
        return step.step_no in await self.are_new(step.order_id, {step.step_no: digest})

    async def is_to_be_undone(self, step: StepRef) -> bool:
        """Tell whether this step is to be undone now; False when it never came or was undone."""
        return step.step_no in await self.are_to_be_undone(step.order_id, [step.step_no])

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        """Tell which steps of a stage, a digest by its number, are to be done now.

        Raises as `is_new` does, and then none of them is.
        """
        asked = (order_id, list(digests), list(digests.values()))
        async with self.database.transaction() as connection:
            fresh = frozenset((await connection.exec_driver_sql(_CARRY_OUT, asked)).scalars())
            if len(fresh) == len(digests):
                return fresh
            for known in await connection.exec_driver_sql(_LOOK, (order_id, list(digests))):
                _check_same(known, digests[known.step_no])
        return fresh

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        """Tell which steps are to be undone now; the others are refused when they come."""
        async with self.database.transaction() as connection:
            changed = await connection.exec_driver_sql(_TAKE_BACK, (order_id, list(numbers)))
            return frozenset(row.step_no for row in changed if row.was_done)


def _check_same(known: Row, digest: str) -> None:
    if known.state == _TAKEN_BACK:
        raise Refusal("STEP_TAKEN_BACK", "This step was taken back before it came.")
    if known.digest != digest:
        raise Refusal("REQUEST_ID_REUSED", "This step was asked before with other content.")
