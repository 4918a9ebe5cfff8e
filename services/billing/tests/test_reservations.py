"""Whatever is asked for, extended, ended and rated in whatever order: no fen is promised twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, NOON, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_storage import NewUnitOfWork, account_of, new_uow, paid, record

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.ports import BySubscriber
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.domain.reservation import (
    Reservation,
    ReservationAct,
    ReservationState,
    grant,
    rated_quantity,
)
from billing.charging.usecases.end_reservation import (
    Commit,
    commit_reservation,
    expire_reservation,
    release_reservation,
)
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.reserve_units import GrantTerms, Reserve, extend_units, reserve_units
from billing.ledger.domain.entry import postings_of
from kernel.errors import Refusal
from kernel.money import fen

__all__ = ["new_uow"]

TERMS = GrantTerms(
    validity=timedelta(minutes=30), hold=timedelta(days=31), ahead=timedelta(minutes=5)
)
ODD_RATE = {
    "code": "voice_odd",
    "kind": "voice",
    "unit": 7,
    "price_millifen": 1_237,
    "roam_types": ["home"],
}
CATALOGUE = replace(read_catalogue(catalogue_text(rates=[ODD_RATE]))[0], version=1)


def reservation(name: str, **changes: object) -> Reservation:
    made = Reservation(
        id=record(name).id,
        account_id=ANNA.account,
        use=record(name),
        millifen=15_000,
        until=NOON + timedelta(minutes=30),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # whatever a test changes


FIRST = "00000000-0000-4000-8000-000000000001"
SECOND = "00000000-0000-4000-8000-000000000002"


async def test_reservations_are_kept_found_added_up_and_ended(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        kept = reservation(FIRST, use=replace(record(FIRST), file_seq=0))
        await uow.reservations.add(kept)
        await uow.reservations.add(reservation(SECOND, until=NOON + timedelta(hours=2)))
        await uow.reservations.save(replace(kept, millifen=30_000))

    async with new_uow() as uow:
        found = await uow.reservations.get(FIRST)
        both = await uow.reservations.reserved(ANNA.account, now=NOON)
        due = await uow.reservations.due(now=NOON + timedelta(hours=1), limit=10)
        unexpired = await uow.reservations.reserved(ANNA.account, now=NOON + timedelta(minutes=30))
        await uow.reservations.end(FIRST)
        gone = await uow.reservations.get(FIRST)
        next_due = await uow.reservations.next_due()

    assert found == replace(kept, millifen=30_000)
    assert (both, unexpired) == (45_000, 15_000)
    assert list(due) == [FIRST]
    assert gone is None
    assert next_due == NOON + timedelta(hours=2)


async def test_holds_go_with_their_record(new_uow: NewUnitOfWork) -> None:
    held = reservation(FIRST, state=ReservationState.HELD, record_id="call")
    other = reservation(SECOND, state=ReservationState.HELD, record_id="another call")
    async with new_uow() as uow:
        await uow.reservations.add(held)
        await uow.reservations.add(other)

        await uow.reservations.drop_rated(["call", "a call nobody asked for"])

        assert await uow.reservations.get(FIRST) is None
        assert await uow.reservations.get(SECOND) is not None
        assert not await uow.differences.was_rated("call")


def test_what_is_held_cannot_expire() -> None:
    held = reservation(FIRST, state=ReservationState.HELD, record_id="call")

    try:
        held.after(ReservationAct.EXPIRED)
    except Refusal as refusal:
        assert refusal.code == "STATE_NOT_ALLOWED"
    else:
        raise AssertionError


@given(
    units=st.integers(1, 10**13),
    unit=st.integers(1, 10**6),
    price=st.integers(1, 10**6),
    left=st.integers(0, 10**9),
)
def test_as_much_is_granted_as_can_be_paid_for_and_no_unit_more(
    units: int, unit: int, price: int, left: int
) -> None:
    def cost(used: int) -> int:
        return -(-used // unit) * price

    granted = grant(units, price=cost, left=left, kind="data")

    assert 0 <= granted.units <= units
    assert granted.millifen == cost(granted.units) <= left
    assert granted.is_final == (granted.units < units)
    if granted.is_final:
        assert cost(granted.units + 1) > left


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "extend", "commit", "release", "rate", "expire", "wait"]),
        st.integers(0, 5),
        st.integers(0, 900),
    ),
    max_size=40,
)


class Life:
    """What happens to the calls of one account, several at once."""

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, NOON
        self.open: list[str] = []
        self.granted: dict[str, int] = {}
        self.unrated: list[tuple[str, int]] = []
        self.calls = 0

    def uow(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self.store)

    async def begin(self, *, balance: int, limit: int) -> None:
        async with self.uow() as uow:
            await uow.catalogues.add(CATALOGUE, document="", at=NOON)
            account = replace(account_of(ANNA), state=AccountState.OPEN)
            if limit:
                credit = Credit(fen(limit))
                account = replace(account, payment_type=PaymentType.POSTPAID, credit=credit)
            entries = paid(ANNA, balance, cause="begin")
            await uow.accounts.add(account.booked(postings_of(entries)))
            await uow.ledger.append(entries)

    async def act(self, what: str, which: int, seconds: int) -> None:
        chosen = self.open[which % len(self.open)] if self.open else ""
        try:
            await getattr(self, what)(chosen, seconds)
        except Refusal as refusal:
            assert refusal.code in {
                "INSUFFICIENT_BALANCE", "SUBSCRIBER_STOPPED", "RESERVATION_UNKNOWN",
                "RESERVATION_EXPIRED",
            }  # fmt: skip

    async def reserve(self, _: str, seconds: int) -> None:
        self.calls += 1
        use = record(
            f"call {self.calls}", quantity=seconds + 1, file_seq=self.calls, started_at=self.now
        )
        granted = await reserve_units(
            Reserve(BySubscriber(ANNA.id), use), uow=self.uow(), terms=TERMS, now=self.now
        )
        self.open.append(use.id)
        self.granted[use.id] = granted.grant.units

    async def extend(self, chosen: str, seconds: int) -> None:
        granted = await extend_units(
            chosen, units=2 * seconds + 1, uow=self.uow(), terms=TERMS, now=self.now
        )
        assert granted.grant.units >= self.granted[chosen]
        self.granted[chosen] = granted.grant.units

    async def commit(self, chosen: str, seconds: int) -> None:
        used = min(seconds, self.granted.get(chosen, 0))
        ended = Commit(chosen, used, f"record of {chosen}")
        await commit_reservation(ended, uow=self.uow(), terms=TERMS, now=self.now)
        self.open.remove(chosen)
        if used:
            self.unrated.append((chosen, used))

    async def release(self, chosen: str, seconds: int) -> None:
        await release_reservation(chosen, uow=self.uow())
        self.open.remove(chosen)

    async def rate(self, chosen: str, seconds: int) -> None:
        records = [
            record(f"record of {name}", quantity=used, file_seq=number, started_at=self.now)
            for number, (name, used) in enumerate(self.unrated, 1000 * self.calls)
        ]
        self.unrated = []
        await rate_usage(
            records, uow=self.uow(), batch_id=f"batch {self.calls} {len(self.granted)} {seconds}"
            f"{len(self.store.kept.entries)}", now=self.now, acceptable=WHATEVER_IS_TOLD
        )  # fmt: skip

    async def expire(self, chosen: str, seconds: int) -> None:
        await expire_reservation(chosen, uow=self.uow(), terms=TERMS, now=self.now)

    async def wait(self, chosen: str, seconds: int) -> None:
        # Calls end before what they were granted expires: a switch sees to that.
        if not self.open:
            self.now += timedelta(seconds=seconds)

    async def check(self) -> None:
        account = self.store.kept.accounts[ANNA.account]
        async with self.uow() as uow:
            reserved = await uow.reservations.reserved(ANNA.account, now=self.now)
        assert reserved + account.carry <= account.spendable.minor * 1000
        assert account.spendable >= fen(0)


async def live(balance: int, acts: Sequence[tuple[str, int, int]], *, limit: int = 0) -> None:
    life = Life(Store())
    await life.begin(balance=balance, limit=limit)
    for what, which, seconds in acts:
        await life.act(what, which, seconds)
        await life.check()


@settings(max_examples=150, deadline=None)
@given(balance=st.integers(1, 500), acts=ACTS)
def test_what_is_promised_never_exceeds_the_balance(
    balance: int, acts: list[tuple[str, int, int]]
) -> None:
    asyncio.run(live(balance, acts))


@settings(max_examples=150, deadline=None)
@given(balance=st.integers(1, 250), limit=st.integers(1, 250), acts=ACTS)
def test_what_is_promised_on_credit_never_exceeds_balance_and_limit(
    balance: int, limit: int, acts: list[tuple[str, int, int]]
) -> None:
    asyncio.run(live(balance, acts, limit=limit))


def test_octets_are_priced_by_the_started_kilobyte() -> None:
    assert [rated_quantity("data", units) for units in (0, 1, 1024, 1025)] == [0, 1, 1, 2]
    assert rated_quantity("voice", 61) == 61
