"""What the doors of accounts record: commands and their outcome, locks after wrong tries."""

from accounts.audit.domain import AuditEntry
from accounts.audit.ports import UnitOfWork
from accounts.audit.usecases.record_act import record_act
from kernel.clock import Clock
from runtime.guessing import Lock, Tell
from runtime.rpc.audited import Audited, Record
from runtime.rpc.calling import current_caller

LOCKED = "locked"


def recorder(uow: UnitOfWork, clock: Clock) -> Record:
    """Return what records an act of the present caller."""

    async def record(audited: Audited, outcome: str) -> None:
        await record_act(_entry(audited, outcome, clock=clock), uow=uow)

    return record


def lock_teller(uow: UnitOfWork, clock: Clock) -> Tell:
    """Return what records a lock: who made the last try, and who or what is locked."""

    async def tell(lock: Lock) -> None:
        audited = Audited(f"{lock.kind}_locked", lock.target or lock.who)
        await record_act(_entry(audited, LOCKED, clock=clock), uow=uow)

    return tell


def _entry(audited: Audited, outcome: str, *, clock: Clock) -> AuditEntry:
    caller = current_caller()
    return AuditEntry(
        actor=caller.id,
        channel=caller.channel,
        action=audited.action,
        object_id=audited.object_id,
        reason=audited.reason,
        outcome=outcome,
        service="accounts",
        at=clock.now(),
    )
