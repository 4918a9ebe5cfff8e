"""Watch what postpaid use costs: who uses far more than usual is told at once (rules 4.5)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from billing.accounts.domain.account import CONTROLLED, MILLIFEN, Account
from billing.accounts.domain.credit import Credit
from billing.accounts.domain.events import SmsRequested
from billing.accounts.domain.proration import month_of
from billing.allowances.domain.usage import Judged
from billing.charging.domain.high_use import FLOOR, ChargedMonth, Compared, compared, months_before
from billing.charging.ports.unit_of_work import UnitOfWork
from kernel.civil import civil_date

HIGH_USE = "high_use"


async def watch_use(
    judged: Sequence[Judged], *, accounts: Mapping[str, Account], uow: UnitOfWork, now: datetime
) -> Mapping[str, Credit]:
    """Count new charges by the month their use began in.

    Return the credit of accounts whose use of this month is noticed as high by these records.
    """
    postpaid = {key: one for key, one in accounts.items() if one.is_postpaid}
    sums = _sums(judged, postpaid) if postpaid else {}
    if not sums:
        return {}
    costs, month = await uow.charged.add(sums), month_of(now)
    # Hardly anybody: the months before are read of those alone whom this one might startle.
    watched = sorted(
        one.account_id
        for one, millifen in costs.items()
        if one.month == month
        and millifen > FLOOR
        and _may_be_noticed(postpaid[one.account_id], month)
    )
    if not watched:
        return {}
    charged = await uow.charged.since(watched, month=months_before(month)[-1])
    noticed, texts = {}, []
    for account_id in watched:
        account = postpaid[account_id]
        first_day = civil_date(account.paid_from)
        told = compared(account_id, month=month, charged=charged, first_day=first_day)
        if told is not None and told.is_high:
            noticed[account_id] = account.credit.noticed(month)
            texts.append(_text(account, told, now=now))
    await uow.publish(texts, now=now)
    return noticed


def _sums(judged: Sequence[Judged], postpaid: Mapping[str, Account]) -> dict[ChargedMonth, int]:
    sums: dict[ChargedMonth, int] = defaultdict(int)
    for use in judged:
        account = postpaid.get(use.account_id or "")
        if account is not None and use.charge is not None and use.charge.millifen:
            month = month_of(use.record.started_at)
            sums[ChargedMonth(account.id, month)] += use.charge.millifen
    return sums


def _may_be_noticed(account: Account, month: date) -> bool:
    return account.state in CONTROLLED and account.credit.high_use_in != month


def _text(account: Account, told: Compared, *, now: datetime) -> SmsRequested:
    return SmsRequested(
        subscriber_id=account.subscriber_id,
        template=HIGH_USE,
        parameters={
            "used_fen": str(told.used // MILLIFEN),
            "usual_fen": str(told.usual // MILLIFEN),
        },
        occurred_at=now,
    )
