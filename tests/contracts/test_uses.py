"""What mediation lets through, billing takes: one grammar of a use, at both ends."""

import json
from datetime import UTC, datetime
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from billing.rating.wire.usage import usage_record_of
from boss.provisioning.v1.events_pb2 import UsageRecorded as Message
from emulator.records.domain.record_file import RecordFile
from emulator.records.wire import content, file_name
from emulator.switch.domain.call_record import Amount, CallRecord, RecordType
from kernel.errors import Invalid
from kernel.plan_of_china import CHINA
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.domain.numbers import in_one_form
from provisioning.mediation.wire.record_lines import read_file
from provisioning.unit_of_work import message_of

CHARACTERS = st.characters(codec="utf-8", max_codepoint=0x2100)
WORDS = st.text(CHARACTERS, max_size=8) | st.text("0123456789+*#.@-", max_size=260)
AROUND = st.sampled_from(
    [
        edge + more
        for edge in (0, 1000, 2_678_400, 2**31, 2**32, 2**50, 2**63)
        for more in (-1, 0, 1)
    ]
)
NUMBERS = AROUND | st.integers(-5, 2000) | st.integers()
MOMENTS = st.one_of(
    st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    st.datetimes().map(lambda at: f"{at.isoformat()}+14:00"),
    st.sampled_from(["1999-12-31T23:59:59.999999Z", "2000-01-01T00:00:00Z",
                     "2099-12-31T23:59:59.999999999Z", "2100-01-01T00:00:00Z",
                     "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"]),
)  # fmt: skip
BEGINNINGS = st.sampled_from(["", "00", "0", "0086", "86", "001", "17951", "106"])
DIGITS = st.tuples(BEGINNINGS, st.text("0123456789", min_size=1, max_size=15)).map("".join)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "cdr_id": WORDS | st.sampled_from(["r" * 200, "r" * 201]),
    "type": st.sampled_from(["VOICE_MO", "SMS_MO", "MMS_MO", "DATA", "VOICE_MT"]),
    "msisdn": DIGITS | DIGITS.map("+{}".format),
    "imsi": DIGITS,
    "peer": WORDS | st.integers(1, 260).map(lambda length: "p" * length),
    "start_time": MOMENTS,
    "duration": NUMBERS,
    "count": NUMBERS,
    "bytes": NUMBERS,
    "cell": WORDS,
    "roam_type": st.sampled_from(["home", "domestic", "intl"]),
    "visited_plmn": DIGITS,
    "file_seq": NUMBERS,
    "record_seq": NUMBERS,
    "rating_group": NUMBERS,
    "partial": NUMBERS,
    "session_id": WORDS,
    "mm_id": WORDS,
}
USUAL: dict[str, Any] = {
    "cdr_id": "r-1", "msisdn": "8613900000001", "imsi": "460000000000001", "peer": "ctnet",
    "start_time": "2026-11-22T13:00:00Z", "duration": 60, "count": 1, "bytes": 7,
    "roam_type": "home",
}  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    """Return a good line of any kind, with something else in some of its fields."""
    kind = draw(FIELDS["type"])
    changed = draw(st.sets(st.sampled_from(sorted(FIELDS)), max_size=4))
    return USUAL | {"type": kind} | {name: draw(FIELDS[name]) for name in sorted(changed)}


@settings(max_examples=1500, deadline=None)
@example(USUAL | {"type": "VOICE_MO", "msisdn": "00861255"}, "MSC-A")
@given(lines(), st.sampled_from(["MSC-A", "", "e" * 64, "e" * 65, "a b"]))
def test_whatever_mediation_accepts_billing_accepts(line: dict[str, Any], switch: str) -> None:
    header = {"header": {"switch": switch, "file_seq": 3}}
    octets = "\n".join(map(json.dumps, (header, line, {"trailer": {"count": 1}}))).encode()

    file = in_one_form(read_file("MSC-A-0000000003.jsonl", octets), CHINA)

    assert file.lines == 1
    for record in file.records:
        said = message_of(UsageRecorded(record, "subscriber")).message.SerializeToString()
        heard = usage_record_of(Message.FromString(said), message_id="m")
        assert (heard.id, heard.kind, heard.msisdn) == (
            record.record_id,
            record.kind,
            record.msisdn,
        )
        assert (heard.origin.units, heard.origin.element) == (record.quantity, record.element)
        assert heard.started_at == record.started_at


INT32, INT64 = st.integers(-(2**31), 2**31 - 1), st.integers(-(2**63), 2**63 - 1)
OF_TYPE = {
    FieldDescriptor.CPPTYPE_STRING: st.text(CHARACTERS, max_size=5),
    FieldDescriptor.CPPTYPE_INT32: INT32,
    FieldDescriptor.CPPTYPE_INT64: INT64,
    FieldDescriptor.CPPTYPE_MESSAGE: st.builds(Timestamp, seconds=INT64, nanos=INT32),
}
GOOD: dict[str, Any] = {
    "record_id": "r", "subscriber_id": "s", "kind": "data", "msisdn": "8613900000001",
    "peer": "ctnet", "started_at": Timestamp(seconds=1_800_000_000), "element": "MSC-A",
}  # fmt: skip


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """Return a good message with anything in some of its fields."""
    types = {one.name: one.cpp_type for one in Message.DESCRIPTOR.fields}
    names = draw(st.sets(st.sampled_from(sorted(types)), max_size=3))
    changes = {name: draw(OF_TYPE[types[name]]) for name in sorted(names)}
    return Message(**GOOD | changes)


@settings(max_examples=500, deadline=None)
@given(messages())
def test_whatever_billing_hears_is_a_record_or_refused_with_its_field(message: Message) -> None:
    try:
        usage_record_of(message)
    except Invalid as refused:
        assert refused.code == "FIELD_NOT_VALID"
        assert refused.field in {one.name for one in Message.DESCRIPTOR.fields}


RECORDS = st.builds(
    CallRecord,
    cdr_id=st.uuids().map(str),
    type=st.sampled_from(RecordType),
    msisdn=st.just("8613900000001"),
    imsi=st.just("460000000000001"),
    peer=st.sampled_from(["8613900009999", "10086", "ctnet"]),
    start_time=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    amount=st.builds(Amount, st.integers(0, 86_400), st.integers(0, 20), st.integers(0, 10**12)),
    cell=st.just("HOME-1"),
    roam_type=st.sampled_from(["home", "domestic", "intl"]),
    visited_plmn=st.sampled_from(["", "45412"]),
    rating_group=st.integers(0, 2**32 - 1),
    partial=st.integers(0, 12),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(RECORDS, max_size=6), st.integers(1, 2**31))
def test_whatever_the_emulated_switch_writes_mediation_reads(
    records: list[CallRecord], number: int
) -> None:
    written = RecordFile(number, tuple(records))

    file = read_file(file_name(written, switch="MSC-A"), content(written, switch="MSC-A"))

    assert (file.refused, file.stated, file.element) == ((), len(records), "MSC-A")
    assert [one.record_id for one in file.records] == [one.cdr_id for one in records]
    assert [(one.partial, one.record_seq) for one in file.records] == [
        (one.partial, place) for place, one in enumerate(records, 1)
    ]
