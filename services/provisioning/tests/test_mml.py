"""The MML dialect: what is written, cutting replies out of a stream, understanding them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Invalid
from provisioning.elements.domain.answers import Accepted, Denied, NotNow, Reason, Shown, Silence
from provisioning.elements.domain.barring import AT_HOME, Level, bars_of
from provisioning.elements.domain.commands import AddKeys, AddSubscription, ReadNumber, SetBars
from provisioning.elements.hlr.wire.commands import NoKeysAtHand, answer_of, written
from provisioning.elements.hlr.wire.mml import UNREADABLE, BadReply, ReplyStream, masked, read_reply
from provisioning.vault.domain.authentication import CardKeys
from provisioning.vault.usecases.read_request import msisdns_of

KEYS = CardKeys("460000000000001", bytes(range(16)), bytes(range(16, 32)))
ADD = AddSubscription("8613900000001", KEYS.imsi)
READ = ReadNumber("8613900000001")


def block(outcome: str, *details: str) -> bytes:
    lines = [
        "+++    HLR9820        2026-11-22 21:00:00",
        "SMU    #000123",
        '%%LST SUB:ISDN="8613900000001";%%',
        outcome,
        "RETCODE = 0",
        *details,
        "---    END",
        "",
    ]
    return "\r\n".join(lines).encode()


SUBSCRIPTION = [
    "  HLRSN  =  1", "   ISDN  =  8613900000001", "   IMSI  =  460000000000001", "  TPLID  =  1",
    "  ODBOC  =  BAOC", "  ODBIC  =  NOBIC", "ODBROAM  =  BROHPLMNC", "  ODBPS  =  BAPS",
    "     IC  =  FALSE", "     OC  =  FALSE", "GPRSLOCK  =  FALSE", " VLRNUM  =  MSC-A",
    " LASTUL  =  2026-11-22T13:00:00Z",
]  # fmt: skip
INJECTED = '1";RMV SUB:ISDN="8613900000001'
DONE = block("SUCCESS0001:Operation is successful")


def test_a_record_is_read() -> None:
    answer = answer_of(READ, read_reply(block("SUCCESS0001:ok", *SUBSCRIPTION)))

    assert isinstance(answer, Shown)
    assert answer.record is not None
    assert (answer.record.level, answer.record.serving_node) == (Level.ONE_WAY, "MSC-A")


def test_a_record_with_a_value_nobody_knows_is_not_guessed() -> None:
    strange = [line.replace("BAOC", "BAXX") for line in SUBSCRIPTION]

    assert isinstance(answer_of(READ, read_reply(block("SUCCESS0001:ok", *strange))), Silence)


@pytest.mark.parametrize(
    ("outcome", "answer"),
    [
        ("SUCCESS0001:ok", Accepted()),
        ("ERR3103:in use", Denied(Reason.MSISDN_IN_USE, "ERR3103", "in use")),
        ("ERR3202:busy", NotNow("ERR3202", "busy")),
        ("ERR3010:expired", NotNow("ERR3010", "expired")),
        ("ERR3299:failed", Silence("ERR3299 failed")),
        ("ERR4711:new", Silence("ERR4711 new")),
        ("ERR3004:value", Denied(Reason.NOT_UNDERSTOOD, "ERR3004", "value")),
    ],
)
def test_every_code_has_its_class(outcome: str, answer: object) -> None:
    assert answer_of(ADD, read_reply(block(outcome))) == answer


def test_a_number_that_is_not_there_is_shown_as_nothing() -> None:
    assert answer_of(READ, read_reply(block("ERR3101:unknown"))) == Shown(None)


def test_a_reply_that_says_nothing_is_silence() -> None:
    reply = read_reply(b"hello\r\n---    END\r\n")

    assert reply.code == UNREADABLE
    assert isinstance(answer_of(ADD, reply), Silence)


def test_an_error_zero_is_no_success() -> None:
    assert not read_reply(block("ERR0000:odd")).is_success


@given(st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=40))
def test_replies_are_cut_out_however_they_arrive(sizes: list[int]) -> None:
    octets = DONE + block("ERR3101:unknown") + DONE
    stream = ReplyStream()
    blocks: list[bytes] = []
    at = turn = 0
    while at < len(octets):
        size = sizes[turn % len(sizes)]
        blocks += stream.feed(octets[at : at + size])
        at, turn = at + size, turn + 1

    assert [read_reply(one).code for one in blocks] == [0, 3101, 0]


@given(st.binary(max_size=300))
def test_no_octets_break_the_reader(octets: bytes) -> None:
    for one in ReplyStream().feed(octets + b"\r\n---    END\r\n"):
        answer_of(ADD, read_reply(one))
        answer_of(READ, read_reply(one))


def test_a_reply_without_an_end_is_not_collected_for_ever() -> None:
    with pytest.raises(BadReply):
        ReplyStream().feed(b"x" * (5 * 1024 * 1024))


def test_keys_are_written_and_masked_where_they_are_shown() -> None:
    text = written(AddKeys(KEYS.imsi), KEYS)

    assert KEYS.ki.hex() in text
    assert KEYS.ki.hex() not in masked(text)
    assert KEYS.opc.hex() not in masked(text)
    assert KEYS.imsi in masked(text)


@pytest.mark.parametrize("keys", [None, CardKeys("460000000000002", KEYS.ki, KEYS.opc)])
def test_keys_of_another_card_are_never_written(keys: CardKeys | None) -> None:
    with pytest.raises(NoKeysAtHand):
        written(AddKeys(KEYS.imsi), keys)


@pytest.mark.parametrize(
    ("level", "bars"),
    [
        (Level.NONE, 'ODBOC="BOIC",ODBIC="NOBIC",ODBROAM="BROHPLMNC",ODBPS="NOBPS"'),
        (Level.ONE_WAY, 'ODBOC="BAOC",ODBIC="NOBIC",ODBROAM="BROHPLMNC",ODBPS="BAPS"'),
        (Level.TWO_WAY, 'ODBOC="BAOC",ODBIC="BAIC",ODBROAM="BROHPLMNC",ODBPS="BAPS"'),
    ],
)
def test_a_level_is_written_as_its_bars(level: Level, bars: str) -> None:
    assert bars in written(SetBars("8613900000001", KEYS.imsi, bars_of(level, AT_HOME)), None)


@pytest.mark.parametrize("value", [INJECTED, "1;LGO", "1\n2", "1\0"])
def test_no_value_says_a_command_of_its_own(value: str) -> None:
    with pytest.raises(ValueError, match="ISDN"):
        written(ReadNumber(value), None)


@pytest.mark.parametrize("said", ["", INJECTED, "+8613900000001", "861390000000100000", "٣٤٥٦٧٨٩١"])
def test_only_numbers_are_asked_about(said: str) -> None:
    with pytest.raises(Invalid) as refused:
        msisdns_of(["8613900000001", said])

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "msisdns[1]")
