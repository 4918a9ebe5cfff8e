"""Supplementary services at the HLR, and what the switch does: forwarded, waiting, barred."""

import pytest
from pretend_network import ANNA, BORIS, Card, PretendNetwork, cause

FORWARDING = ("CFU", "CFB", "CFNRY", "CFNRC")
BARRING = ("BAOC", "BOIC", "BOICEXHC", "BAIC", "BICROAM")
SWITCHED = (*FORWARDING, "CW", *BARRING)
CLARA = Card("460000000000004", "8613900000004")
DORA = Card("460000000000005", "8613900000005")
ABROAD = "+12125550100"


@pytest.fixture
async def three(network: PretendNetwork) -> PretendNetwork:
    """Anna calls, Boris is called, Clara is called instead; all services are provided to him."""
    for card in (ANNA, BORIS, CLARA):
        await network.opens(card)
        assert await network.attaches(card) == "LET_THROUGH"
    for service in (*SWITCHED, "CLIP", "CLIR"):
        await provides(network, service)
    return network


async def provides(network: PretendNetwork, service: str, *, to: Card = BORIS) -> None:
    await network.does(f"MOD SS:ISDN={to.isdn},SS={service},PROV=TRUE")


async def forwards(network: PretendNetwork, service: str, to: Card | str = CLARA) -> None:
    number = to if isinstance(to, str) else to.isdn
    await network.does(f"REG {service}:ISDN={BORIS.isdn},FTN={number}")


async def registered(network: PretendNetwork) -> str:
    return (await network.does(f"LST SUB:ISDN={BORIS.isdn}"))["SSREG"]


async def refusal(network: PretendNetwork, command: str) -> str:
    return (await network.operator.says(command)).code


@pytest.mark.holds("AC-SS-1")
@pytest.mark.parametrize("erased", FORWARDING)
async def test_erasing_one_forwarding_touches_no_other(three: PretendNetwork, erased: str) -> None:
    for service in FORWARDING:
        await forwards(three, service)

    await three.does(f"ERA {erased}:ISDN={BORIS.isdn}")

    left = [word.split(":")[0] for word in (await registered(three)).split("&")]
    assert sorted(left) == sorted(set(FORWARDING) - {erased})


async def test_a_forwarding_is_put_aside_and_taken_up_again(three: PretendNetwork) -> None:
    await three.does(f"REG CFNRY:ISDN={BORIS.isdn},FTN={CLARA.isdn},NRTIME=15")
    await three.does(f"DEA CFNRY:ISDN={BORIS.isdn}")
    aside = await registered(three)
    await three.does(f"ACT CFNRY:ISDN={BORIS.isdn}")

    assert aside == f"CFNRY:REGISTERED:{CLARA.isdn}:15"
    assert await registered(three) == f"CFNRY:ACTIVE:{CLARA.isdn}:15"


@pytest.mark.parametrize(
    ("before", "command", "code"),
    [
        ("", "REG CFU:ISDN={0},FTN={0}", "ERR3114"),
        ("", "REG CFU:ISDN={0},FTN=110", "ERR3004"),
        ("", "REG CFU:ISDN={0}", "ERR3003"),
        ("", "REG CFNRY:ISDN={0},FTN={1},NRTIME=7", "ERR3004"),
        ("", "REG CFU:ISDN={0},FTN={1},NRTIME=10", "ERR3004"),
        ("", "REG CW:ISDN={0},FTN={1}", "ERR3002"),
        ("", "ERA CW:ISDN={0}", "ERR3002"),
        ("", "ACT CLIP:ISDN={0}", "ERR3002"),
        ("", "ACT CFU:ISDN={0}", "ERR3112"),
        ("MOD SS:ISDN={0},SS=CFU,PROV=FALSE", "REG CFU:ISDN={0},FTN={1}", "ERR3111"),
        ("ACT BAOC:ISDN={0}", "REG CFB:ISDN={0},FTN={1}", "ERR3113"),
        ("ACT BAIC:ISDN={0}", "REG CFU:ISDN={0},FTN={1}", "ERR3113"),
        ("REG CFU:ISDN={0},FTN={1}", "ACT BAIC:ISDN={0}", "ERR3113"),
        ("REG CFNRC:ISDN={0},FTN={1}", "ACT BAOC:ISDN={0}", "ERR3113"),
    ],
)
async def test_the_hlr_refuses(three: PretendNetwork, before: str, command: str, code: str) -> None:
    if before:
        await three.does(before.format(BORIS.isdn, CLARA.isdn))
    was = await registered(three)

    assert await refusal(three, command.format(BORIS.isdn, CLARA.isdn)) == code
    assert await registered(three) == was


async def test_what_is_withdrawn_is_erased_and_what_is_swapped_is_kept(
    three: PretendNetwork,
) -> None:
    for service in ("CFB", "CFNRC"):
        await forwards(three, service)
    await three.does(f"MOD SS:ISDN={BORIS.isdn},SS=CFB,PROV=FALSE")
    await three.loads(DORA)
    await three.does(f"MOD IMSI:ISDN={BORIS.isdn},IMSI={BORIS.imsi},NEWIMSI={DORA.imsi}")

    assert await registered(three) == f"CFNRC:ACTIVE:{CLARA.isdn}"


@pytest.mark.parametrize(
    ("service", "boris"),
    [("CFU", "ANSWERS"), ("CFB", "BUSY"), ("CFNRY", "SILENT"), ("CFNRC", "AWAY")],
)
@pytest.mark.holds("R-SS-6")
async def test_a_forwarded_call_arrives_at_the_other_handset_and_is_two_records(
    three: PretendNetwork, service: str, boris: str
) -> None:
    await forwards(three, service)
    await does(three, boris)

    call = await three.dials(ANNA, BORIS.isdn, seconds=30)

    assert (cause(call), call.reached, call.waited) == ("LET_THROUGH", CLARA.isdn, False)
    assert await three.received(CLARA) == [("", 30, BORIS.isdn, False)]
    assert await three.received(BORIS) == []
    assert [
        (one["type"], one["msisdn"], one["peer"], one["duration"]) for one in await three.records()
    ] == [
        ("VOICE_MO", ANNA.isdn, BORIS.isdn, 30),
        ("VOICE_CF", BORIS.isdn, CLARA.isdn, 30),
    ]


@pytest.mark.parametrize("service", FORWARDING)
@pytest.mark.parametrize(
    ("boris", "without"),
    [("ANSWERS", ""), ("BUSY", "CALLED_BUSY"), ("SILENT", "NO_ANSWER"), ("AWAY", "CALLED_ABSENT")],
)
async def test_each_forwards_for_its_reason_alone(
    three: PretendNetwork, service: str, boris: str, without: str
) -> None:
    reasons = {"CFB": "BUSY", "CFNRY": "SILENT", "CFNRC": "AWAY"}
    await forwards(three, service)
    await does(three, boris)

    call = await three.dials(ANNA, BORIS.isdn)

    if service == "CFU" or reasons[service] == boris:
        assert call.reached == CLARA.isdn
    else:
        assert cause(call) == (without or "LET_THROUGH")
        assert call.forwarded_cdr_id == ""
        assert call.reached == ("" if without else BORIS.isdn)


async def does(network: PretendNetwork, what: str) -> None:
    if what == "AWAY":
        await network.detaches(BORIS)
    else:
        await network.answers(BORIS, what)


@pytest.mark.holds("R-SS-2")
async def test_a_call_waits_before_it_is_forwarded_when_busy_and_not_before_always(
    three: PretendNetwork,
) -> None:
    await three.does(f"ACT CW:ISDN={BORIS.isdn}")
    await forwards(three, "CFB")
    await three.answers(BORIS, "BUSY")
    waiting = await three.dials(ANNA, BORIS.isdn, seconds=5)
    await forwards(three, "CFU")
    forwarded = await three.dials(ANNA, BORIS.isdn, seconds=6)

    assert (waiting.reached, waiting.waited) == (BORIS.isdn, True)
    assert (forwarded.reached, forwarded.waited) == (CLARA.isdn, False)
    assert await three.received(BORIS) == [(ANNA.isdn, 5, "", True)]


@pytest.mark.holds("R-SS-1")
async def test_nothing_is_forwarded_a_second_time(three: PretendNetwork) -> None:
    await provides(three, "CFU", to=CLARA)
    await three.does(f"REG CFU:ISDN={CLARA.isdn},FTN={ANNA.isdn}")
    await forwards(three, "CFU")

    call = await three.dials(ANNA, BORIS.isdn)

    assert (cause(call), call.cdr_id) == ("CALLED_ABSENT", "")


@pytest.mark.parametrize(
    ("bar", "to"),
    [
        ("MOD ODB:ISDN={0},ODBOC=BAOC", CLARA.isdn),
        ("MOD ODB:ISDN={0},ODBOC=BOIC", ABROAD.removeprefix("+")),
    ],
)
async def test_a_forwarded_leg_is_outgoing_of_who_forwards(
    three: PretendNetwork, bar: str, to: str
) -> None:
    await forwards(three, "CFU", to)
    await three.does(bar.format(BORIS.isdn))

    assert await three.calls(ANNA, BORIS.isdn) == "FORWARDING_BARRED"


@pytest.mark.parametrize(
    ("service", "to", "refused"),
    [
        ("BAOC", CLARA.isdn, "BARRED_OUTGOING"),
        ("BOIC", ABROAD, "BARRED_INTERNATIONAL"),
        ("BOICEXHC", ABROAD, "BARRED_INTERNATIONAL"),
        ("BOIC", CLARA.isdn, "LET_THROUGH"),
        ("BAIC", CLARA.isdn, "LET_THROUGH"),
    ],
)
async def test_calls_out_are_barred_at_wish(
    three: PretendNetwork, service: str, to: str, refused: str
) -> None:
    await three.does(f"ACT {service}:ISDN={BORIS.isdn}")
    barred = await three.calls(BORIS, to)
    help_comes = await three.calls(BORIS, "110")
    await three.does(f"DEA {service}:ISDN={BORIS.isdn}")

    assert (barred, help_comes) == (refused, "LET_THROUGH")
    assert await three.calls(BORIS, to) == "LET_THROUGH"


async def test_calls_in_are_barred_at_wish_before_they_are_forwarded(
    three: PretendNetwork,
) -> None:
    await forwards(three, "CFNRC")
    await three.does(f"ACT BAIC:ISDN={BORIS.isdn}")
    barred = await three.calls(ANNA, BORIS.isdn)
    await three.detaches(BORIS)
    while_away = await three.calls(ANNA, BORIS.isdn)
    await three.does(f"DEA BAIC:ISDN={BORIS.isdn}")

    assert (barred, while_away) == ("CALLED_BARRED", "CALLED_BARRED")
    assert (await three.dials(ANNA, BORIS.isdn)).reached == CLARA.isdn


async def test_who_calls_is_shown_to_who_has_it_unless_it_is_hidden(
    three: PretendNetwork,
) -> None:
    await three.calls(ANNA, BORIS.isdn, seconds=1)
    await provides(three, "CLIR", to=ANNA)
    await three.calls(ANNA, BORIS.isdn, seconds=2)
    await three.calls(BORIS, CLARA.isdn, seconds=3)

    assert await three.received(BORIS) == [(ANNA.isdn, 1, "", False), ("", 2, "", False)]
    assert await three.received(CLARA) == [("", 3, "", False)]
