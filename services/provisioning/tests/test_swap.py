"""A card is replaced: whatever goes wrong, the old one ends up with nothing."""

import asyncio

import pytest
from adapter import Adapter, eventually
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from boss.provisioning.v1 import events_pb2
from provisioning.changes.domain.change import ChangeState
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.elements.domain.barring import Level
from provisioning.vault.domain.authentication import CardKeys

SWAP = ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi)


@pytest.fixture
async def anna(adapter: Adapter, network: PretendNetwork) -> Adapter:
    """Anna is in the network with her old card, a new one is in stock."""
    await adapter.opens(ANNA)
    await network.attaches(ANNA)
    await adapter.knows_keys(ANNA_NEW)
    return adapter


async def holds_codes(adapter: Adapter) -> bool:
    return await adapter.uow().profiles.holds_codes(ANNA.isdn)


async def has_swapped(network: PretendNetwork) -> bool:
    shown = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    old_keys = await network.operator.says(f"LST KI:IMSI={ANNA.imsi}")
    await network.sends_code(ANNA.isdn, "after the swap")
    return (
        shown["IMSI"] == ANNA_NEW.imsi
        and old_keys.code == "ERR3104"
        and not await network.is_attached(ANNA)
        and "after the swap" not in await network.inbox(ANNA)
    )


async def test_after_a_swap_the_new_card_works_and_the_old_one_does_not(
    anna: Adapter, network: PretendNetwork
) -> None:
    done = await anna.carries_out(SWAP)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await has_swapped(network)
    assert await network.attaches(ANNA_NEW) == "LET_THROUGH"
    assert await network.attaches(ANNA) != "LET_THROUGH"


async def test_no_text_that_may_be_sent_during_a_swap_reaches_the_old_handset(
    anna: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("DELAY", delay_ms=40)
    await network.falls_ill("DELAY", element="GSUP", delay_ms=80)
    sent: list[str] = []

    async def sends_codes() -> None:
        while True:
            body = f"code {len(sent)}"
            if not await holds_codes(anna):
                sent.append(body)
                await network.sends_code(ANNA.isdn, body)
            await asyncio.sleep(0.005)

    order_id = await anna.hears(SWAP)
    sending = asyncio.create_task(sends_codes())
    await anna.outcome(order_id)
    await network.recovers()
    await asyncio.sleep(0.1)
    held_until_seen = not sent
    await network.attaches(ANNA_NEW)

    await eventually(lambda: _is_there(sent))
    sending.cancel()
    assert held_until_seen
    assert await network.inbox(ANNA) == []
    assert sent[0] in await network.inbox(ANNA_NEW)


async def _is_there(sent: list[str]) -> bool:
    return len(sent) > 1


async def test_an_ordinary_text_during_a_swap_waits_for_the_new_card(
    anna: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("LOST", command="MOD IMSI", remaining=1)
    order_id = await anna.hears(SWAP)

    async def is_evicted() -> bool:
        return not await network.is_attached(ANNA)

    await eventually(is_evicted)
    before_it_moves = await network.does(f"LST SUB:IMSI={ANNA.imsi}")
    await network.sends_code(ANNA.isdn, "during the swap")
    await anna.outcome(order_id)
    await network.attaches(ANNA_NEW)

    assert before_it_moves["ISDN"] == ANNA.isdn
    assert await network.inbox(ANNA) == []
    assert await network.inbox(ANNA_NEW) == ["during the swap"]


async def test_a_handset_that_comes_at_the_last_moment_is_evicted_too(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await adapter.knows_keys(ANNA_NEW)
    await network.falls_ill("LOST", command="ADD KI")
    order_id = await adapter.hears(SWAP)
    came = await network.attaches(ANNA)
    await network.recovers()

    await adapter.outcome(order_id)

    assert came == "LET_THROUGH"
    assert await has_swapped(network)


async def test_codes_flow_again_when_the_new_card_was_seen(
    anna: Adapter, network: PretendNetwork
) -> None:
    before = await holds_codes(anna)
    await anna.carries_out(SWAP)
    swapped = await holds_codes(anna)
    await network.attaches(ANNA_NEW)

    async def flows() -> bool:
        return not await holds_codes(anna)

    await eventually(flows)
    seen = [one for one in await anna.said() if isinstance(one.message, events_pb2.CardSeen)]
    assert (before, swapped) == (False, True)
    assert [one.message.imsi for one in seen if one.message.imsi == ANNA_NEW.imsi] == [
        ANNA_NEW.imsi
    ]


async def test_a_swap_that_fails_lets_codes_flow_to_the_old_card(
    anna: Adapter, network: PretendNetwork
) -> None:
    await anna.opens(BORIS, subscriber="boris")

    failed = await anna.carries_out(ReplaceImsi(ANNA.isdn, ANNA.imsi, BORIS.imsi))

    assert isinstance(failed, events_pb2.ProvisioningFailed)
    assert failed.reason == "IMSI_IN_USE"
    assert not await holds_codes(anna)
    assert await network.is_attached(ANNA)


@pytest.mark.parametrize("kind", ["DEAF", "LOST", "DROP", "LYING", "DELAY"])
@pytest.mark.parametrize("command", ["LST SUB", "ADD KI", "MOD IMSI", "RMV KI"])
async def test_a_swap_survives_what_goes_wrong_at_the_hlr(
    anna: Adapter, network: PretendNetwork, kind: str, command: str
) -> None:
    await network.falls_ill(kind, command=command, remaining=1, delay_ms=600)

    done = await anna.carries_out(SWAP)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await has_swapped(network)


@pytest.mark.parametrize("kind", ["DEAF", "LOST", "DROP", "LYING", "FULL", "REFUSE"])
@pytest.mark.parametrize("command", ["LOCATION CANCEL", "SEND AUTH INFO"])
async def test_a_swap_survives_what_goes_wrong_on_the_network_side(
    anna: Adapter, network: PretendNetwork, kind: str, command: str
) -> None:
    await network.falls_ill(kind, element="GSUP", command=command, remaining=1)

    done = await anna.carries_out(SWAP)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await has_swapped(network)


@pytest.mark.parametrize("command", ["LST SUB", "ADD KI", "MOD IMSI", "RMV KI"])
async def test_a_swap_is_gone_on_from_after_a_crash(
    anna: Adapter, network: PretendNetwork, command: str
) -> None:
    await network.falls_ill("DEAF", command=command, remaining=1)
    order_id = await anna.hears(SWAP)
    await asyncio.sleep(0.2)

    await anna.crashes()
    held = await holds_codes(anna)
    anna.starts()

    assert held
    assert isinstance(await anna.outcome(order_id), events_pb2.ProvisioningCompleted)
    assert await has_swapped(network)


async def test_other_keys_in_the_network_than_in_the_vault_are_for_a_person(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await adapter.knows_keys(ANNA_NEW)
    await network.does(f'ADD KI:IMSI="{ANNA_NEW.imsi}",KIVALUE="{"77" * 16}",OPCVALUE="{ANNA.opc}"')
    await network.falls_ill("LYING", command="ADD KI")
    await network.falls_ill("LYING", command="RMV KI")
    order_id = await adapter.hears(SWAP)

    async def is_held() -> bool:
        return (await adapter.change(order_id)).state is ChangeState.HELD

    await eventually(is_held)
    assert (await adapter.change(order_id)).element_code == "KEYS_DIFFER"
    assert await holds_codes(adapter)


async def test_a_swap_keeps_the_level_of_the_number(anna: Adapter, network: PretendNetwork) -> None:
    await anna.carries_out(SetBarring(ANNA.isdn, ANNA.imsi, Level.TWO_WAY))

    await anna.carries_out(SWAP)

    shown = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    desired = (await anna.uow().profiles.get([ANNA.isdn]))[ANNA.isdn]
    assert (shown["ODBOC"], shown["ODBIC"]) == ("BAOC", "BAIC")
    assert (desired.imsi, desired.level) == (ANNA_NEW.imsi, Level.TWO_WAY)


async def test_a_stop_that_is_heard_during_a_swap_bars_the_new_card(
    anna: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("DELAY", delay_ms=60)

    await anna.hears(SWAP)
    stopped = await anna.hears(SetBarring(ANNA.isdn, ANNA_NEW.imsi, Level.ONE_WAY))
    done = await anna.outcome(stopped)

    shown = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert (shown["IMSI"], shown["ODBOC"]) == (ANNA_NEW.imsi, "BAOC")


async def test_a_first_card_is_seen_when_it_attaches(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await network.attaches(ANNA)
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE awaited_card SET look_at = now()")

    async def is_seen() -> bool:
        return any(isinstance(one.message, events_pb2.CardSeen) for one in await adapter.said())

    await eventually(is_seen)
    assert not await holds_codes(adapter)


async def test_a_card_without_keys_in_the_vault_fails_its_order(adapter: Adapter) -> None:
    failed = await adapter.carries_out(CreateSubscription(ANNA.isdn, ANNA.imsi))

    assert isinstance(failed, events_pb2.ProvisioningFailed)
    assert failed.reason == "NO_KEYS"


def test_keys_are_not_shown() -> None:
    shown = repr(CardKeys("460000000000001", bytes.fromhex(ANNA.k), bytes.fromhex(ANNA.opc)))

    assert "ki" not in shown
    assert "opc" not in shown
