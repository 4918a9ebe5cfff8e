"""One transaction over all that orders owns."""

from dataclasses import dataclass

from kernel.clock import Clock
from orders.arrears.ports import ARREARS, Notices
from orders.arrears.storage.notices import NoticeTable, waits_for_slot
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.ports import WAITING, Orders, Processes
from orders.ordering.storage.orders import OrderTable, Slots
from orders.ordering.storage.statements import save
from orders.ordering.wire.messages import audit_recorded, messages_of
from runtime.database import unit_of_work
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox

SLOTS = Slots(save(waits_for_slot), (WAITING, ARREARS))
"""Waiting orders, and what was said of arrears, wait for a subscriber's slot."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a unit of work stands on."""

    database: Database
    outbox: Outbox
    clock: Clock
    processes: Processes


class UnitOfWork(unit_of_work.UnitOfWork[AuditRecorded]):
    """The repositories of orders, in the transaction of whoever uses them.

    What is stored of an order is published in the same statement; `publish` is for all else.
    """

    def __init__(self, base: Base, *, lease_seconds: float = 0.0) -> None:
        """`lease_seconds`: for how long whoever uses it carries on the orders they store."""
        super().__init__(base.database, publisher=base.outbox.publisher(audit_recorded))
        self.orders: Orders = OrderTable(
            base.database,
            base.outbox,
            base.clock,
            base.processes,
            messages_of,
            SLOTS,
            lease_seconds,
        )
        self.notices: Notices = NoticeTable(base.database)
