"""Comparing with the network, and restoring what orders asked for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from adapter import Adapter
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from boss.provisioning.v1 import commands_pb2, questions_pb2
from kernel.ids import new_id
from provisioning.bootstrap import commands_of, questions_of
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.comparison.edge.nightly_comparison import NightlyComparison
from provisioning.comparison.storage import DIFFERENCES, ComparisonTable
from provisioning.elements.domain.barring import Level


@pytest.fixture
async def anna(adapter: Adapter, network: PretendNetwork) -> Adapter:
    """Anna is in the network, and stopped one way."""
    await adapter.opens(ANNA)
    await adapter.carries_out(SetBarring(ANNA.isdn, ANNA.imsi, Level.ONE_WAY))
    return adapter


async def repairs(adapter: Adapter, *msisdns: str, dry_run: bool = False) -> Any:
    servicer: Any = commands_of(adapter.database, adapter.uow, adapter.element, adapter.clock)
    request = commands_pb2.RepairRequest(request_id=new_id(), msisdns=msisdns, dry_run=dry_run)
    return await servicer.Repair(request, None)


async def differences(adapter: Adapter, **knobs: Any) -> list[tuple[str, str]]:
    servicer: Any = questions_of(adapter.database, adapter.uow, adapter.element)
    found = await servicer.Compare(questions_pb2.CompareRequest(**knobs), None)
    return [(one.kind, one.msisdn) for one in found.differences]


async def test_a_network_that_does_as_it_was_told_does_not_differ(anna: Adapter) -> None:
    assert await differences(anna) == []


async def spoil_level(network: PretendNetwork) -> None:
    await network.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=NOBOC,ODBPS=NOBPS")


async def spoil_lock(network: PretendNetwork) -> None:
    await network.does(f"MOD LCK:ISDN={ANNA.isdn},IC=TRUE")


async def spoil_card(network: PretendNetwork) -> None:
    await network.loads(ANNA_NEW)
    await network.swaps(ANNA, ANNA_NEW)


async def spoil_all(network: PretendNetwork) -> None:
    await network.does(f"RMV SUB:ISDN={ANNA.isdn},RMVKI=TRUE")


SPOILT = [
    (spoil_level, "level_differs"),
    (spoil_card, "imsi_differs"),
    (spoil_all, "missing_in_network"),
]


@pytest.mark.parametrize(("spoil", "kind"), SPOILT)
async def test_a_repair_restores_what_the_order_asked_for(
    anna: Adapter, network: PretendNetwork, spoil: Any, kind: str
) -> None:
    await spoil(network)
    before = await differences(anna)

    answer = await repairs(anna)

    shown = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    assert before == [(kind, ANNA.isdn)]
    assert [one.msisdn for one in answer.repaired] == [ANNA.isdn]
    assert (shown["IMSI"], shown["ODBOC"], shown["ODBPS"]) == (ANNA.imsi, "BAOC", "BAPS")
    assert await differences(anna) == []


async def test_what_should_be_gone_goes(anna: Adapter, network: PretendNetwork) -> None:
    await anna.carries_out(DeleteSubscription(ANNA.isdn, ANNA.imsi))
    await network.opens(ANNA)

    before = await differences(anna)
    answer = await repairs(anna, ANNA.isdn)

    assert before == [("unknown_to_us", ANNA.isdn)]
    assert len(answer.repaired) == 1
    assert (await network.operator.says(f"LST SUB:ISDN={ANNA.isdn}")).code == "ERR3101"


async def test_what_no_order_asked_for_is_left_to_a_person(
    anna: Adapter, network: PretendNetwork
) -> None:
    await network.opens(BORIS)

    answer = await repairs(anna)

    assert ([one.kind for one in answer.left], list(answer.repaired)) == (["unknown_to_us"], [])
    assert (await network.does(f"LST SUB:ISDN={BORIS.isdn}"))["IMSI"] == BORIS.imsi


async def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    anna: Adapter, network: PretendNetwork
) -> None:
    await spoil_level(network)

    answer = await repairs(anna, dry_run=True)

    assert [one.kind for one in answer.repaired] == ["level_differs"]
    assert (await network.does(f"LST SUB:ISDN={ANNA.isdn}"))["ODBOC"] == "NOBOC"


async def test_who_has_a_change_in_flight_is_skipped(
    anna: Adapter, network: PretendNetwork
) -> None:
    await spoil_level(network)
    await anna.stops()
    await anna.hears(SetBarring(ANNA.isdn, ANNA.imsi, Level.TWO_WAY))

    assert await differences(anna) == []
    assert list((await repairs(anna, ANNA.isdn)).repaired) == []


async def test_locks_nobody_ordered_are_a_difference(
    anna: Adapter, network: PretendNetwork
) -> None:
    await spoil_lock(network)

    assert await differences(anna) == [("level_differs", ANNA.isdn)]


async def test_differences_are_shown_by_number_page_by_page(
    anna: Adapter, network: PretendNetwork
) -> None:
    await network.opens(BORIS)
    await spoil_level(network)
    servicer: Any = questions_of(anna.database, anna.uow, anna.element)

    first = await servicer.Compare(questions_pb2.CompareRequest(limit=1), None)
    going_on = questions_pb2.CompareRequest(limit=1, after_msisdn=first.last_msisdn)
    second = await servicer.Compare(going_on, None)

    assert [one.msisdn for one in first.differences] == [ANNA.isdn]
    assert [one.msisdn for one in second.differences] == [BORIS.isdn]
    assert (first.last_msisdn, second.last_msisdn) == (ANNA.isdn, "")
    assert first.compared + second.compared == 2


async def test_more_subscriptions_than_a_page_holds_are_compared(
    anna: Adapter, network: PretendNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provisioning.elements.hlr.clients.driver.PAGE", 2)
    for number in range(5):
        await network.does(
            f"ADD KI:IMSI=46000000002000{number},KIVALUE={ANNA.k},OPCVALUE={ANNA.opc}"
        )
        await network.does(
            f"ADD TPLSUB:IMSI=46000000002000{number},ISDN=861390000500{number},TPLID=1"
        )

    assert len(await differences(anna)) == 5


async def test_the_night_finds_what_differs_and_sets_the_next_night(
    anna: Adapter, network: PretendNetwork
) -> None:
    await spoil_level(network)
    night = NightlyComparison(ComparisonTable(anna.database), anna.uow, anna.element, anna.clock)
    first = await night.due()
    due_at = await night.next_due()
    network.clock.pass_by(timedelta(days=1))
    (turn,) = await night.due()
    at_work = await night.is_quiet()
    await night.carry_out(turn)

    (row,) = await anna.rows("SELECT compared, differences FROM comparison")
    assert first == ()
    assert due_at == datetime(2026, 11, 22, 19, tzinfo=UTC)
    assert not at_work
    assert (row.compared, row.differences) == (1, 1)
    assert await night.next_due() == datetime(2026, 11, 23, 19, tzinfo=UTC)
    assert await night.is_quiet()


async def test_a_night_without_an_answer_is_made_up_for(
    anna: Adapter, network: PretendNetwork
) -> None:
    night = NightlyComparison(ComparisonTable(anna.database), anna.uow, anna.element, anna.clock)
    await night.due()
    network.clock.pass_by(timedelta(days=1))
    (turn,) = await night.due()
    await network.falls_ill("REFUSE", command="LST ALLSUB")

    await night.carry_out(turn)

    assert await night.next_due() == network.clock.now() + timedelta(minutes=10)


async def test_what_a_night_found_is_told_by_the_table_until_another_one_finds_otherwise(
    anna: Adapter, network: PretendNetwork
) -> None:
    async def told() -> list[int]:
        return [row.number for row in await anna.rows(DIFFERENCES.text)]

    async def passes_by(another: NightlyComparison) -> None:
        network.clock.pass_by(timedelta(days=1))
        (turn,) = await another.due()
        await another.carry_out(turn)

    await spoil_level(network)
    night = NightlyComparison(ComparisonTable(anna.database), anna.uow, anna.element, anna.clock)
    await night.due()
    assert await told() == []
    await passes_by(night)
    assert await told() == [1]
    await network.falls_ill("REFUSE", command="LST ALLSUB")
    await passes_by(replace(night))
    assert await told() == [1]
