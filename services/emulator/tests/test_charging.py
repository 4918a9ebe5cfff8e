"""The switch and the SMS centre ask before they let somebody through, and cut what is used up."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from pretend_charging import PretendCharging
from pretend_network import ANNA, BORIS, PretendNetwork, cause, settings_for
from pydantic import ValidationError

from boss.billing.v1 import charging_pb2, charging_pb2_grpc
from boss.emulator.v1 import handsets_pb2
from emulator.doors.lab.edge.handsets import HandsetServicer, Lab
from emulator.hlr.domain.profile import Location
from emulator.switch.clients import UNANSWERED, ChargingClient
from kernel.errors import Refusal

BORIS_NUMBER = BORIS.isdn
FRIEND = "861065550100"


@dataclass
class Charged:
    """A network whose switch asks a pretending somebody."""

    network: PretendNetwork
    charging: PretendCharging
    channel: grpc.aio.Channel
    server: grpc.aio.Server

    def does_without_an_answer(self, policy: str) -> None:
        """Let the switch follow a policy, and not wait long for an answer."""
        lab = self.network.handsets._lab
        office = ChargingClient(self.channel, faults=lab.faults, seconds=0.5, unanswered=policy)
        fixed = replace(lab.network, charging=office)
        self.network.handsets = HandsetServicer(Lab(lab.units, fixed, lab.clock, lab.faults))

    def ended(self) -> Any:
        (commit,) = self.charging.said(charging_pb2.CommitRequest)
        return commit


@pytest.fixture
async def charged(network: PretendNetwork) -> AsyncIterator[Charged]:
    """Anna and Boris are in the network; there are 100 units left for whoever asks."""
    for card in (ANNA, BORIS):
        await network.opens(card)
        await network.attaches(card)
    charging, server = PretendCharging(left=100), grpc.aio.server()
    charging_pb2_grpc.add_ChargingServiceServicer_to_server(charging, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        opened = Charged(network, charging, channel, server)
        opened.does_without_an_answer("let_through")
        yield opened
    await server.stop(None)


async def test_a_call_is_asked_about_and_its_end_is_told(charged: Charged) -> None:
    assert await charged.network.calls(ANNA, BORIS_NUMBER, seconds=60) == "LET_THROUGH"

    (asked,) = charged.charging.said(charging_pb2.ReserveRequest)
    (record,) = await charged.network.records()
    assert (asked.msisdn, asked.kind, asked.peer) == (ANNA.isdn, "voice", BORIS_NUMBER)
    assert (asked.roam_type, asked.units) == ("home", 60)
    assert (charged.ended().used_units, charged.ended().record_id) == (60, record["cdr_id"])


async def test_abroad_the_question_names_the_network(charged: Charged) -> None:
    await charged.network.attaches(ANNA, at=Location.INTERNATIONAL, plmn="23415")
    await charged.network.calls(ANNA, BORIS_NUMBER, seconds=60)

    (asked,) = charged.charging.said(charging_pb2.ReserveRequest)
    assert (asked.roam_type, asked.visited_plmn) == ("international", "23415")


async def test_a_call_is_cut_at_what_there_is_money_for(charged: Charged) -> None:
    assert await charged.network.calls(ANNA, BORIS_NUMBER, seconds=600) == "CREDIT_USED_UP"

    (record,) = await charged.network.records()
    screen = await charged.network.reads(ANNA)
    assert record["duration"] == 100 == charged.ended().used_units
    assert (screen.calls[0].seconds, cause(screen.calls[0])) == (100, "CREDIT_USED_UP")


@pytest.mark.holds("R-SS-6")
async def test_a_forwarded_call_is_asked_about_for_both_who_pay_and_cut_for_both(
    charged: Charged,
) -> None:
    network = charged.network
    await network.does(f"MOD SS:ISDN={BORIS.isdn},SS=CFU,PROV=TRUE")
    await network.does(f"REG CFU:ISDN={BORIS.isdn},FTN={FRIEND}")

    call = await network.dials(ANNA, BORIS_NUMBER, seconds=600)

    asked = charged.charging.said(charging_pb2.ReserveRequest)
    told = charged.charging.said(charging_pb2.CommitRequest)
    assert [(one.msisdn, one.kind, one.peer) for one in asked] == [
        (ANNA.isdn, "voice", BORIS_NUMBER), (BORIS.isdn, "voice", FRIEND)
    ]  # fmt: skip
    assert [one.used_units for one in told] == [100, 100]
    assert [one.record_id for one in told] == [call.cdr_id, call.forwarded_cdr_id]
    assert [one["duration"] for one in await network.records()] == [100, 100]


async def test_nobody_is_forwarded_on_the_money_of_who_has_none(charged: Charged) -> None:
    network, charged.charging.refuses_to = charged.network, FRIEND
    await network.does(f"MOD SS:ISDN={BORIS.isdn},SS=CFU,PROV=TRUE")
    await network.does(f"REG CFU:ISDN={BORIS.isdn},FTN={FRIEND}")

    call = await network.dials(ANNA, BORIS_NUMBER)

    given_back = charged.charging.said(charging_pb2.CommitRequest)
    assert (cause(call), call.cdr_id, call.forwarded_cdr_id) == ("FORWARDING_BARRED", "", "")
    assert [one.used_units for one in given_back] == [0]
    assert await network.records() == []


async def test_a_long_call_asks_again_while_it_goes_on(charged: Charged) -> None:
    charged.charging.left = 5000

    assert await charged.network.calls(ANNA, BORIS_NUMBER, seconds=86_400) == "CREDIT_USED_UP"

    asked = [one.units for one in charged.charging.asked if hasattr(one, "units")]
    (record,) = await charged.network.records()
    assert asked == [1800, 3600, 7200]
    assert record["duration"] == 5000


@pytest.mark.parametrize("code", ["SUBSCRIBER_STOPPED", "ACCOUNT_CLOSED", "RESERVATION_EXPIRED"])
async def test_a_use_is_cut_where_its_grant_ends_when_she_was_stopped_meanwhile(
    charged: Charged, code: str
) -> None:
    charged.charging.left, charged.charging.extends_not = 10**9, code

    talked = await charged.network.calls(ANNA, BORIS_NUMBER, seconds=86_400)
    used = await charged.network.uses_data(ANNA, 10**9)

    call, data = await charged.network.records()
    told = [one.used_units for one in charged.charging.said(charging_pb2.CommitRequest)]
    assert {talked, used} == {"CHARGING_REFUSED"}
    assert [call["duration"], data["bytes"]] == [1800, 10**8] == told


async def test_without_money_nothing_is_let_through(charged: Charged) -> None:
    charged.charging.left = 0

    call = await charged.network.calls(ANNA, BORIS_NUMBER)
    text = await charged.network.texts(ANNA, BORIS_NUMBER)
    data = await charged.network.uses_data(ANNA, 1000)

    assert {call, cause(text), data} == {"CREDIT_USED_UP"}
    assert await charged.network.inbox(BORIS) == []
    assert await charged.network.records() == []


async def test_a_data_session_is_cut(charged: Charged) -> None:
    assert await charged.network.uses_data(ANNA, 1000) == "CREDIT_USED_UP"

    (asked,) = charged.charging.said(charging_pb2.ReserveRequest)
    (record,) = await charged.network.records()
    assert (asked.kind, asked.access_point, asked.peer) == ("data", "internet", "")
    assert record["bytes"] == 100


async def test_a_text_is_asked_about_in_parts(charged: Charged) -> None:
    await charged.network.texts(ANNA, BORIS_NUMBER, "long " * 60)

    (asked,) = charged.charging.said(charging_pb2.ReserveRequest)
    assert (asked.kind, asked.units, charged.ended().used_units) == ("sms", 2, 2)


async def test_a_text_that_cannot_be_delivered_is_told_to_be_unused(charged: Charged) -> None:
    await charged.network.does(f"MOD ODB:ISDN={BORIS_NUMBER},ODBIC=BAIC")

    assert cause(await charged.network.texts(ANNA, BORIS_NUMBER)) == "CALLED_BARRED"

    assert (charged.ended().used_units, charged.ended().record_id) == (0, "")


async def test_a_message_is_asked_about_and_written_down_for_each_recipient(
    charged: Charged,
) -> None:
    friend = "8613900000009"

    sent = await charged.network.sends_multimedia(ANNA, BORIS_NUMBER, friend)

    asked = charged.charging.said(charging_pb2.ReserveRequest)
    ended = charged.charging.said(charging_pb2.CommitRequest)
    records = await charged.network.records()
    assert [(one.kind, one.peer, one.units) for one in asked] == [
        ("mms", BORIS_NUMBER, 1),
        ("mms", friend, 1),
    ]
    assert [(one["type"], one["peer"], one["count"]) for one in records] == [
        ("MMS_MO", BORIS_NUMBER, 1),
        ("MMS_MO", friend, 1),
    ]
    assert {(one["mm_id"], one["bytes"], one["recipients"]) for one in records} == {
        (sent.message_id, 90_000, 2)
    }
    assert [one["cdr_id"] for one in records] == list(sent.cdr_ids)
    assert [(one.reservation_id, one.used_units, one.record_id) for one in ended] == [
        ("session-1", 1, sent.cdr_ids[0]),
        ("session-2", 1, sent.cdr_ids[1]),
    ]


async def test_a_message_goes_to_all_or_to_none(charged: Charged) -> None:
    charged.charging.refuses_to = "85291234567"

    sent = await charged.network.sends_multimedia(ANNA, BORIS_NUMBER, "0085291234567", ANNA.isdn)

    assert (cause(sent), sent.message_id, list(sent.cdr_ids)) == ("CREDIT_USED_UP", "", [])
    assert await charged.network.records() == []
    assert (charged.ended().reservation_id, charged.ended().used_units) == ("session-1", 0)


async def test_who_is_named_in_two_ways_gets_a_message_once(charged: Charged) -> None:
    sent = await charged.network.sends_multimedia(ANNA, BORIS_NUMBER, f"+{BORIS_NUMBER}")

    (record,) = await charged.network.records()
    assert (record["cdr_id"], record["recipients"]) == (sent.cdr_ids[0], 1)


@pytest.mark.parametrize(
    ("order", "outcome"),
    [
        ("MOD ODB:ISDN={},ODBOC=BAOC", "BARRED_OUTGOING"),
        ("MOD ODB:ISDN={},ODBOC=BOIC", "BARRED_INTERNATIONAL"),
        ("MOD ODB:ISDN={},ODBPS=BAPS", "BARRED_DATA"),
    ],
)
async def test_what_is_barred_takes_no_message(charged: Charged, order: str, outcome: str) -> None:
    await charged.network.does(order.format(ANNA.isdn))

    sent = await charged.network.sends_multimedia(ANNA, BORIS_NUMBER, "0085291234567")

    assert cause(sent) == outcome
    assert charged.charging.asked == []
    assert await charged.network.records() == []


async def test_a_handset_without_a_network_sends_no_message(charged: Charged) -> None:
    await charged.network.detaches(ANNA)

    assert cause(await charged.network.sends_multimedia(ANNA, "110")) == "NOT_ATTACHED"


@pytest.mark.parametrize(
    ("to", "octets", "code"),
    [
        ((), 1, "FIELD_NOT_VALID"),
        (("8613900000002",) * 21, 1, "FIELD_NOT_VALID"),
        (("Boris",), 1, "FIELD_NOT_VALID"),
        (("8613900000002",), 0, "FIELD_NOT_VALID"),
        (("8613900000002",), 600 * 1024 + 1, "FIELD_NOT_VALID"),
    ],
)
async def test_a_message_has_a_size_and_recipients(
    charged: Charged, to: tuple[str, ...], octets: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await charged.network.sends_multimedia(ANNA, *to, octets=octets)

    assert refused.value.code == code
    assert charged.charging.asked == []


async def test_what_is_free_and_what_is_barred_is_not_asked_about(charged: Charged) -> None:
    charged.charging.left = 0

    await charged.network.calls(ANNA, "110")
    assert await charged.network.calls(ANNA, "10086") == "LET_THROUGH"
    await charged.network.sends_code(ANNA.isdn)
    await charged.network.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC")
    assert await charged.network.calls(ANNA, BORIS_NUMBER) == "BARRED_OUTGOING"

    assert charged.charging.asked == []


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("SUBSCRIBER_STOPPED", "CHARGING_REFUSED"),
        ("ACCOUNT_UNKNOWN", "CHARGING_REFUSED"),
        ("DATA_CAP_REACHED", "CREDIT_USED_UP"),
        ("CALLER_NOT_ALLOWED", "LET_THROUGH"),
    ],
)
async def test_a_refusal_is_followed_as_it_is_meant(
    charged: Charged, code: str, outcome: str
) -> None:
    charged.charging.refuses_with = code

    assert await charged.network.calls(ANNA, BORIS_NUMBER) == outcome

    assert charged.charging.said(charging_pb2.CommitRequest) == []


@pytest.mark.parametrize("fault", ["LOST", "DEAF"])
@pytest.mark.parametrize(
    ("policy", "outcome"), [("let_through", "LET_THROUGH"), ("refuse", "CONGESTION")]
)
async def test_without_an_answer_the_policy_decides_and_it_is_counted(
    charged: Charged, fault: str, policy: str, outcome: str
) -> None:
    charged.does_without_an_answer(policy)
    before = unanswered("reserve", policy)
    await charged.network.falls_ill(fault, element="CHARGING")

    assert await charged.network.calls(ANNA, BORIS_NUMBER, seconds=600) == outcome

    assert unanswered("reserve", policy) == before + 1


async def test_who_charges_is_gone_and_calls_go_on(charged: Charged) -> None:
    await charged.server.stop(None)

    assert await charged.network.calls(ANNA, BORIS_NUMBER, seconds=600) == "LET_THROUGH"

    (record,) = await charged.network.records()
    assert record["duration"] == 600


@pytest.mark.parametrize(("policy", "lasted"), [("let_through", 4000), ("refuse", 1800)])
async def test_an_extension_nobody_answers_follows_the_policy(
    charged: Charged, policy: str, lasted: int
) -> None:
    charged.charging.left = 10_000
    charged.does_without_an_answer(policy)
    await charged.network.falls_ill("LOST", element="CHARGING", command="EXTEND")

    await charged.network.calls(ANNA, BORIS_NUMBER, seconds=4000)

    (record,) = await charged.network.records()
    assert record["duration"] == lasted == charged.ended().used_units


async def test_an_end_nobody_hears_changes_nothing_for_the_caller(charged: Charged) -> None:
    before = unanswered("commit", "let_through")
    await charged.network.falls_ill("LOST", element="CHARGING", command="COMMIT")

    assert await charged.network.calls(ANNA, BORIS_NUMBER) == "LET_THROUGH"

    assert unanswered("commit", "let_through") == before + 1


def test_there_are_two_policies(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        settings_for("nowhere", tmp_path, charging_unanswered="guess")


def test_causes_have_names_on_the_wire() -> None:
    assert handsets_pb2.Cause.Name(handsets_pb2.CAUSE_CREDIT_USED_UP) == "CAUSE_CREDIT_USED_UP"


def unanswered(what: str, policy: str) -> Any:
    return UNANSWERED.labels(what, policy)._value.get()
