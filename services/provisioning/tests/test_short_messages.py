"""SMPP as octets: what we write others read, and what others write we read."""

from datetime import datetime, time, timedelta

import pytest
import smpplib.client
import smpplib.smpp
from hypothesis import given
from hypothesis import strategies as st

from kernel.civil import SHANGHAI
from provisioning.elements.domain.answers import NotNow
from provisioning.elements.domain.short_message import Fate, ShortMessage, Taken, TurnedAway
from provisioning.elements.sms_centre.wire import messages
from provisioning.elements.sms_centre.wire.pdu import BadUnit, Command, Unit, UnitStream, encode
from provisioning.texts.domain.quiet_hours import QuietHours
from provisioning.texts.domain.receipt import ReceiptIds, key_of, receipt_key_of
from provisioning.texts.wire.templates import BadTemplates, templates_of

NIGHT = QuietHours(time(20), time(8))


def read_by_others(unit: Unit) -> smpplib.command.Command:
    return smpplib.smpp.parse_pdu(
        encode(unit), client=smpplib.client.Client("nowhere", 1), allow_unknown_opt_params=True
    )


def submitted(words: str, valid: timedelta = timedelta(hours=2)) -> smpplib.command.Command:
    body = messages.submit(ShortMessage("8613900000001", words, 513, valid), sender="10086")
    return read_by_others(Unit(Command.SUBMIT_SM, 7, body=body))


def test_others_read_our_bind() -> None:
    body = messages.bind(messages.Account("boss", "a long password"))
    read = read_by_others(Unit(Command.BIND_TRANSCEIVER, 1, body=body))
    assert (read.system_id, read.password) == (b"boss", b"a long p")
    assert read.interface_version == 0x34


@pytest.mark.parametrize("words", ["Your code is 482913.", "您的验证码为482913。", "x" * 140])
def test_others_read_our_texts(words: str) -> None:
    read = submitted(words)
    coding = "utf-16-be" if read.data_coding == 8 else "ascii"
    assert read.short_message.decode(coding) == words
    assert (read.source_addr, read.destination_addr) == (b"10086", b"8613900000001")
    assert (read.dest_addr_ton, read.dest_addr_npi, read.registered_delivery) == (1, 1, 1)
    assert read.validity_period == b"000000020000000R"
    assert read.user_message_reference == 513


def test_what_is_longer_than_one_message_goes_as_a_payload() -> None:
    words = "您" * 71
    read = submitted(words)
    assert not read.short_message
    assert read.message_payload.decode("utf-16-be") == words


@given(st.binary(max_size=200), st.integers(1, 50))
def test_units_are_cut_wherever_a_stream_is(body: bytes, at: int) -> None:
    octets = encode(Unit(Command.ENQUIRE_LINK, 3, body=body)) * 3
    stream = UnitStream()
    read: list[Unit] = []
    for begin in range(0, len(octets), at):
        read += stream.feed(octets[begin : begin + at])
    assert [one.body for one in read] == [body] * 3


@given(st.binary(max_size=300))
def test_nonsense_is_a_bad_unit_or_none(octets: bytes) -> None:
    try:
        for unit in UnitStream().feed(octets):
            messages.receipt(unit)
    except BadUnit:
        pass


@given(st.binary(max_size=120))
def test_a_delivery_of_nonsense_is_a_bad_unit_or_no_receipt(body: bytes) -> None:
    try:
        found = messages.receipt(Unit(Command.DELIVER_SM, 1, body=body))
    except BadUnit:
        return
    assert found is None or isinstance(found.fate, Fate)


def told(words: str, **more: object) -> Unit:
    """Write a receipt as another library does."""
    pdu = smpplib.smpp.make_pdu(
        "deliver_sm", client=smpplib.client.Client("nowhere", 1), source_addr="+8613900000001",
        destination_addr="10086", esm_class=4, short_message=words.encode(), **more,
    )  # fmt: skip
    (unit,) = UnitStream().feed(pdu.generate())
    return unit


@pytest.mark.parametrize(
    ("stat", "error", "fate", "code"),
    [
        ("DELIVRD", "000", Fate.DELIVERED, "DELIVRD"),
        ("EXPIRED", "000", Fate.EXPIRED, "EXPIRED"),
        ("UNDELIV", "013", Fate.FAILED, "UNDELIV_013"),
        ("REJECTD", "", Fate.FAILED, "REJECTD"),
    ],
)
def test_receipts_of_others_are_read(stat: str, error: str, fate: Fate, code: str) -> None:
    said = f"id:00000005 sub:001 dlvrd:001 submit date:2611220400 stat:{stat} err:{error} text:x"
    found = messages.receipt(told(said))
    assert found is not None
    assert (found.message_id, found.number, found.fate, found.code) == (
        "00000005", "8613900000001", fate, code,
    )  # fmt: skip


def test_what_a_text_says_of_receipts_is_not_its_receipt() -> None:
    found = messages.receipt(told("id:5 stat:UNDELIV err:001 Text:id:9 stat:DELIVRD"))
    assert found is not None
    assert (found.message_id, found.fate) == ("5", Fate.FAILED)


def test_what_is_still_on_its_way_is_no_end() -> None:
    assert messages.receipt(told("id:5 stat:ENROUTE err:000")) is None


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (0, Taken("abc")),
        (0x58, NotNow("SMPP_0x00000058")),
        (0x14, NotNow("SMPP_0x00000014")),
        (0x0B, TurnedAway("SMPP_0x0000000B")),
        (0x61, TurnedAway("SMPP_0x00000061")),
    ],
)
def test_the_status_tells_whether_to_try_again(status: int, answer: object) -> None:
    unit = Unit(0x80000004, 1, status, b"abc\0" if not status else b"")
    assert messages.submission(unit) == answer


@pytest.mark.parametrize(
    ("answered", "receipt", "ids"),
    [
        ("00000005", "5", ReceiptIds.SAME),
        ("1A2B", "1a2b", ReceiptIds.SAME),
        ("1a2b-3c", "1A2B3C", ReceiptIds.SAME),
        ("1A2B", "6699", ReceiptIds.DECIMAL),
        ("6699", "00001a2B", ReceiptIds.HEXADECIMAL),
        ("word", "word", ReceiptIds.DECIMAL),
    ],
)
def test_spellings_of_one_id_are_one(answered: str, receipt: str, ids: ReceiptIds) -> None:
    assert key_of(answered) == receipt_key_of(receipt, ids) != ""


@pytest.mark.parametrize("said", ["", "msg_id_not_implemented"])
def test_what_names_nothing_matches_nothing(said: str) -> None:
    assert key_of(said) == ""


@pytest.mark.parametrize(
    ("hour", "minute", "over"),
    [(8, 0, None), (19, 59, None), (20, 0, 32), (23, 59, 32), (0, 0, 8), (7, 59, 8)],
)
def test_the_night_ends_at_eight(hour: int, minute: int, over: int | None) -> None:
    now = datetime(2026, 11, 22, hour, minute, tzinfo=SHANGHAI)
    expected = None if over is None else now.replace(hour=0, minute=0) + timedelta(hours=over)
    assert NIGHT.over_at(now) == expected
    assert QuietHours(time(8), time(8)).over_at(now) is None


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{about: x, zh: 你}", "en"),
        ("{about: x, zh: '{a}', en: '{a}'}", "there is no field a"),
        ("{about: x, fields: {a: yuan}, zh: 你, en: you}", "a is in no words"),
        ("{about: x, fields: {a: money}, zh: '{a}', en: '{a}'}", "fields.a"),
        ("{about: x, fields: {a: yuan}, zh: '{a!r}', en: '{a}'}", "is no field"),
        ("{about: x, fields: {a: yuan}, zh: '{a.b}', en: '{a}'}", "is no field"),
        ("{about: x, valid_hours: 1, zh: 你, en: you}", "what can wait"),
        ("{about: x, fields: {c: code}, zh: '{c}', en: '{c}'}", "a code cannot wait"),
        (
            "{about: x, after: [p], fields: {a: yuan}, zh: '{a}', en: '{a}'}",
            "says back_fen, due_on, due_time alone",
        ),
        (f"{{about: x, zh: {'你' * 400}, en: you}}", "more than"),
        ("{about: x, colour: red, zh: 你, en: you}", "colour"),
    ],
)
def test_a_catalogue_that_is_wrong_is_not_taken(template: str, fault: str) -> None:
    with pytest.raises(BadTemplates, match=fault):
        templates_of(f"templates: {{one: {template}}}")


def test_two_templates_after_one_process_are_one_too_many() -> None:
    one = "{about: x, after: [p], zh: 你, en: you}"
    with pytest.raises(BadTemplates, match="Two templates"):
        templates_of(f"templates: {{one: {one}, two: {one}}}")
