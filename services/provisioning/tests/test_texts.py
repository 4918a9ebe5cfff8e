"""What is to be told reaches the handset once, through a real SMS centre's language."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from adapter import Adapter, eventually
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from boss.accounts.v1.events_pb2 import LanguageChosen
from boss.audit.v1.events_pb2 import AuditRecorded
from boss.billing.v1.events_pb2 import SmsRequested
from boss.orders.v1.events_pb2 import OrderFulfilled
from boss.provisioning.v1 import texts_pb2 as pb
from boss.values.v1 import values_pb2
from kernel.caller import Caller
from kernel.clock import monotonic
from kernel.errors import Invalid, Refusal
from kernel.ids import new_id
from provisioning.bootstrap import warning_rules
from provisioning.changes.domain.change import AskedOrder
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.changes.usecases.queue_orders import queue_orders
from provisioning.elements.domain.barring import Level
from provisioning.elements.domain.short_message import ShortMessage, Submission, Taken
from provisioning.texts.domain.quiet_hours import QuietHours
from provisioning.texts.edge.due_texts import DueTexts
from provisioning.texts.edge.old_cards import OldCards
from provisioning.texts.storage.standing import OVERDUE, WAITING
from provisioning.texts.usecases.send_text import Sending
from runtime.messaging.listener import Received
from runtime.rpc.calling import acting

PAID = "您已成功缴费50.00元，当前账户余额为62.35元。"
LOW = {"balance_fen": "350"}
ORDER = new_id()

_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('abc', 11))"
"""What whoever writes a receipt down holds."""
_WAITS = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


class TakingCentre:
    """Takes every text at once."""

    async def submit(self, message: ShortMessage) -> Submission:
        return Taken("abc")


async def asks(
    adapter: Adapter,
    template: str,
    said: dict[str, str],
    *,
    subscriber: str = "anna",
    id_: str = "",
) -> None:
    """Hear that somebody is to be told something."""
    message = SmsRequested(subscriber_id=subscriber, template=template, parameters=said)
    heard = Received(
        message, id_ or new_id(), "boss.sms-requested.v1", subscriber, adapter.clock.now()
    )
    await adapter.texts_requested.keep([heard])


async def chooses(
    adapter: Adapter, language: str, *, version: int, subscriber: str = "anna"
) -> None:
    """Hear in which language they want to be written to."""
    message = LanguageChosen(subscriber_id=subscriber, language=language, version=version)
    heard = Received(message, new_id(), "boss.language-chosen.v1", subscriber, adapter.clock.now())
    await adapter.texts_requested.choose_languages([heard])


async def pays(adapter: Adapter, **more: str) -> None:
    await asks(adapter, "payment_received", {"amount_fen": "5000", "balance_fen": "6235"}, **more)


async def sent(adapter: Adapter, **asked: Any) -> list[Any]:
    answer = await adapter.text_service.ListTexts(pb.ListTextsRequest(**asked), None)
    return list(answer.texts)


async def only(adapter: Adapter) -> Any:
    (text,) = await sent(adapter)
    return text


async def comes_to(adapter: Adapter, state: str) -> Any:
    async def is_there() -> bool:
        return bool((await only(adapter)).state == state)

    await eventually(is_there)
    return await only(adapter)


async def goes_on_at_once(adapter: Adapter) -> None:
    """Let no pause be waited for."""
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE text_message SET ready_at = clock_timestamp()")


@pytest.fixture
async def town(adapter: Adapter, network: PretendNetwork) -> Adapter:
    """Anna is in the network, her handset on."""
    await adapter.opens(ANNA)
    await network.attaches(ANNA)
    return adapter


async def test_what_was_paid_is_told_and_shown(town: Adapter, network: PretendNetwork) -> None:
    await pays(town)

    text = await comes_to(town, "delivered")
    assert await network.inbox(ANNA) == [PAID]
    assert (text.words, text.msisdn, text.sendings) == (PAID, ANNA.isdn, 1)
    assert (text.template, text.language, text.is_urgent) == ("payment_received", "zh", True)


async def test_the_same_event_again_is_the_same_text(
    town: Adapter, network: PretendNetwork
) -> None:
    await pays(town, id_="one")
    await comes_to(town, "delivered")

    await pays(town, id_="one")

    assert await network.inbox(ANNA) == [PAID]
    assert len(await sent(town)) == 1


async def test_at_night_a_reminder_waits_and_a_payment_does_not(
    town: Adapter, network: PretendNetwork
) -> None:
    town.clock.pass_by(timedelta(hours=9))  # 21:00 in Shanghai
    await asks(town, "balance_low", LOW)
    text = await comes_to(town, "held")
    await pays(town)
    await eventually(lambda: arrived(network, 1))

    assert text.reason == "QUIET_HOURS"
    assert await network.inbox(ANNA) == [PAID]
    due = await town.texts.next_due()
    assert due is not None
    assert due - town.clock.now() == timedelta(hours=11)

    town.clock.pass_by(timedelta(hours=11))
    await eventually(lambda: arrived(network, 2))
    assert "3.50元" in (await network.inbox(ANNA))[1]


async def arrived(network: PretendNetwork, number: int) -> bool:
    return len(await network.inbox(ANNA)) == number


async def test_what_is_worth_nothing_any_more_is_not_sent(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.stops()
    await pays(town)
    town.clock.pass_by(timedelta(hours=48))
    town.starts()

    text = await comes_to(town, "expired")
    assert text.reason == "NOT_SENT_IN_TIME"
    assert await network.inbox(ANNA) == []


async def test_while_the_centre_is_away_it_waits(town: Adapter, network: PretendNetwork) -> None:
    await town.unlinks()
    await pays(town)

    async def has_tried() -> bool:
        return bool((await only(town)).reason == "LINK_DOWN")

    await eventually(has_tried)
    assert (await only(town)).sendings == 0

    await town.stops()
    town.starts()
    await town.centre.bound()
    await goes_on_at_once(town)
    await comes_to(town, "delivered")
    assert await network.inbox(ANNA) == [PAID]


async def test_a_text_that_does_not_open_stops_no_other_and_waits(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.stops()
    for id_ in ("keyless", "damaged", "whole"):
        await pays(town, id_=id_)
    (keyless, before), *_ = await sealed_words(town)
    await change(town, keyless, key_id="gone", nonce=before.nonce, sealed=before.sealed)
    (damaged, spoilt), *_ = (await sealed_words(town))[1:]
    await change(town, damaged, key_id=spoilt.key_id, nonce=b"", sealed=spoilt.sealed)
    town.starts()

    await eventually(lambda: arrived(network, 1))
    await eventually(lambda: all_have(town, "KEY_NOT_HERE", "ROW_DAMAGED", ""))
    shown = {text.reason: (text.state, text.words, text.sendings) for text in await sent(town)}
    assert shown["KEY_NOT_HERE"] == shown["ROW_DAMAGED"] == ("asked", "", 0)

    await change(town, keyless, key_id=before.key_id, nonce=before.nonce, sealed=before.sealed)
    await goes_on_at_once(town)
    await eventually(lambda: arrived(network, 2))


async def all_have(adapter: Adapter, *reasons: str) -> bool:
    return sorted(text.reason for text in await sent(adapter)) == sorted(reasons)


async def sealed_words(adapter: Adapter) -> list[tuple[str, Any]]:
    rows = await adapter.rows("SELECT id, key_id, nonce, sealed FROM text_message ORDER BY seq")
    return [(row.id, row) for row in rows]


async def change(
    adapter: Adapter, text_id: str, *, key_id: str, nonce: bytes, sealed: bytes
) -> None:
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE text_message SET key_id = $1, nonce = $2, sealed = $3 WHERE id = $4",
            (key_id, nonce, sealed, text_id),
        )


async def test_a_centre_that_is_full_is_asked_again(town: Adapter, network: PretendNetwork) -> None:
    await network.falls_ill("FULL", element="SMSC", remaining=1)
    await pays(town)

    text = await comes_to(town, "delivered")
    assert text.sendings == 1
    assert await network.inbox(ANNA) == [PAID]


async def test_what_the_centre_refuses_for_good_has_failed(
    town: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("REFUSE", element="SMSC", remaining=1, code="11")
    await pays(town)

    text = await comes_to(town, "failed")
    assert (text.reason, text.sendings) == ("SMPP_0x0000000B", 1)
    assert await network.inbox(ANNA) == []


async def test_an_answer_that_is_lost_doubles_nothing_where_the_receipt_tells(
    town: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("DEAF", element="SMSC", remaining=1)
    await pays(town)

    text = await comes_to(town, "delivered")
    await goes_on_at_once(town)
    assert text.sendings == 1
    assert await network.inbox(ANNA) == [PAID]


async def test_its_answer_waits_for_a_receipt_that_is_written_down_and_holds_nothing_of_it(
    town: Adapter,
) -> None:
    await town.stops()
    await pays(town)
    works = DueTexts(
        town.uow, Sending(TakingCentre(), QuietHours(time(), time()), town.clock), town.texts
    )
    (text,) = await works.due()

    async with town.database.transaction() as connection:
        await connection.exec_driver_sql(_TURN)
        answered = asyncio.create_task(works.carry_out(text))

        async def waits_for_its_turn() -> bool:
            return bool(await town.rows(_WAITS))

        await eventually(waits_for_its_turn)
        await connection.exec_driver_sql("SELECT FROM text_message FOR UPDATE NOWAIT")
    await answered

    assert (await only(town)).state == "submitted"


async def test_without_answer_and_receipt_it_is_handed_over_once_more_and_never_again(
    town: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("LOST", element="SMSC")
    await pays(town)

    async def is_unanswered() -> bool:
        return bool((await only(town)).reason == "UNANSWERED")

    await eventually(is_unanswered)
    assert await network.inbox(ANNA) == []
    await goes_on_at_once(town)
    text = await comes_to(town, "submitted")
    assert (text.reason, text.sendings) == ("UNCONFIRMED", 2)

    # Nobody tells what became of it: that is written down, too.
    town.clock.pass_by(timedelta(hours=50))
    assert (await comes_to(town, "expired")).reason == "NO_RECEIPT"


async def test_who_died_with_a_text_in_hand_sends_it_twice_at_most(
    town: Adapter, network: PretendNetwork
) -> None:
    await network.falls_ill("DELAY", element="SMSC", delay_ms=300, remaining=1)
    await pays(town)

    async def is_handed_over() -> bool:
        return bool((await only(town)).state == "sending")

    await eventually(is_handed_over)
    await town.crashes()
    town.starts()

    text = await comes_to(town, "delivered")
    assert text.sendings <= 2
    assert 1 <= len(await network.inbox(ANNA)) <= 2


async def test_a_handset_that_is_off_gets_it_when_it_is_on(
    town: Adapter, network: PretendNetwork
) -> None:
    await network.detaches(ANNA)
    await pays(town)
    await comes_to(town, "submitted")
    assert await network.inbox(ANNA) == []

    await network.attaches(ANNA)
    await comes_to(town, "delivered")
    assert await network.inbox(ANNA) == [PAID]


async def test_a_handset_that_stays_off_never_gets_it(
    town: Adapter, network: PretendNetwork
) -> None:
    await network.detaches(ANNA)
    await pays(town)
    await comes_to(town, "submitted")

    town.clock.pass_by(timedelta(hours=48, seconds=1))
    await comes_to(town, "expired")
    await network.attaches(ANNA)
    assert await network.inbox(ANNA) == []


async def test_a_number_that_is_barred_both_ways_gets_none(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.carries_out(SetBarring(ANNA.isdn, ANNA.imsi, Level.TWO_WAY))
    await pays(town)

    text = await comes_to(town, "failed")
    assert text.reason == "UNDELIV_013"
    assert await network.inbox(ANNA) == []


async def test_whose_number_is_not_known_yet_waits_for_it(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await pays(adapter, subscriber="boris")

    async def is_looked_for() -> bool:
        return bool((await only(adapter)).reason == "NUMBER_UNKNOWN")

    await eventually(is_looked_for)
    await adapter.opens(BORIS, subscriber="boris")
    await network.attaches(BORIS)
    await goes_on_at_once(adapter)
    await comes_to(adapter, "delivered")
    assert await network.inbox(BORIS) == [PAID]


@pytest.mark.parametrize(
    ("template", "said", "code"),
    [
        ("no_such", {}, "FIELD_NOT_VALID"),
        ("payment_received", {"amount_fen": "5000"}, "FIELD_MISSING"),
        ("payment_received", {"amount_fen": "5000", "balance_fen": "x"}, "FIELD_NOT_VALID"),
        ("keeping_over", {"ends_on": "soon", "balance_fen": "1"}, "FIELD_NOT_VALID"),
    ],
)
async def test_what_cannot_be_written_is_refused_and_leaves_nothing(
    town: Adapter, template: str, said: dict[str, str], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await asks(town, template, said)
    assert refused.value.code == code
    assert await sent(town) == []


def code_request(**more: Any) -> Any:
    usual = {"msisdn": ANNA.isdn, "code": "482913", "template": "one_time_code"}
    asked = {"request_id": new_id(), **usual, "valid_seconds": 300, **more}
    return pb.SendCodeRequest(**asked)


async def test_a_code_goes_at_once_at_night_and_is_kept_nowhere(
    town: Adapter, network: PretendNetwork
) -> None:
    town.clock.pass_by(timedelta(hours=12))  # midnight in Shanghai
    request = code_request()
    answer = await town.text_service.SendCode(request, None)
    again = await town.text_service.SendCode(request, None)

    text = await comes_to(town, "delivered")
    assert (answer.text_id, again.text_id) == (text.id, text.id)
    (words,) = await network.inbox(ANNA)
    assert "482913" in words
    assert (text.words, text.is_secret) == ("", True)
    (kept,) = await town.rows("SELECT sealed, key_id FROM text_message")
    assert (kept.sealed, kept.key_id) == (None, None)


async def test_in_english_where_that_is_asked_for(town: Adapter, network: PretendNetwork) -> None:
    await town.text_service.SendCode(code_request(language="en"), None)
    await comes_to(town, "delivered")
    assert (await network.inbox(ANNA))[0].startswith("Your code is 482913, valid for 5 minutes.")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"msisdn": "12"}, "FIELD_NOT_VALID", "msisdn"),
        ({"msisdn": BORIS.isdn}, "NUMBER_NOT_SERVED", "msisdn"),
        ({"code": "12"}, "FIELD_NOT_VALID", "code"),
        ({"code": "12 34 5"}, "FIELD_NOT_VALID", "code"),
        ({"template": "balance_low"}, "FIELD_NOT_VALID", "template"),
        ({"template": "none"}, "FIELD_NOT_VALID", "template"),
        ({"language": "fr"}, "FIELD_NOT_VALID", "language"),
        ({"valid_seconds": 5}, "FIELD_NOT_VALID", "valid_seconds"),
        ({"valid_seconds": 3601}, "FIELD_NOT_VALID", "valid_seconds"),
        ({"request_id": ""}, "FIELD_MISSING", "request_id"),
    ],
)
async def test_a_code_that_cannot_be_sent_is_refused(
    town: Adapter, said: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await town.text_service.SendCode(code_request(**said), None)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert await sent(town) == []


async def test_no_code_while_a_card_is_replaced_nor_for_three_days(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.knows_keys(ANNA_NEW)
    await network.falls_ill("LOST", element="HLR")
    order = await town.hears(ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi))
    assert await refusal(town) == "CODES_HELD"

    await network.recovers()
    await town.outcome(order)
    assert await refusal(town) == "CODES_HELD"

    await network.attaches(ANNA_NEW)

    async def is_seen() -> bool:
        return await refusal(town) != "CODES_HELD"

    await eventually(is_seen)
    assert await refusal(town) == "SIM_SWAPPED_RECENTLY"

    town.clock.pass_by(timedelta(hours=72, seconds=1))
    await town.text_service.SendCode(code_request(), None)
    await comes_to(town, "delivered")


async def test_no_code_for_three_days_to_who_is_back_on_another_card(
    town: Adapter, network: PretendNetwork
) -> None:
    town.clock.pass_by(timedelta(days=4))
    await town.carries_out(DeleteSubscription(ANNA.isdn, ANNA.imsi))
    await town.knows_keys(ANNA_NEW)
    town.clock.pass_by(timedelta(minutes=1))
    await town.carries_out(CreateSubscription(ANNA.isdn, ANNA_NEW.imsi))
    assert await refusal(town) == "SIM_SWAPPED_RECENTLY"

    town.clock.pass_by(timedelta(hours=72, seconds=1))
    await town.text_service.SendCode(code_request(), None)


async def refusal(town: Adapter) -> str:
    with pytest.raises(Refusal) as refused:
        await town.text_service.SendCode(code_request(), None)
    return refused.value.code


async def test_texts_are_found_by_number_state_template_and_time(
    town: Adapter, network: PretendNetwork
) -> None:
    await pays(town)
    await comes_to(town, "delivered")
    town.clock.pass_by(timedelta(hours=1))
    await asks(town, "balance_low", LOW)
    await eventually(lambda: arrived(network, 2))

    newest_first = [text.template for text in await sent(town, msisdn=ANNA.isdn)]
    assert newest_first == ["balance_low", "payment_received"]
    assert [one.template for one in await sent(town, template="balance_low")] == ["balance_low"]
    assert await sent(town, subscriber_id="boris") == []
    assert await sent(town, states=["failed"]) == []
    vain = await town.text_service.ListTexts(pb.ListTextsRequest(template="none"), None)
    assert "payment_received" in vain.templates
    later = pb.ListTextsRequest()
    later.since.FromDatetime(town.clock.now())
    found = await town.text_service.ListTexts(later, None)
    assert [one.template for one in found.texts] == ["balance_low"]
    assert found.total == 1
    page = await town.text_service.ListTexts(pb.ListTextsRequest(offset=1, limit=1), None)
    assert ([one.template for one in page.texts], page.total) == (["payment_received"], 2)


async def test_who_has_a_number_is_not_told_what_was_written_to_who_had_it_before(
    town: Adapter,
) -> None:
    """A freed number is given to somebody else after its rest (rules 4.2)."""
    await pays(town)
    await comes_to(town, "delivered")
    async with town.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE profile SET subscriber_id = 'boris'")

    assert await sent(town, msisdn=ANNA.isdn) == []
    assert [one.subscriber_id for one in await sent(town, subscriber_id="anna")] == ["anna"]
    assert len(await sent(town, subscriber_id="anna", msisdn=ANNA.isdn)) == 1

    await pays(town, subscriber="boris")
    theirs = await sent(town, msisdn=ANNA.isdn)
    assert {one.subscriber_id for one in theirs} <= {"boris"}


async def test_a_text_nobody_knows_is_not_found(adapter: Adapter) -> None:
    with pytest.raises(Refusal) as refused:
        await adapter.text_service.GetText(pb.GetTextRequest(text_id="none"), None)
    assert refused.value.code == "TEXT_NOT_FOUND"


async def swaps(town: Adapter) -> str:
    """Hear of a completed order that replaces Anna's card, as the consumer does."""
    order = AskedOrder(new_id(), "anna", 7, (ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi),))
    cards = OldCards(town.uow, town.templates, warning_rules(town.settings), town.clock)
    async with town.uow():
        await queue_orders([order], uow=town.uow(), now=town.clock.now())
        await cards.warn([order])
    return order.order_id


@pytest.mark.holds("R-SIM-4")
async def test_the_old_card_is_warned_before_it_is_replaced(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.knows_keys(ANNA_NEW)
    await town.unlinks()
    order = await swaps(town)

    async def has_tried() -> bool:
        return bool((await only(town)).reason == "LINK_DOWN")

    await eventually(has_tried)
    told = f"SELECT FROM element_log WHERE order_id = '{order}'"
    assert await town.rows(told) == []

    town.links()
    await town.centre.bound()
    await goes_on_at_once(town)
    await town.outcome(order)
    (warned,) = await network.inbox(ANNA)
    assert "本卡即将失效" in warned
    text = await only(town)
    assert (text.template, text.state, text.msisdn) == (
        "sim_swap_warning", "delivered", ANNA.isdn,
    )  # fmt: skip
    assert await town.rows(told) != []


async def test_a_lost_card_that_is_off_keeps_nobody_waiting_and_the_new_one_is_not_warned(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.knows_keys(ANNA_NEW)
    await network.detaches(ANNA)
    begun = monotonic()
    await town.outcome(await swaps(town))
    assert town.settings.swap_warning_seconds <= monotonic() - begun < 60

    town.clock.pass_by(timedelta(seconds=town.settings.swap_warning_seconds + 1))
    await network.attaches(ANNA_NEW)
    assert await network.inbox(ANNA_NEW) == []


async def test_a_centre_that_will_not_have_it_keeps_nobody_waiting(
    town: Adapter, network: PretendNetwork
) -> None:
    await town.knows_keys(ANNA_NEW)
    await network.falls_ill("REFUSE", element="SMSC", code="11")
    begun = monotonic()
    await town.outcome(await swaps(town))
    assert monotonic() - begun < town.settings.swap_warning_seconds


async def fulfilled(
    town: Adapter, process: str, order_id: str = ORDER, *, level: str = "NONE", **said: Any
) -> None:
    told = {"subscriber_id": "anna", "level": f"BARRING_LEVEL_{level}"} | said
    message = OrderFulfilled(order_id=order_id, process=process, **told)
    heard = Received(message, new_id(), "boss.order-fulfilled.v1", "anna", town.clock.now())
    await town.texts_requested.keep_after_orders([heard])


async def test_an_order_that_is_fulfilled_is_told_once_where_a_template_says_so(
    town: Adapter, network: PretendNetwork
) -> None:
    await fulfilled(town, "arrears_resumption")
    await fulfilled(town, "arrears_resumption")
    await fulfilled(town, "suspension_term_end")
    await comes_to(town, "delivered")
    assert await network.inbox(ANNA) == ["您的号码已恢复通信，感谢您的使用。"]


async def test_nobody_is_told_to_be_back_while_another_reason_holds(
    town: Adapter, network: PretendNetwork
) -> None:
    await fulfilled(town, "loss_cancellation", new_id(), level="UNSPECIFIED")
    await fulfilled(town, "operator_open", new_id(), level="TWO_WAY")
    await fulfilled(town, "arrears_resumption", new_id(), level="ONE_WAY")
    await fulfilled(town, "loss_cancellation", new_id(), level="NONE")

    await comes_to(town, "delivered")

    assert await network.inbox(ANNA) == ["您的号码已恢复通信，感谢您的使用。"]


async def test_who_booked_her_end_is_told_the_day(town: Adapter, network: PretendNetwork) -> None:
    # Eleven in the evening in Shanghai.
    due_at = datetime(2027, 2, 28, 15, tzinfo=UTC)
    await fulfilled(town, "booked_termination", due_at=due_at)

    await comes_to(town, "delivered")

    (text,) = await network.inbox(ANNA)
    assert "号码将于2027年2月28日离网" in text


async def test_who_has_chosen_english_is_written_to_in_english(
    town: Adapter, network: PretendNetwork
) -> None:
    await chooses(town, "en", version=2)
    await chooses(town, "zh", version=1)
    await pays(town)
    await comes_to(town, "delivered")
    assert await network.inbox(ANNA) == [
        "We received your payment of CNY 50.00. Your balance is CNY 62.35."
    ]


async def test_who_has_taken_a_choice_back_is_written_to_as_everybody(
    town: Adapter, network: PretendNetwork
) -> None:
    await chooses(town, "en", version=1)
    await chooses(town, "", version=2)
    await pays(town)
    await comes_to(town, "delivered")
    assert await network.inbox(ANNA) == [PAID]


@pytest.mark.parametrize(
    ("subscriber", "language", "field"), [("", "en", "subscriber_id"), ("anna", "de", "language")]
)
async def test_a_choice_that_cannot_be_read_is_none(
    town: Adapter, subscriber: str, language: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await chooses(town, language, version=1, subscriber=subscriber)

    assert refused.value.field == field
    assert await town.rows("SELECT * FROM subscriber_language") == []


async def test_what_waits_too_long_is_counted_by_why_and_what_is_held_is_not(
    town: Adapter, network: PretendNetwork
) -> None:
    town.clock.pass_by(timedelta(hours=9))
    await asks(town, "balance_low", LOW)
    await comes_to(town, "held")
    await town.unlinks()
    await pays(town)

    async def has_tried() -> bool:
        return "LINK_DOWN" in {text.reason for text in await sent(town)}

    await eventually(has_tried)
    assert list(await town.rows(OVERDUE.text)) == []
    async with town.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE text_message SET put_at = put_at - interval '6 minutes'"
        )
    (counted,) = await town.rows(OVERDUE.text)
    assert (counted.label, counted.number) == ("LINK_DOWN", 1)
    await town.stops()
    await goes_on_at_once(town)
    (waiting,) = await town.rows(WAITING.text)
    assert (waiting.label, waiting.number) == ("texts", 1)
    assert await town.texts.on_the_way() == 1


CLERK = Caller("clerk-1", frozenset({"clerk"}), "hall", staff=True)
ANNA_HERSELF = Caller("anna", channel="app", customer_id="anna")


async def looks(adapter: Adapter) -> list[tuple[str, str, str]]:
    said = [one.message for one in await adapter.said()]
    return [
        (one.actor, one.channel, one.object_id)
        for one in said
        if isinstance(one, AuditRecorded) and one.action == "ReadTexts"
    ]


async def test_who_of_staff_reads_what_somebody_was_told_is_audited(
    town: Adapter, network: PretendNetwork
) -> None:
    """Rules 10.4: once of each subscriber whose words were shown."""
    await pays(town)
    await asks(town, "balance_low", LOW, subscriber="boris")
    with acting(CLERK):
        (text, *_) = await sent(town, subscriber_id="anna")
        await sent(town)
        await town.text_service.GetText(pb.GetTextRequest(text_id=text.id), None)

    looked = await looks(town)
    assert looked[0] == looked[-1] == ("clerk-1", "hall", "anna")
    assert sorted(one for _, _, one in looked[1:-1]) == ["anna", "boris"]


async def test_who_reads_their_own_is_nobodys_business_and_no_words_are_no_look(
    town: Adapter, network: PretendNetwork
) -> None:
    await pays(town)
    with acting(ANNA_HERSELF):
        await sent(town, subscriber_id="anna")
    with acting(CLERK):
        await sent(town, subscriber_id="nobody")

    assert await looks(town) == []


def yuan(minor: int) -> values_pb2.Money:
    return values_pb2.Money(currency="CNY", minor=minor)


@pytest.mark.holds("T19")
async def test_who_is_given_up_is_told_until_when_and_what_brings_back(
    town: Adapter, network: PretendNetwork
) -> None:
    due_at = datetime(2027, 2, 28, 15, tzinfo=UTC)

    await fulfilled(town, "arrears_pre_termination", due_at=due_at, brings_back=yuan(5_01))
    text = await comes_to(town, "delivered")

    assert (
        text.words == "您的号码因欠费已预销。2027年2月28日前至少缴费5.01元可恢复使用，逾期将销户。"
    )
    assert not text.is_urgent


async def test_at_night_nobody_is_woken_for_being_given_up(town: Adapter) -> None:
    town.clock.pass_by(timedelta(hours=9))  # 21:00 in Shanghai

    await fulfilled(town, "arrears_pre_termination", due_at=datetime(2027, 2, 28, tzinfo=UTC))

    assert (await comes_to(town, "held")).words == (
        "您的号码因欠费已预销。2027年2月28日前缴清可恢复使用，逾期将销户。"
    )


async def test_who_lost_the_number_for_arrears_has_a_text(town: Adapter) -> None:
    await fulfilled(town, "arrears_termination")

    assert (await only(town)).template == "terminated_for_arrears"


@pytest.mark.holds("T15")
@pytest.mark.parametrize("process", ["emergency_resumption", "guaranteed_resumption"])
async def test_who_is_opened_for_a_time_is_told_until_when(
    town: Adapter, network: PretendNetwork, process: str
) -> None:
    due_at = datetime(2027, 2, 28, 15, 30, tzinfo=UTC)

    await fulfilled(town, process, due_at=due_at, brings_back=yuan(2_78))
    text = await comes_to(town, "delivered")

    assert text.words.startswith("您的号码已临时开机至2027年2月28日23:30，")
    assert "至少缴费2.78元" in text.words


async def test_the_end_of_a_window_is_told_where_it_stops(town: Adapter) -> None:
    await fulfilled(town, "window_end", new_id(), level="UNSPECIFIED")
    await fulfilled(town, "window_end", new_id())
    assert await sent(town) == []

    await fulfilled(town, "window_end", new_id(), level="ONE_WAY", brings_back=yuan(1))

    assert "至少缴费0.01元" in (await only(town)).words


async def test_a_payment_that_is_not_enough_says_what_is_missing(town: Adapter) -> None:
    said = {"amount_fen": "300", "balance_fen": "0", "back_fen": "1"}

    await asks(town, "payment_received", said)

    assert "至少再缴费0.01元" in (await only(town)).words
