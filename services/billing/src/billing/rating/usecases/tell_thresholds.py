"""Tell them that an allowance comes to its end, and every GB beyond all of them (rules 7.4)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from billing.accounts.domain.account import Account
from billing.accounts.domain.events import SmsRequested
from billing.accounts.domain.proration import month_of
from billing.allowances.domain.allowance import Allowance
from billing.catalogue.domain.catalogue import DATA
from billing.rating.domain.events import Event, UsageThresholdReached
from billing.rating.domain.notice import Grown, gigabytes_reached, percent_reached
from billing.rating.ports.unit_of_work import UnitOfWork
from billing.rating.usecases.draw_allowances import Counting


async def tell_thresholds(
    counting: Counting,
    *,
    payers: Mapping[str, str],
    accounts: Mapping[str, Account],
    uow: UnitOfWork,
    now: datetime,
) -> None:
    """Say what was reached by this batch; what is used never becomes less, so once.

    `payers`: the account that pays for each subscriber; `accounts`: they, by
    their ids; the main line is told what is shared. Of a month that is over nothing is said.
    """
    reached = [
        *_of_allowances(counting, accounts=accounts, now=now),
        *_overage(counting, payers=payers, now=now),
    ]
    said: list[Event] = [event for one in reached for event in (one, _text(one))]
    if said:
        await uow.publish(said, now=now)


def _of_allowances(
    counting: Counting, *, accounts: Mapping[str, Account], now: datetime
) -> Iterable[UsageThresholdReached]:
    for drawing in counting.drawings.values():
        for before, after in drawing.changed_allowances:
            percent = percent_reached(Grown(before.used, after.used), total=after.total)
            if percent is not None and now < after.valid_to:
                yield UsageThresholdReached(
                    account_id=after.account_id,
                    subscriber_id=accounts[after.account_id].subscriber_id,
                    kind=after.kind,
                    used=after.used,
                    allowance=after,
                    percent=percent,
                    occurred_at=now,
                )


def _overage(
    counting: Counting, *, payers: Mapping[str, str], now: datetime
) -> Iterable[UsageThresholdReached]:
    for month, used in counting.tally.used.items():
        grown = Grown(counting.tally.counted.get(month, 0), used)
        gigabytes = gigabytes_reached(grown)
        if gigabytes is not None and month.month == month_of(now):
            yield UsageThresholdReached(
                account_id=payers[month.subscriber_id],
                subscriber_id=month.subscriber_id,
                kind=DATA,
                used=used,
                gigabytes_of_overage=gigabytes,
                occurred_at=now,
            )


def _text(reached: UsageThresholdReached) -> SmsRequested:
    template, parameters = "data_beyond", {"gigabytes": str(reached.gigabytes_of_overage)}
    if (allowance := reached.allowance) is not None:
        template = "allowance_threshold"
        parameters = _told(allowance) | {"percent": str(reached.percent)}
    return SmsRequested(
        subscriber_id=reached.subscriber_id,
        template=template,
        parameters=parameters,
        occurred_at=reached.occurred_at,
    )


def _told(allowance: Allowance) -> dict[str, str]:
    return {
        "name": allowance.name,
        "kind": allowance.kind,
        "left": str(allowance.left),
        "total": str(allowance.total),
        "valid_to": allowance.valid_to.isoformat(),
    }
