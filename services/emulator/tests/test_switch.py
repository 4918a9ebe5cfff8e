"""Handsets in the network: who attaches, who calls, who gets which text, and who should not."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from emulator.hlr.domain.profile import Location
from kernel.errors import Refusal

HELP = ("110", "112", "119", "120", "122")


@pytest.fixture
async def calling(network: PretendNetwork) -> PretendNetwork:
    """Anna and Boris are in the network."""
    for card in (ANNA, BORIS):
        await network.opens(card)
        assert await network.attaches(card) == "LET_THROUGH"
    return network


async def test_the_hlr_knows_who_serves_a_card_that_was_seen(calling: PretendNetwork) -> None:
    shown = await calling.does(f"LST SUB:ISDN={ANNA.isdn}")

    assert (shown["VLRNUM"], shown["LASTUL"]) == ("MSC-A", "2026-11-22T04:00:00Z")


async def test_a_card_without_a_number_is_not_taken_in(network: PretendNetwork) -> None:
    await network.loads(ANNA)

    assert await network.attaches(ANNA) == "IMSI_UNKNOWN"


async def test_a_card_with_other_keys_is_not_taken_in(network: PretendNetwork) -> None:
    await network.opens(ANNA)

    assert await network.attaches(replace(ANNA, k="00" * 16)) == "AUTHENTICATION_FAILED"
    assert not await network.is_attached(ANNA)


async def test_a_card_whose_keys_were_loaded_again_catches_up(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    await network.attaches(ANNA)
    await network.does(f"RMV SUB:ISDN={ANNA.isdn},RMVKI=TRUE")
    await network.opens(ANNA)

    assert await network.attaches(ANNA) == "LET_THROUGH"


async def test_after_a_swap_in_the_hlr_alone_the_old_handset_still_gets_the_codes(
    calling: PretendNetwork,
) -> None:
    await calling.loads(ANNA_NEW)
    await calling.swaps(ANNA, ANNA_NEW)

    await calling.sends_code(ANNA.isdn)

    assert await calling.inbox(ANNA) == ["code 123456"]
    assert await calling.inbox(ANNA_NEW) == []
    assert (await calling.does(f"LST SUB:ISDN={ANNA.isdn}"))["VLRNUM"] == "NONE"


async def test_once_evicted_the_old_handset_gets_nothing_and_the_new_one_all(
    calling: PretendNetwork,
) -> None:
    node = await calling.node()
    await calling.loads(ANNA_NEW)
    await calling.swaps(ANNA, ANNA_NEW)

    assert (await node.evicts(ANNA.imsi)).type == 0x1E
    sent = await calling.sends_code(ANNA.isdn)
    assert await calling.attaches(ANNA) == "IMSI_UNKNOWN"
    assert await calling.attaches(ANNA_NEW) == "LET_THROUGH"

    assert sent.state == 1  # it waited
    assert await calling.inbox(ANNA) == []
    assert await calling.inbox(ANNA_NEW) == ["code 123456"]


async def test_when_both_are_attached_the_newer_handset_gets_the_texts(
    calling: PretendNetwork,
) -> None:
    await calling.loads(ANNA_NEW)
    await calling.swaps(ANNA, ANNA_NEW)
    await calling.attaches(ANNA_NEW)

    await calling.sends_code(ANNA.isdn)

    assert await calling.inbox(ANNA_NEW) == ["code 123456"]
    assert await calling.calls(ANNA, "13900000002") == "LET_THROUGH"  # and the old one still calls


async def test_removing_a_subscription_does_not_evict_either(calling: PretendNetwork) -> None:
    await calling.does(f"RMV SUB:ISDN={ANNA.isdn}")

    assert await calling.is_attached(ANNA)


async def test_a_call_is_let_through_and_written_down(calling: PretendNetwork) -> None:
    assert await calling.calls(ANNA, "13900000002", seconds=61) == "LET_THROUGH"

    (record,) = await calling.records()
    assert record["type"] == "VOICE_MO"
    assert (record["msisdn"], record["imsi"]) == (ANNA.isdn, ANNA.imsi)
    assert (record["peer"], record["duration"]) == (BORIS.isdn, 61)
    assert (record["start_time"], record["roam_type"]) == ("2026-11-22T04:00:00.000000Z", "home")
    (made,) = (await calling.reads(ANNA)).calls
    assert (made.to, made.seconds) == ("13900000002", 61)


async def test_a_bar_holds_at_once_and_is_lifted_at_once(calling: PretendNetwork) -> None:
    await calling.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC,ODBPS=BAPS")
    barred = [
        await calling.calls(ANNA, BORIS.isdn),
        await calling.uses_data(ANNA, 1000),
        await calling.calls(BORIS, ANNA.isdn),
    ]
    text = await calling.texts(ANNA, BORIS.isdn)
    await calling.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=NOBOC,ODBPS=NOBPS")

    assert barred == ["BARRED_OUTGOING", "BARRED_DATA", "LET_THROUGH"]
    assert text.cause == 2
    assert await calling.calls(ANNA, BORIS.isdn) == "LET_THROUGH"
    assert await calling.uses_data(ANNA, 1000) == "LET_THROUGH"


async def test_who_is_barred_both_ways_is_not_reached(calling: PretendNetwork) -> None:
    await calling.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC,ODBIC=BAIC")

    text = await calling.texts(BORIS, ANNA.isdn)

    assert await calling.calls(BORIS, ANNA.isdn) == "CALLED_BARRED"
    assert (text.cause, text.text_id) == (5, "")
    assert await calling.inbox(ANNA) == []


@pytest.mark.parametrize("ends", ["MOD ODB:{},ODBIC=NOBIC", "MOD LCK:{},IC=FALSE"])
async def test_what_waited_for_a_barred_handset_comes_when_it_may_be_reached(
    calling: PretendNetwork, ends: str
) -> None:
    """It was switched off when it was sent, and attached again while it was barred."""
    whom = f"ISDN={ANNA.isdn}"
    await calling.detaches(ANNA)
    await calling.sends_code(ANNA.isdn)
    bar = f"MOD ODB:{whom},ODBIC=BAIC" if "ODB" in ends else f"MOD LCK:{whom},IC=TRUE"
    await calling.does(bar)
    await calling.attaches(ANNA)
    barred = await calling.inbox(ANNA)

    await calling.does(ends.format(whom))

    assert barred == []
    assert await calling.inbox(ANNA) == ["code 123456"]


async def test_a_lock_bars_as_well(calling: PretendNetwork) -> None:
    await calling.does(f"MOD LCK:ISDN={ANNA.isdn},OC=TRUE,IC=TRUE,GPRSLOCK=TRUE")

    assert await calling.calls(ANNA, BORIS.isdn) == "BARRED_OUTGOING"
    assert await calling.calls(BORIS, ANNA.isdn) == "CALLED_BARRED"
    assert await calling.uses_data(ANNA, 1) == "BARRED_DATA"


async def test_calls_abroad_alone_can_be_barred(calling: PretendNetwork) -> None:
    await calling.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BOIC")

    assert await calling.calls(ANNA, "0012125550100") == "BARRED_INTERNATIONAL"
    assert await calling.calls(ANNA, "+12125550100") == "BARRED_INTERNATIONAL"
    assert await calling.calls(ANNA, "+8613900000002") == "LET_THROUGH"
    assert await calling.calls(ANNA, "13900000002") == "LET_THROUGH"


@pytest.mark.parametrize("number", HELP)
async def test_help_is_reached_whatever_is_barred_and_is_free(
    calling: PretendNetwork, number: str
) -> None:
    await calling.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC,ODBIC=BAIC,ODBPS=BAPS")
    await calling.does(f"MOD LCK:ISDN={ANNA.isdn},IC=TRUE,OC=TRUE,GPRSLOCK=TRUE")
    barred = await calling.calls(ANNA, number)
    await calling.detaches(ANNA)

    assert barred == "LET_THROUGH"
    assert await calling.calls(ANNA, number) == "LET_THROUGH"
    assert await calling.records() == []


async def test_the_hotline_is_reached_while_stopped(calling: PretendNetwork) -> None:
    await calling.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC,ODBIC=BAIC")

    assert await calling.calls(ANNA, "10086") == "LET_THROUGH"


async def test_who_is_not_attached_neither_calls_nor_is_called(calling: PretendNetwork) -> None:
    await calling.detaches(ANNA)

    assert await calling.calls(ANNA, BORIS.isdn) == "NOT_ATTACHED"
    assert await calling.calls(BORIS, ANNA.isdn) == "CALLED_ABSENT"
    assert await calling.calls(BORIS, "13800000000") == "LET_THROUGH"  # another network's number


async def test_a_text_waits_for_its_handset(calling: PretendNetwork) -> None:
    await calling.detaches(ANNA)

    sent = await calling.texts(BORIS, ANNA.isdn, "你好" * 40)
    await calling.attaches(ANNA)

    assert sent.state == 1
    assert await calling.inbox(ANNA) == ["你好" * 40]
    (record,) = await calling.records()
    assert (record["type"], record["count"]) == ("SMS_MO", 2)


async def test_a_text_that_comes_while_its_handset_attaches_waits_for_nothing(
    calling: PretendNetwork,
) -> None:
    """It was found absent and was not yet there to be handed over: for ever, it would wait."""
    for turn in range(40):
        await calling.detaches(ANNA)
        await asyncio.gather(
            calling.attaches(ANNA), *(calling.texts(BORIS, ANNA.isdn, f"{turn}") for _ in range(3))
        )

        assert (await calling.inbox(ANNA)).count(f"{turn}") == 3


async def test_a_text_does_not_wait_for_ever(calling: PretendNetwork) -> None:
    await calling.detaches(ANNA)
    await calling.sends_code(ANNA.isdn, valid=60)

    calling.clock.pass_by(timedelta(seconds=60))
    await calling.attaches(ANNA)

    assert await calling.inbox(ANNA) == []


async def test_texts_of_the_operator_are_not_charged(calling: PretendNetwork) -> None:
    await calling.sends_code(ANNA.isdn)

    assert await calling.records() == []


async def test_a_changed_number_is_told_to_the_switch(calling: PretendNetwork) -> None:
    await calling.does(f"MOD ISDN:ISDN={ANNA.isdn},NEWISDN=8613900000077")

    await calling.sends_code("8613900000077")

    assert await calling.inbox(ANNA) == ["code 123456"]
    assert (await calling.reads(ANNA)).msisdn == "8613900000077"


async def test_who_may_not_roam_is_not_taken_in_abroad(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    await network.does(f"MOD ODB:ISDN={ANNA.isdn},ODBROAM=BROHPLMNC")

    assert await network.attaches(ANNA, at=Location.INTERNATIONAL) == "ROAMING_NOT_ALLOWED"
    assert await network.attaches(ANNA, at=Location.DOMESTIC) == "LET_THROUGH"
    await network.calls(ANNA, "13900000002")
    assert (await network.records())[0]["roam_type"] == "domestic"


async def test_a_bar_on_roaming_sends_home_who_is_abroad(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    await network.attaches(ANNA, at=Location.INTERNATIONAL)

    await network.does(f"MOD ODB:ISDN={ANNA.isdn},ODBROAM=BROHPLMN")

    assert not await network.is_attached(ANNA)


@pytest.mark.parametrize(
    ("named", "written"), [("23415", "23415"), ("310260", "310260"), ("", "45400")]
)
async def test_abroad_a_record_names_the_network(
    network: PretendNetwork, named: str, written: str
) -> None:
    await network.opens(ANNA)
    await network.attaches(ANNA, at=Location.INTERNATIONAL, plmn=named)
    await network.calls(ANNA, "13900000002")
    screen = await network.reads(ANNA)
    await network.attaches(ANNA, at=Location.DOMESTIC)
    await network.calls(ANNA, "13900000002")

    abroad, home = await network.records()
    assert (abroad["roam_type"], abroad["visited_plmn"]) == ("intl", written)
    assert screen.visited_plmn == written
    assert "visited_plmn" not in home
    assert (await network.reads(ANNA)).visited_plmn == ""


@pytest.mark.parametrize(
    ("at", "plmn"),
    [
        (Location.INTERNATIONAL, "2341"),
        (Location.INTERNATIONAL, "2341555"),
        (Location.INTERNATIONAL, "GB"),
        (Location.HOME, "23415"),
        (Location.DOMESTIC, "46001"),
    ],
)
async def test_a_network_that_is_none_or_is_not_abroad_is_refused(
    network: PretendNetwork, at: Location, plmn: str
) -> None:
    await network.opens(ANNA)

    with pytest.raises(Refusal) as refused:
        await network.attaches(ANNA, at=at, plmn=plmn)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "visited_plmn")
