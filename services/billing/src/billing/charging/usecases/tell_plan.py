"""Tell them that the plan which was booked begins with this month (R-PC-1)."""

from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import SmsRequested
from billing.catalogue.domain.catalogue import Catalogue
from billing.charging.ports.unit_of_work import UnitOfWork

PLAN_BEGUN = "plan_begun"


async def tell_plan(
    account: Account, *, before: str, catalogue: Catalogue, uow: UnitOfWork, now: datetime
) -> None:
    """Say which plan it is, unless it is the one they had `before`."""
    if account.offering == before:
        return
    plan = catalogue.offering(account.offering)
    text = SmsRequested(
        subscriber_id=account.subscriber_id,
        template=PLAN_BEGUN,
        parameters={"name": plan.name, "fee_fen": str(plan.monthly_fee.minor)},
        occurred_at=now,
    )
    await uow.publish([text], now=now)
