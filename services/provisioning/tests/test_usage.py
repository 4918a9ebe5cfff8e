"""Mediation: every record of every closed file once, and what is wrong counted with why."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from adapter import Adapter, eventually
from hypothesis import given
from hypothesis import strategies as st
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from boss.provisioning.v1 import events_pb2
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.mediation.storage.reading import RecordReadings
from provisioning.mediation.usecases.collect_usage import collect_usage
from provisioning.mediation.wire.record_lines import read_file


def line(**fields: Any) -> dict[str, Any]:
    usual = {
        "cdr_id": "r-1", "type": "VOICE_MO", "msisdn": ANNA.isdn, "imsi": ANNA.imsi,
        "peer": BORIS.isdn, "start_time": "2026-11-22T13:00:00.000000Z", "duration": 60, "count": 0,
        "bytes": 0, "cell": "HOME-1", "roam_type": "home", "file_seq": 17, "record_seq": 1,
    }  # fmt: skip
    return {**usual, **fields}


def content(*records: Any, count: int | None = None) -> bytes:
    lines = [
        {"header": {"switch": "MSC-A", "file_seq": 17, "format": 1}},
        *records,
        {"trailer": {"file_seq": 17, "count": len(records) if count is None else count}},
    ]
    return "".join(
        one if isinstance(one, str) else json.dumps(one) + "\n" for one in lines
    ).encode()


async def usage(adapter: Adapter) -> list[Any]:
    return [
        one.message
        for one in await adapter.said()
        if isinstance(one.message, events_pb2.UsageRecorded)
    ]


async def takes(adapter: Adapter, name: str, octets: bytes) -> None:
    (adapter.settings.cdr_dir / name).write_bytes(octets)
    taken = await collect_usage(name, uow=adapter.uow(), folder=adapter.folder, clock=adapter.clock)
    await adapter.folder.archive(taken.file)


async def test_a_call_is_said_for_its_subscriber(adapter: Adapter, network: PretendNetwork) -> None:
    await adapter.opens(ANNA)
    await network.attaches(ANNA)
    await network.calls(ANNA, BORIS.isdn, seconds=61)
    await network.closes_files()

    async def is_said() -> bool:
        return len(await usage(adapter)) == 1

    await eventually(is_said)
    (said,) = await usage(adapter)
    assert (said.subscriber_id, said.kind, said.duration_seconds) == ("anna", "voice", 61)
    assert said.started_at.ToDatetime(UTC) == network.clock.now()
    assert list(adapter.settings.cdr_dir.glob("*.jsonl")) == []


async def test_data_and_messages_are_said_with_their_volume(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    session = line(
        type="DATA", peer="ctnet", duration=0, bytes=5 * 2**30, rating_group=7, record_seq=1
    )
    message = line(
        cdr_id="r-2", type="MMS_MO", duration=0, count=2, bytes=90_000, mm_id="m-9", record_seq=2
    )

    await takes(adapter, "MSC-A-0000000017.jsonl", content(session, message))

    data, mms = await usage(adapter)
    assert (data.kind, data.octets, data.access_point) == ("data", 5 * 2**30, "ctnet")
    assert (data.peer, data.rating_group, data.message_size) == ("ctnet", 7, 0)
    assert (mms.kind, mms.count, mms.message_size, mms.octets) == ("mms", 2, 90_000, 0)
    assert (mms.message_id, data.message_id) == ("m-9", "")


async def test_a_first_call_shows_that_a_card_is_in_force(adapter: Adapter) -> None:
    await adapter.opens(ANNA)

    await takes(adapter, "MSC-A-0000000017.jsonl", content(line()))

    seen = [one for one in await adapter.said() if isinstance(one.message, events_pb2.CardSeen)]
    assert [one.message.imsi for one in seen] == [ANNA.imsi]


async def test_a_record_of_a_card_that_was_replaced_finds_its_subscriber(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    await adapter.knows_keys(ANNA_NEW)
    await adapter.carries_out(ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi))

    await takes(adapter, "MSC-A-0000000017.jsonl", content(line()))

    assert [one.subscriber_id for one in await usage(adapter)] == ["anna"]


async def test_after_a_crash_before_the_archive_nothing_is_said_again(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(ReplaceImsi(ANNA.isdn, "460000000000008", ANNA.imsi))
    octets = content(line(), line(cdr_id="r-2", type="SMS_MO", duration=0, count=2, record_seq=2))

    await takes(adapter, "MSC-A-0000000017.jsonl", octets)
    await takes(adapter, "MSC-A-0000000017.jsonl", octets)

    assert [one.record_id for one in await usage(adapter)] == ["r-1", "r-2"]


async def test_a_crash_before_the_commit_says_nothing(
    adapter: Adapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await adapter.stops()
    await adapter.hears(ReplaceImsi(ANNA.isdn, "460000000000008", ANNA.imsi))

    async def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("provisioning.mediation.storage.usage.UsageTables.close_file", dies)
        with pytest.raises(RuntimeError):
            await takes(adapter, "MSC-A-0000000017.jsonl", content(line()))
    before = await usage(adapter)
    await takes(adapter, "MSC-A-0000000017.jsonl", content(line()))

    assert before == []
    assert [one.record_id for one in await usage(adapter)] == ["r-1"]


async def test_the_same_record_in_another_file_is_said_once(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(ReplaceImsi(ANNA.isdn, "460000000000008", ANNA.imsi))

    await takes(adapter, "MSC-A-0000000017.jsonl", content(line()))
    await takes(adapter, "MSC-A-0000000018.jsonl", content(line()))

    counts = await adapter.records.counts()
    (refused,) = await adapter.rows("SELECT reason FROM refused_record")
    assert len(await usage(adapter)) == 1
    assert refused.reason == "SAID_BEFORE"
    assert counts.read == counts.said + counts.refused


async def test_bad_lines_are_refused_with_their_reason_and_the_good_ones_said(
    adapter: Adapter,
) -> None:
    await adapter.stops()
    await adapter.hears(ReplaceImsi(ANNA.isdn, "460000000000008", ANNA.imsi))
    missing = line(cdr_id="r-3")
    del missing["duration"]

    await takes(
        adapter,
        "MSC-A-0000000017.jsonl",
        content(
            line(), "{not json\n", missing, line(cdr_id="r-4", duration=-1),
            line(cdr_id="r-5", imsi=BORIS.imsi), line(cdr_id="r-6", type="VOICE_MT"),
        ),
    )  # fmt: skip

    refused = await adapter.rows("SELECT reason FROM refused_record")
    counts = await adapter.records.counts()
    assert sorted(row.reason for row in refused) == [
        "CARD_UNKNOWN", "FIELD_INVALID", "FIELD_MISSING", "KIND_NOT_RATED", "NOT_READABLE",
    ]  # fmt: skip
    assert [one.record_id for one in await usage(adapter)] == ["r-1"]
    assert (counts.read, counts.said, counts.refused) == (6, 1, 5)


async def test_a_file_that_is_not_closed_is_left_alone(adapter: Adapter) -> None:
    (adapter.settings.cdr_dir / "MSC-A-0000000019.jsonl.part").write_bytes(content(line()))

    assert await adapter.folder.closed() == []


@pytest.mark.parametrize(
    ("octets", "flaw"),
    [
        (content(line(), count=2), "COUNT_DIFFERS"),
        (content(line()).rpartition(b'{"trailer"')[0], "TRAILER_MISSING"),
        (content(line()).partition(b"\n")[2], "HEADER_MISSING"),
    ],
)
def test_a_frame_that_does_not_fit_is_noticed(octets: bytes, flaw: str) -> None:
    file = read_file("MSC-A/0000000017.jsonl", octets, home="MSC-A")

    assert [one.flaw for one in file.refused] == [flaw]
    assert len(file.records) == 1


@given(st.binary(max_size=400))
def test_no_octets_break_the_reader(octets: bytes) -> None:
    read_file("MSC-A-0000000001.jsonl", octets)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@given(st.sampled_from([*sorted(line()), "visited_plmn"]), JSON)
def test_no_value_of_a_field_breaks_the_reader(name: str, value: Any) -> None:
    file = read_file("MSC-A-0000000017.jsonl", content(line(**{name: value})))

    assert file.lines >= 1


def test_times_are_instants() -> None:
    (record,) = read_file("x", content(line())).records

    assert record.started_at == datetime(2026, 11, 22, 13, tzinfo=UTC)


async def test_a_record_of_use_abroad_is_said_with_its_network(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    there = line(roam_type="intl", visited_plmn="45412")
    silent = line(cdr_id="r-2", roam_type="intl", record_seq=2)

    await takes(adapter, "MSC-A-0000000017.jsonl", content(there, silent, line(cdr_id="r-3")))

    found = [(one.roam_type, one.visited_plmn) for one in await usage(adapter)]
    assert found == [("international", "45412"), ("international", ""), ("home", "")]


@pytest.mark.parametrize(
    "plmn", ["4541", "4541234", "HK", "", 45412, None, "\u0664\u0665\u0664\u0661\u0662"]
)
def test_a_network_that_is_none_is_refused(plmn: Any) -> None:
    file = read_file("x", content(line(roam_type="intl", visited_plmn=plmn)))

    assert [one.flaw for one in file.refused] == ["FIELD_INVALID"]


@pytest.mark.parametrize(
    ("peer", "known"),
    [
        ("13900009999", "8613900009999"),
        ("+8613900009999", "8613900009999"),
        ("008613900009999", "8613900009999"),
        ("01088886666", "861088886666"),
        ("+8610657525551234", "10657525551234"),
        ("0085291234567", "85291234567"),
        ("+13125550100", "+13125550100"),
        ("95555", "95555"),
        ("me@example.org", "me@example.org"),
    ],
)
async def test_numbers_are_said_in_one_form_however_the_switch_wrote_them(
    adapter: Adapter, peer: str, known: str
) -> None:
    await adapter.opens(ANNA)
    own = f"+{ANNA.isdn}"
    written = line(peer=peer, msisdn=own)

    await takes(adapter, "MSC-A-0000000017.jsonl", content(written))

    (said,) = await usage(adapter)
    assert (said.peer, said.msisdn) == (known, ANNA.isdn)


async def test_an_access_point_is_no_number(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    session = line(type="DATA", peer="13900009999", duration=0, bytes=1024)

    await takes(adapter, "MSC-A-0000000017.jsonl", content(session))

    (said,) = await usage(adapter)
    assert said.access_point == "13900009999"


async def test_what_a_third_party_sells_is_said_with_its_amount(adapter: Adapter) -> None:
    await adapter.opens(ANNA)
    item = line(type="ITEM", peer="10657525551234", duration=0, amount=1_500)

    await takes(adapter, "MSC-A-0000000017.jsonl", content(item))

    (said,) = await usage(adapter)
    assert (said.kind, said.peer, said.amount_fen) == ("item", "10657525551234", 1_500)


async def test_a_number_its_card_does_not_have_is_charged_by_the_card_and_noted(
    adapter: Adapter,
) -> None:
    await adapter.opens(ANNA)
    await adapter.opens(BORIS)
    hers = line()
    odd = line(cdr_id="r-2", msisdn=BORIS.isdn, peer=ANNA.isdn, record_seq=2)

    await takes(adapter, "MSC-A-0000000017.jsonl", content(hers, odd))

    said = await usage(adapter)
    (noted,) = await adapter.rows("SELECT line, reason, field, record_id FROM refused_record")
    (file,) = await adapter.rows("SELECT records, said, refused, reasons FROM taken_file")
    readings = RecordReadings(adapter.database)
    assert [(one.subscriber_id, one.msisdn) for one in said] == [
        ("anna", ANNA.isdn), ("anna", BORIS.isdn),
    ]  # fmt: skip
    assert tuple(noted) == (3, "NUMBER_DIFFERS", "msisdn", "r-2")
    assert tuple(file) == (2, 2, 0, {"NUMBER_DIFFERS": 1})
    listed = [
        [one.line for one in await readings.refused(reason=why, element="", before=0, limit=9)]
        for why in ("", "NUMBER_DIFFERS")
    ]
    assert listed == [[], [3]]
