"""Say which plan an account has from a moment on, to whoever shows it beside the number."""

from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import PlanChanged
from billing.accounts.ports import UnitOfWork


async def say_plan(account: Account, *, uow: UnitOfWork, at: datetime) -> None:
    """Say the plan it has, which holds since `at`."""
    event = PlanChanged(
        subscriber_id=account.subscriber_id,
        account_id=account.id,
        offering=account.offering,
        occurred_at=at,
    )
    await uow.publish([event], now=at)
