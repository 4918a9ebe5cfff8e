"""Cut use off at the cap of its month, day or row, and open data again at their request (7.3)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.account import MAY_BE_PAID, Account
from billing.accounts.domain.events import AuditRecorded
from billing.accounts.domain.lines import card_of
from billing.accounts.domain.plans import offering_at
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.ports import BySubscriber
from billing.accounts.usecases.find_account import may_see, sees_all
from billing.accounts.usecases.take_account import check_state, take_account
from billing.allowances.domain.allowance import quantity_of
from billing.allowances.domain.usage import Charge, Judged, MonthOfUse, ToDraw, UsageRecord
from billing.catalogue.domain.catalogue import DATA, Catalogues
from billing.catalogue.domain.reached import is_free
from billing.catalogue.domain.tariff import counted, let_through, let_through_once
from billing.charging.domain.reservation import INDIVISIBLE, Grant, rated_quantity, units_of
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.rating.domain.opening import Opening
from billing.rating.domain.rating import judge_usage, tariff_of
from billing.rating.usecases.draw_allowances import Counting, take_counting
from kernel.caller import Caller
from kernel.civil import civil_date, first_of_month
from kernel.errors import Invalid, NotAllowed, Refusal


@dataclass(frozen=True, slots=True)
class OpenDataAgain:
    """Whose data, and who wants it opened."""

    subscriber_id: str
    caller: Caller
    reason: str


async def room_for(use: UsageRecord, *, account: Account, uow: UnitOfWork) -> int | None:
    """Return how many units a use may have before it is cut off; None where it is not.

    What other uses were granted and is not rated yet counts as used where it is counted together
    with this one, or may draw on the same allowance: together they never get more than there is
    room for.
    """
    catalogues = await uow.catalogues.all()
    judged = judge_usage(use, account=account, catalogues=catalogues)
    if isinstance(judged.outcome, Charge):
        return _room_of_one(use, account=account, catalogues=catalogues)
    row = judged.row
    most = let_through(row.tariff) if row is not None and row.tariff.stepping is not None else None
    if row is None or most is None:
        return None
    under_way = await uow.reservations.beside(use.id, account_id=account.id, kind=use.kind)
    others = [judge_usage(one, account=account, catalogues=catalogues) for one in under_way]
    counting = await take_counting([judged, *others], uow=uow)
    beside = sum(
        counted(row.tariff, rated_quantity(one.record.kind, one.record.quantity))
        for one in others
        if _share_room(one, judged, counting)
    )
    used = counting.tally.counted.get(counting.tally.openings.key_of(use, row), 0)
    more = max(0, most - used)
    left = max(0, more + _allowed(judged, counting) - beside)
    each = counted(row.tariff, 1)
    return units_of(use.kind, left // each * each)


def _room_of_one(use: UsageRecord, *, account: Account, catalogues: Catalogues) -> int | None:
    """Return how many units the cap of the row lets one use have."""
    catalogue = catalogues.on(civil_date(use.started_at))
    if is_free(catalogue, kind=use.kind, peer=use.peer):
        return None
    offering = offering_at(account, use.started_at)
    tariff = tariff_of(use, catalogue=catalogue, offering=offering)
    most = let_through_once(tariff) if tariff is not None else None
    return None if most is None else units_of(use.kind, most)


def check_room(room: int | None, *, use: UsageRecord) -> None:
    """Raise `DATA_CAP_REACHED` or `USE_CAP_REACHED` where there is room for nothing.

    A text or message has room whole or not at all.
    """
    needed = use.quantity if use.kind in INDIVISIBLE else 1
    if room is None or room >= needed:
        return
    if use.kind == DATA:
        sentence = "Data is cut off at its cap until the next month or day begins."
        raise NotAllowed("DATA_CAP_REACHED", sentence, field="units")
    raise NotAllowed("USE_CAP_REACHED", "This is cut off at its cap.", field="units")


def wanted_within(units: int, *, room: int | None) -> int:
    """Return what may be asked for at most."""
    return units if room is None else min(units, room)


def told_final(given: Grant, *, wanted: int) -> Grant:
    """Return the grant with it said that there is no more, where it is less than was wanted."""
    return Grant(given.units, given.millifen, is_final=given.is_final or given.units < wanted)


async def open_data_again(asked: OpenDataAgain, *, uow: UnitOfWork, now: datetime) -> None:
    """Open data that was cut off in this month; from now on its cap counts anew.

    Raises `NOT_YOURS`, `FIELD_MISSING`, `ACCOUNT_UNKNOWN`, `STATE_NOT_ALLOWED`,
    `DATA_NOT_CUT_OFF`.
    """
    async with uow:
        account = await uow.accounts.get(BySubscriber(asked.subscriber_id))
        if not may_see(account, caller=asked.caller):
            raise NotAllowed("NOT_YOURS", "This is not yours.")
        if sees_all(asked.caller) and not asked.reason.strip():
            raise Invalid("FIELD_MISSING", "Say why.", field="reason")
        account = await take_account(BySubscriber(asked.subscriber_id), uow=uow)
        check_state(account, states=MAY_BE_PAID)
        user = card_of(account, asked.subscriber_id) or account
        if await room_for(_at_home(user, now=now), account=account, uow=uow) != 0:
            sentence = "Their data is not cut off."
            raise Refusal("DATA_NOT_CUT_OFF", sentence, field="subscriber_id")
        month = first_of_month(civil_date(now))
        await uow.counters.openings.add(Opening(user.subscriber_id, month, now))
        await uow.publish([_audited(user, asked.reason, now=now)], now=now)


def _allowed(judged: Judged, counting: Counting) -> int:
    """Return what allowances still pay for of this use: it does not count towards the cap."""
    if not isinstance(judged.outcome, ToDraw):
        return 0
    drawing = counting.drawings[judged.outcome.account_id, judged.record.kind]
    left = sum(drawing.allowances[one].left for one in _draws_on(judged, counting))
    return quantity_of(judged.record.kind, left)


def _draws_on(judged: Judged, counting: Counting) -> Collection[str]:
    """Return the ids of the allowances a use may draw on."""
    if not isinstance(judged.outcome, ToDraw):
        return ()
    drawing = counting.drawings[judged.outcome.account_id, judged.record.kind]
    begun = counting.tally.openings.begun(judged.record, judged.outcome.row)
    return drawing.class_of(judged.record, judged.outcome, begun=begun).draws_on


def _share_room(own: Judged, other: Judged, counting: Counting) -> bool:
    """Tell whether what one use takes, another cannot have."""
    return _key_of(own, counting) == _key_of(other, counting) or not set(
        _draws_on(own, counting)
    ).isdisjoint(_draws_on(other, counting))


def _key_of(judged: Judged, counting: Counting) -> MonthOfUse | None:
    row = judged.row
    return None if row is None else counting.tally.openings.key_of(judged.record, row)


def _at_home(user: Account | SubCard, *, now: datetime) -> UsageRecord:
    """Return a session as it would begin now."""
    return UsageRecord(
        id=user.subscriber_id,
        subscriber_id=user.subscriber_id,
        kind=DATA,
        msisdn=user.msisdn,
        peer=DATA,
        started_at=now,
        quantity=0,
        roam_type="home",
        file_seq=0,
    )


def _audited(user: Account | SubCard, reason: str, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="data.opened_again",
        object_id=user.subscriber_id,
        reason=reason,
        outcome="done",
        at=now,
    )
