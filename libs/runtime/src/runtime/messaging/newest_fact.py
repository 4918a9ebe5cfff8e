"""How late the newest business fact of a service is: business time cannot go back before it.

Every fact is said (architecture 5), so the newest is the latest business moment of all that was
ever said, kept with the control totals of the relay, and of what still waits in the outbox. Copies
of parked events are facts of somebody else.
"""

from datetime import datetime

from runtime.database.connection import Connection
from runtime.messaging.copies import ENDING

_NEWEST = f"""
SELECT greatest(
    (SELECT max(newest_at) FROM hand_over_total
     WHERE kind = 'said' AND topic NOT LIKE '%{ENDING}'),
    (SELECT max(occurred_at) FROM outbox WHERE topic NOT LIKE '%{ENDING}'))
"""  # noqa: S608 - the ending is ours


async def newest_fact(connection: Connection) -> datetime | None:
    """Answer the business moment of the newest fact; None where there is none yet."""
    moment: datetime | None = (await connection.exec_driver_sql(_NEWEST)).scalar_one()
    return moment
