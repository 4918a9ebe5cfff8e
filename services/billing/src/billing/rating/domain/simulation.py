"""What a month would have cost under another catalogue, beside what it costs now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from billing.accounts.domain.account import MILLIFEN, Account, AccountState
from billing.accounts.domain.lines import cards_in_service
from billing.allowances.domain.usage import Charge, Reason
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.plan_fee import Bought, discount_of
from kernel.civil import first_of_next_month, start_of_day

MONTHLY_FEE = "monthly_fee"


@dataclass(frozen=True, slots=True)
class Compared:
    """What use of one kind costs, in thousandths of a fen, and how much has no tariff."""

    records: int = 0
    charged: int = 0
    """As it was really charged, with all differences; of a fee, what it comes to now."""
    now: int = 0
    """By the catalogues in force, in order of time."""
    then: int = 0
    now_waiting: int = 0
    then_waiting: int = 0

    @property
    def is_changed(self) -> bool:
        return self.now != self.then or self.now_waiting != self.then_waiting

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(
            self.records + other.records,
            self.charged + other.charged,
            self.now + other.now,
            self.then + other.then,
            self.now_waiting + other.now_waiting,
            self.then_waiting + other.then_waiting,
        )


@dataclass(frozen=True, slots=True)
class Simulated:
    """One subscriber's month, by kind of use."""

    subscriber_id: str
    offering: str
    kinds: Mapping[str, Compared]

    @property
    def is_changed(self) -> bool:
        return any(one.is_changed for one in self.kinds.values())


def compared(charged: int, now: Charge | Reason, then: Charge | Reason) -> Compared:
    """Return one record, rated both ways."""
    return Compared(1, charged, _cost(now), _cost(then), _waits(now), _waits(then))


def fee_compared(
    account: Account, *, now: Catalogue | None, then: Catalogue, month: date
) -> Compared:
    """Return the plans' fees for a whole month, less discounts, of what was paid for by its end.

    Nothing where the account is not open now.
    """
    end = start_of_day(first_of_next_month(month))
    every: list[Bought] = [account, *cards_in_service(account)]
    bought = [one for one in every if one.paid_from < end]
    if account.state is not AccountState.OPEN or not bought:
        return Compared()
    fees = [sum(_fee(each, one, month=month) for each in bought) for one in (now, then)]
    return Compared(1, fees[0], *fees)


def _fee(bought: Bought, catalogue: Catalogue | None, *, month: date) -> int:
    if catalogue is None or bought.offering not in catalogue.offerings:
        return 0
    fee = catalogue.offering(bought.offering).monthly_fee
    return (fee - discount_of(bought, catalogue=catalogue, month=month)).minor * MILLIFEN


def added(every: Iterable[Mapping[str, Compared]]) -> dict[str, Compared]:
    """Return the sums by kind."""
    sums: dict[str, Compared] = {}
    for kinds in every:
        for kind, costs in kinds.items():
            sums[kind] = sums.get(kind, Compared()) + costs
    return sums


def _cost(outcome: Charge | Reason) -> int:
    return outcome.millifen if isinstance(outcome, Charge) else 0


def _waits(outcome: Charge | Reason) -> int:
    return int(outcome is Reason.NO_TARIFF)
