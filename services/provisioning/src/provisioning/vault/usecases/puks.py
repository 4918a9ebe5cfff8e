"""Let an order have the PUK of a card read, and read it (解锁, rules 2.15)."""

from dataclasses import dataclass
from datetime import datetime

from kernel.caller import Caller
from kernel.errors import NotFound
from provisioning.vault.domain.audited import Audited
from provisioning.vault.domain.puk import PukGrant, not_granted
from provisioning.vault.ports import UnitOfWork

READ = "ReadPuk"


@dataclass(frozen=True, slots=True)
class GrantPuk:
    """A step of orders."""

    order_id: str
    step_no: int
    subscriber_id: str
    imsi: str

    @property
    def digest(self) -> str:
        """Return what stands for its content."""
        return f"grant_puk {self.subscriber_id} {self.imsi}"


async def grant_puk(step: GrantPuk, *, now: datetime, uow: UnitOfWork) -> None:
    """Raises `PUK_NOT_KNOWN` where the card came without one."""
    if not await uow.puks.has(step.imsi):
        raise NotFound("PUK_NOT_KNOWN", "The vault has no PUK of this card.")
    await uow.puks.grant(PukGrant(step.order_id, step.subscriber_id, step.imsi, now))


async def read_puk(
    order_id: str, subscriber_id: str, *, caller: Caller, now: datetime, uow: UnitOfWork
) -> str:
    """Return the digits; who looked, and by which order, is audited each time (rules 10.4).

    Raises `PUK_NOT_GRANTED`, `PUK_NOT_KNOWN`.
    """
    async with uow:
        grant = await uow.puks.granted(order_id)
        if grant is None:
            raise not_granted()
        grant.must_be_for(subscriber_id, now=now)
        # Another card may have come in between: who has the old one learns nothing of it.
        if not await uow.profiles.has_card(subscriber_id, grant.imsi):
            raise not_granted()
        puk = await uow.puks.get(grant.imsi)
        if puk is None:
            raise NotFound("PUK_NOT_KNOWN", "The vault has no PUK of this card.")
        looked = Audited.by(caller, READ, subscriber_id, at=now, reason=f"order {order_id}")
        await uow.publish([looked], now=now)
    return puk.digits
