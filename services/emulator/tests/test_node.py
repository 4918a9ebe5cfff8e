"""What another node of the network asks at the GSUP door."""

from pretend_network import ANNA, ANNA_NEW, PretendNetwork

from emulator.doors.gsup.wire import gsup, ipa
from emulator.doors.gsup.wire.gsup import Tag
from emulator.hlr.domain.milenage import Milenage, xor


async def test_the_vectors_of_a_card_are_what_its_keys_make_of_them(
    network: PretendNetwork,
) -> None:
    await network.opens(ANNA)
    node = await network.node()

    answer = await node.asks_for_vectors(ANNA.imsi)
    tuples = [gsup.decode(b"\0" + octets) for tag, octets in answer.elements if tag == 3]

    assert answer.type == 0x0A
    assert len(tuples) == 5
    card = Milenage(bytes.fromhex(ANNA.k), bytes.fromhex(ANNA.opc))
    sqns = set()
    for one in tuples:
        autn = one.value(Tag.AUTN) or b""
        rand = one.value(Tag.RAND) or b""
        sqn = xor(autn[:6], card.outputs(rand, sqn=bytes(6), amf=autn[6:8]).ak)
        made = card.outputs(rand, sqn=sqn, amf=autn[6:8])
        assert autn[8:] == made.mac
        assert one.value(Tag.RES) == made.res
        sqns.add(sqn)
    assert len(sqns) == 5


async def test_a_card_without_a_number_or_without_keys_is_unknown(network: PretendNetwork) -> None:
    await network.loads(ANNA)
    node = await network.node()

    without_number = await node.asks_for_vectors(ANNA.imsi)
    without_keys = await node.asks_for_vectors(ANNA_NEW.imsi)

    assert without_number.type == without_keys.type == 0x09
    assert without_number.value(Tag.CAUSE) == bytes([gsup.CAUSE_IMSI_UNKNOWN])


async def test_after_a_swap_the_new_card_is_answered_and_the_old_one_is_not(
    network: PretendNetwork,
) -> None:
    await network.opens(ANNA)
    await network.loads(ANNA_NEW)
    node = await network.node()

    await network.swaps(ANNA, ANNA_NEW)

    assert (await node.asks_for_vectors(ANNA.imsi)).type == 0x09
    assert (await node.asks_for_vectors(ANNA_NEW.imsi)).type == 0x0A


async def test_a_node_that_serves_a_card_is_told_its_number(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    node = await network.node("MSC-X")

    told = await node.asks(gsup.request(gsup.Kind.UPDATE_LOCATION, ANNA.imsi))
    done = await node.asks(gsup.result(told))

    assert told.type == gsup.Kind.INSERT_DATA
    assert gsup.number_of((told.value(Tag.MSISDN) or b"")[1:]) == ANNA.isdn
    assert done.type == 0x06
    assert (await network.does(f"LST SUB:ISDN={ANNA.isdn}"))["VLRNUM"] == "MSC-X"


async def test_an_eviction_is_passed_on_to_the_node_it_is_for(network: PretendNetwork) -> None:
    boss, switch = await network.node("BOSS-1"), await network.node("MSC-X")

    boss.send(
        gsup.request(
            gsup.Kind.LOCATION_CANCEL, ANNA.imsi,
            (Tag.SOURCE_NAME, b"BOSS-1\0"), (Tag.DESTINATION_NAME, b"MSC-X\0"),
        )
    )  # fmt: skip
    asked = await switch.message()
    switch.send(gsup.result(asked))

    assert asked.imsi == ANNA.imsi
    assert (await boss.message()).type == 0x1E


async def test_whom_the_switch_does_not_know_it_cannot_evict(network: PretendNetwork) -> None:
    node = await network.node()

    nobody = await node.evicts(ANNA.imsi)
    nowhere = await node.evicts(ANNA.imsi, at="MSC-Z")

    assert nobody.value(Tag.CAUSE) == bytes([gsup.CAUSE_IMSI_UNKNOWN])
    assert nowhere.value(Tag.CAUSE) == bytes([gsup.CAUSE_NETWORK_FAILURE])


async def test_a_ping_is_answered_and_nonsense_is_refused(network: PretendNetwork) -> None:
    node = await network.node()

    node.writer.write(ipa.control(ipa.PING))
    pong = await node.frame()
    node.writer.write(ipa.gsup_frame(b"\x08\x01\x08short"))
    cut = await node.message()
    unknown = await node.asks(gsup.Message(0x30, ((Tag.IMSI, gsup.digits(ANNA.imsi)),)))

    assert pong.payload == bytes([ipa.PONG])
    assert cut.value(Tag.CAUSE) == bytes([gsup.CAUSE_INVALID])
    assert unknown.type == 0x31
    assert unknown.value(Tag.CAUSE) == bytes([gsup.CAUSE_NOT_IMPLEMENTED])
