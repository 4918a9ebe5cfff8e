"""Whatever is asked for, ends and is rated: no group of countries has more than 50 MB of a day."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, NOON, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from test_countries import HONG_KONG, LONDON, NAIROBI
from test_rerating import a_store
from test_storage import record

from billing.accounts.ports import BySubscriber
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.end_reservation import Commit, commit_reservation
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.reserve_units import GrantTerms, Reserve, reserve_units
from kernel.errors import Refusal
from kernel.money import fen

MB = 1024 * 1024
A_DAY_KB = 50 * 1024
CATALOGUE, _ = read_catalogue(catalogue_text())
TERMS = GrantTerms(validity=timedelta(hours=1), hold=timedelta(days=31), ahead=timedelta(minutes=5))
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["", HONG_KONG, LONDON, NAIROBI, "home"]),
        st.integers(1, 70 * MB),
        st.sampled_from(["is under way", "waits", "is rated"]),
        st.integers(0, 20),
    ),
    max_size=10,
)


def use(number: int, where: str, octets: int, at: datetime) -> UsageRecord:
    return record(
        f"00000000-0000-4000-8000-{number:012}",
        kind="data",
        peer="ctnet",
        quantity=octets,
        roam_type="home" if where == "home" else "international",
        visited_plmn=where if where.isdigit() else "",
        started_at=at,
        file_seq=number,
    )


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_no_day_of_a_group_is_let_through_beyond_its_end(
    acts: list[tuple[str, int, str, int]],
) -> None:
    store = a_store(CATALOGUE)
    rich = store.kept.accounts[ANNA.account]
    store.kept.accounts[ANNA.account] = replace(rich, balance=fen(10_000_000))
    granted: list[UsageRecord] = []
    refused: list[tuple[str, datetime]] = []

    async def live() -> None:
        now = datetime(2026, 11, 20, tzinfo=UTC)
        for number, (where, octets, then, hours) in enumerate(acts):
            now += timedelta(hours=hours)
            asked = use(number, where, octets, now)
            uow = FakeUnitOfWork(store)
            reserve = Reserve(BySubscriber(ANNA.id), asked)
            try:
                given = await reserve_units(reserve, uow=uow, terms=TERMS, now=now)
            except Refusal as refusal:
                assert refusal.code == "DATA_CAP_REACHED"
                refused.append((_group(where), now))
                continue
            used = replace(asked, quantity=-(-given.grant.units // 1024))
            granted.append(used)
            if then == "is under way":
                continue
            commit = Commit(given.reservation_id, given.grant.units, used.id)
            await commit_reservation(commit, uow=uow, terms=TERMS, now=now)
            if then == "is rated":
                await rate_usage(
                    [used], uow=uow, batch_id=used.id, now=now, acceptable=WHATEVER_IS_TOLD
                )
        # At last all of it is told.
        await rate_usage(
            granted,
            uow=FakeUnitOfWork(store),
            batch_id="last",
            now=NOON,
            acceptable=WHATEVER_IS_TOLD,
        )

    asyncio.run(live())

    counted = {key: used for key, used in store.kept.used.items() if "@day" in key.tariff}
    assert all(used <= A_DAY_KB for used in counted.values())
    for group, at in refused:
        # Only who had all of it is refused: use in other groups and on other days takes nothing.
        same = [
            one.quantity
            for one in granted
            if (_group(_where(one)), _day(one.started_at)) == (group, _day(at))
        ]
        assert group != "home"
        assert sum(same) >= A_DAY_KB


def _where(one: UsageRecord) -> str:
    return "home" if one.roam_type == "home" else one.visited_plmn


def _group(where: str) -> str:
    return {"": "near", HONG_KONG: "near"}.get(where, where)


def _day(at: datetime) -> object:
    return (at + timedelta(hours=8)).date()
