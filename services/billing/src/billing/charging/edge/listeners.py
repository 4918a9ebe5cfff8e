"""What charging listens to: uses that were let through."""

from collections.abc import Callable, Sequence

from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.rate_usage import rate_usage
from billing.rating.usecases.judge_records import Ahead
from billing.rating.wire.usage import usage_record_of
from boss import topics
from boss.provisioning.v1.events_pb2 import UsageRecorded
from kernel.clock import Clock
from kernel.ids import derived_id
from runtime.messaging.listener import Listener, Recalled, Received

USAGE_AT_ONCE = 1000
"""Records in one transaction: what is paid for all of them alike is paid once."""
USAGE_LANES = 2
"""Transactions side by side: one reckons while the other one waits for the database."""


def listeners(
    new_uow: Callable[[], UnitOfWork], clock: Clock, *, ahead: Ahead
) -> tuple[Listener, ...]:
    """Return the listeners; `ahead`: so much the clock of a switch may be."""

    async def handle_usage(messages: Sequence[Received]) -> Recalled:
        records = [usage_record_of(one.message, message_id=one.id) for one in messages]
        batch_id = derived_id("usage", messages[0].id, str(len(messages)))
        now = clock.now()
        acceptable = ahead.at(now)
        added = await rate_usage(
            records, uow=new_uow(), batch_id=batch_id, now=now, acceptable=acceptable
        )
        return Recalled(added.again, [one.record.message_id for one in added.duplicates])

    return (
        Listener(
            topics.USAGE_RECORDED,
            {UsageRecorded: handle_usage},
            in_order=False,
            remembers=True,
            max_records=USAGE_AT_ONCE * USAGE_LANES,
            lanes=USAGE_LANES,
        ),
    )
