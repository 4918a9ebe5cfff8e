"""Changes against a network that is slow, deaf, lying, full or cut off."""

import asyncio

import pytest
from adapter import Adapter
from pretend_network import ANNA, BORIS, PretendNetwork

from boss.provisioning.v1 import events_pb2
from provisioning.changes.domain.change import Change, ChangeState
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.changes.usecases.resolve_held_change import (
    TOLD_TO_ALL,
    refuse_change,
    retry_change,
)
from provisioning.elements.domain.barring import Level

OPEN_ANNA = CreateSubscription(ANNA.isdn, ANNA.imsi)
COMMANDS = ["ADD KI", "ADD TPLSUB", "MOD ODB", "LST SUB"]


async def is_opened(network: PretendNetwork) -> bool:
    shown = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    return (shown["IMSI"], shown["ODBOC"]) == (ANNA.imsi, "BOIC")


@pytest.mark.parametrize("kind", ["DEAF", "LOST", "DROP"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_silence_is_no_failure(
    adapter: Adapter, network: PretendNetwork, kind: str, command: str
) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill(kind, command=command, remaining=1)

    done = await adapter.carries_out(OPEN_ANNA)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await is_opened(network)


@pytest.mark.parametrize("code", ["BUSY", "RECORD_LOCKED", "FAILED"])
@pytest.mark.parametrize("command", COMMANDS)
async def test_what_passes_fails_no_order(
    adapter: Adapter, network: PretendNetwork, code: str, command: str
) -> None:
    numbers = {"BUSY": "ERR3202", "RECORD_LOCKED": "ERR3203", "FAILED": "ERR3299"}
    await adapter.knows_keys(ANNA)
    await network.falls_ill("REFUSE", command=command, remaining=3, code=numbers[code])

    done = await adapter.carries_out(OPEN_ANNA)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await is_opened(network)


@pytest.mark.parametrize("command", ["ADD KI", "ADD TPLSUB", "MOD ODB"])
async def test_a_lie_is_found_out_by_reading_back(
    adapter: Adapter, network: PretendNetwork, command: str
) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill("LYING", command=command, remaining=2)

    done = await adapter.carries_out(OPEN_ANNA)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await is_opened(network)


async def test_an_element_that_keeps_lying_is_for_a_person(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await network.falls_ill("LYING", command="MOD ODB")

    order_id = await adapter.hears(SetBarring(ANNA.isdn, ANNA.imsi, Level.ONE_WAY))
    held = await becomes(adapter, order_id, ChangeState.HELD)
    await network.recovers()
    await retry_change(held.id, reason="it obeys now", uow=adapter.uow(), now=adapter.clock.now())
    done = await adapter.outcome(order_id)

    assert held.element_code == "ELEMENT_DOES_NOT_OBEY"
    assert isinstance(done, events_pb2.ProvisioningCompleted)


async def test_a_person_may_give_a_held_change_up(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await network.falls_ill("LYING", command="MOD ODB")
    order_id = await adapter.hears(SetBarring(ANNA.isdn, ANNA.imsi, Level.ONE_WAY))
    held = await becomes(adapter, order_id, ChangeState.HELD)

    await refuse_change(held.id, reason="looked at", uow=adapter.uow(), now=adapter.clock.now())

    failed = await adapter.outcome(order_id)
    assert isinstance(failed, events_pb2.ProvisioningFailed)
    assert (failed.reason, failed.sentence) == ("ELEMENT_DOES_NOT_OBEY", TOLD_TO_ALL)


async def test_a_full_network_fails_the_order_and_keeps_no_keys(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill("FULL", command="ADD TPLSUB")

    failed = await adapter.carries_out(OPEN_ANNA)

    assert isinstance(failed, events_pb2.ProvisioningFailed)
    assert failed.reason == "NETWORK_FULL"
    assert (await network.operator.says(f"LST KI:IMSI={ANNA.imsi}")).code == "ERR3104"


async def test_a_slow_element_is_waited_for(adapter: Adapter, network: PretendNetwork) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill("DELAY", delay_ms=150)

    done = await adapter.carries_out(OPEN_ANNA)

    assert isinstance(done, events_pb2.ProvisioningCompleted)


async def test_one_that_answers_too_late_is_read_back(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill("DELAY", delay_ms=600, command="ADD TPLSUB", remaining=1)

    done = await adapter.carries_out(OPEN_ANNA)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await is_opened(network)


async def test_a_link_that_is_down_is_waited_for_however_long(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill("LOST")

    order_id = await adapter.hears(OPEN_ANNA)
    await asyncio.sleep(1.5)
    meanwhile = (await adapter.change(order_id)).state
    await network.recovers()
    done = await adapter.outcome(order_id)

    assert meanwhile is ChangeState.SENT
    assert isinstance(done, events_pb2.ProvisioningCompleted)


@pytest.mark.parametrize("command", ["RMV SUB", "LST SUB", "RMV KI"])
@pytest.mark.parametrize("kind", ["DEAF", "DROP", "LYING"])
async def test_a_deletion_survives_silence_and_lies(
    adapter: Adapter, network: PretendNetwork, command: str, kind: str
) -> None:
    await adapter.opens(ANNA)
    await network.attaches(ANNA)
    await network.falls_ill(kind, command=command, remaining=1)

    done = await adapter.carries_out(DeleteSubscription(ANNA.isdn, ANNA.imsi))

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert (await network.operator.says(f"LST KI:IMSI={ANNA.imsi}")).code == "ERR3104"
    assert not await network.is_attached(ANNA)


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_crash_in_the_middle_is_gone_on_from(
    adapter: Adapter, network: PretendNetwork, command: str
) -> None:
    await adapter.knows_keys(ANNA)
    await network.falls_ill("DEAF", command=command, remaining=1)
    order_id = await adapter.hears(OPEN_ANNA)
    await asyncio.sleep(0.2)

    await adapter.crashes()
    adapter.starts()

    assert isinstance(await adapter.outcome(order_id), events_pb2.ProvisioningCompleted)
    assert await is_opened(network)


async def test_one_number_that_waits_holds_up_nobody_else(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await adapter.opens(BORIS, subscriber="boris")
    await network.falls_ill("LYING", command="MOD ODB")
    held = await adapter.hears(SetBarring(ANNA.isdn, ANNA.imsi, Level.ONE_WAY))
    await becomes(adapter, held, ChangeState.HELD)
    await network.recovers()

    stopped = SetBarring(BORIS.isdn, BORIS.imsi, Level.ONE_WAY)
    done = await adapter.carries_out(stopped, subscriber="boris")

    assert isinstance(done, events_pb2.ProvisioningCompleted)


async def becomes(adapter: Adapter, order_id: str, state: ChangeState) -> Change:
    async with asyncio.timeout(10):
        while (change := await adapter.change(order_id)).state is not state:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return change
