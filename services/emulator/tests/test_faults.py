"""Elements that misbehave, and are well again."""

import asyncio

import pytest
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from emulator.doors.gsup.wire import gsup
from kernel.errors import Refusal

BAR = f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC"
READ = f"LST SUB:ISDN={ANNA.isdn}"


@pytest.fixture
async def opened(network: PretendNetwork) -> PretendNetwork:
    """Anna is in the network."""
    await network.opens(ANNA)
    await network.attaches(ANNA)
    return network


async def is_barred(network: PretendNetwork) -> bool:
    return (await network.does(READ))["ODBOC"] == "BAOC"


async def nothing_comes(network: PretendNetwork) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await network.operator.reader.readexactly(1)


async def test_a_deaf_element_has_done_it(opened: PretendNetwork) -> None:
    await opened.falls_ill("DEAF", command="MOD ODB", remaining=1)

    opened.operator.writer.write(f"{BAR};".encode())
    await nothing_comes(opened)

    assert await is_barred(opened)


async def test_a_command_that_is_lost_is_not_done(opened: PretendNetwork) -> None:
    await opened.falls_ill("LOST", remaining=1)

    opened.operator.writer.write(f"{BAR};".encode())
    await nothing_comes(opened)

    assert not await is_barred(opened)


async def test_a_lying_element_says_done_and_does_nothing(opened: PretendNetwork) -> None:
    await opened.falls_ill("LYING")

    await opened.does(BAR)

    assert not await is_barred(opened)


async def test_a_full_element_takes_nobody_in_and_is_busy_otherwise(
    opened: PretendNetwork,
) -> None:
    await opened.loads(BORIS)
    await opened.falls_ill("FULL")

    new = await opened.operator.says(f"ADD TPLSUB:IMSI={BORIS.imsi},ISDN={BORIS.isdn},TPLID=1")

    assert new.code == "ERR3201"
    assert (await opened.operator.says(BAR)).code == "ERR3202"
    assert not await is_barred(opened)


async def test_the_next_commands_are_refused_with_a_code(opened: PretendNetwork) -> None:
    await opened.falls_ill("REFUSE", code="ERR3203", remaining=2)

    codes = [(await opened.operator.says(BAR)).code for _ in range(3)]

    assert codes == ["ERR3203", "ERR3203", "SUCCESS0001"]


async def test_a_reply_may_be_cut_in_the_middle(opened: PretendNetwork) -> None:
    await opened.falls_ill("DROP", remaining=1)

    opened.operator.writer.write(f"{BAR};".encode())
    heard = await opened.operator.reader.read()
    opened.operator = await opened.operator_at_the_door()
    await opened.operator.log_in()

    assert heard.startswith(b"+++    HLR9820")
    assert b"END" not in heard
    assert await is_barred(opened)


async def test_a_slow_element_answers_late(opened: PretendNetwork) -> None:
    await opened.falls_ill("DELAY", delay_ms=150)
    loop = asyncio.get_running_loop()
    asked = loop.time()

    await opened.does(BAR)

    assert loop.time() - asked >= 0.15


async def test_a_cleared_element_is_healthy(opened: PretendNetwork) -> None:
    await opened.falls_ill("REFUSE")
    refused = (await opened.operator.says(BAR)).code
    await opened.recovers()

    assert refused == "ERR3202"
    assert (await opened.operator.says(BAR)).is_done


async def test_faults_of_one_door_leave_the_others_alone(opened: PretendNetwork) -> None:
    await opened.falls_ill("REFUSE", element="GSUP", code="22")
    node = await opened.node()

    refused = await node.asks_for_vectors(ANNA.imsi)

    assert refused.value(gsup.Tag.CAUSE) == bytes([22])
    assert (await opened.operator.says(BAR)).is_done


async def test_an_eviction_may_be_a_lie(opened: PretendNetwork) -> None:
    await opened.falls_ill("LYING", element="GSUP", command="LOCATION CANCEL", remaining=1)
    node = await opened.node()

    lied = (await node.evicts(ANNA.imsi)).type
    still_there = await opened.is_attached(ANNA)
    await node.evicts(ANNA.imsi)

    assert (lied, still_there) == (0x1E, True)
    assert not await opened.is_attached(ANNA)


async def test_an_eviction_may_stay_without_an_answer(opened: PretendNetwork) -> None:
    await opened.falls_ill("DEAF", element="GSUP", command="LOCATION CANCEL", remaining=1)
    node = await opened.node()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await node.evicts(ANNA.imsi)

    assert not await opened.is_attached(ANNA)


async def test_the_gsup_door_may_lose_drop_and_be_congested(opened: PretendNetwork) -> None:
    node = await opened.node()
    await opened.falls_ill("LOST", element="GSUP", remaining=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await node.asks_for_vectors(ANNA.imsi)
    await opened.falls_ill("FULL", element="GSUP", remaining=1)
    congested = await node.asks_for_vectors(ANNA.imsi)
    await opened.falls_ill("DROP", element="GSUP", remaining=1)
    with pytest.raises(ConnectionResetError):
        await node.asks_for_vectors(ANNA.imsi)

    assert congested.value(gsup.Tag.CAUSE) == bytes([22])


async def test_an_sms_centre_may_lie(opened: PretendNetwork) -> None:
    await opened.falls_ill("LYING", element="SMSC", remaining=1)

    sent = await opened.sends_code(ANNA.isdn)

    assert sent.state == 2
    assert await opened.inbox(ANNA) == []


async def test_an_sms_centre_may_be_full(opened: PretendNetwork) -> None:
    await opened.falls_ill("FULL", element="SMSC", remaining=1)

    assert (await opened.sends_code(ANNA.isdn)).cause == 10


async def test_a_fault_nobody_knows_is_refused(network: PretendNetwork) -> None:
    with pytest.raises(Refusal):
        await network.falls_ill("REFUSE", code="ERR9999")
    with pytest.raises(Refusal):
        await network.falls_ill("REFUSE", element="GSUP", code="many")
    with pytest.raises(Refusal):
        await network.falls_ill("UNSPECIFIED")


async def test_a_swap_that_lied_leaves_the_old_card(opened: PretendNetwork) -> None:
    await opened.loads(ANNA_NEW)
    await opened.falls_ill("LYING", command="MOD IMSI", remaining=1)

    await opened.swaps(ANNA, ANNA_NEW)

    assert (await opened.does(READ))["IMSI"] == ANNA.imsi
