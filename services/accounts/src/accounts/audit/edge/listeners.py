"""Consumes what all services publish for the audit."""

from collections.abc import Sequence

from accounts.audit.ports import UnitOfWork
from accounts.audit.usecases.add_entries import add_entries
from accounts.audit.wire import audit_entry
from boss import topics
from boss.audit.v1.events_pb2 import AuditRecorded
from runtime.messaging.listener import Listener, Received


def audit_listener(uow: UnitOfWork) -> Listener:
    """Keep whatever anybody says was looked at or changed."""

    async def handle(messages: Sequence[Received]) -> None:
        await add_entries([audit_entry(each.message) for each in messages], uow=uow)

    return Listener(topics.AUDIT, {AuditRecorded: handle}, in_order=False)
