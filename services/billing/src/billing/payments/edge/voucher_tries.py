"""Who tries codes of vouchers: counted before each try, and audited when they must wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import ByNumber
from billing.payments.ports.unit_of_work import UnitOfWork
from runtime.guessing import Guess, Guessing, Kind, Lock
from runtime.rpc.calling import current_caller


@dataclass(frozen=True, slots=True)
class VoucherTries:
    """Counts tries of whoever asks now."""

    guessing: Guessing
    new_uow: Callable[[], UnitOfWork]

    async def count(self, msisdn: str, *, now: datetime) -> Guess:
        """Count a try for a number; of an unknown number it counts all the same.

        Raises `VOUCHER_LOCKED` with the seconds to wait.
        """
        async with self.new_uow() as uow:
            account = await uow.accounts.get_for_update(ByNumber(msisdn))
        actor = current_caller()
        guess = Guess(
            Kind.VOUCHER,
            actor,
            account.id if account else "",
            is_owner=account is not None and account.customer_id == actor.customer_id,
            field="msisdn",
        )

        async def tell(lock: Lock) -> None:
            what = f"account {lock.target}" if lock.target else lock.who
            told = AuditRecorded(
                action="voucher.locked", object_id=what, reason="", outcome="locked", at=now
            )
            async with self.new_uow() as uow:
                await uow.publish([told], now=now)

        await self.guessing.count(guess, now=now, tell=tell)
        return guess
