"""The MML door reads what a client may send, whatever it is, and writes replies."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.doors.mml import commands
from emulator.doors.mml.commands import FORMS, form_of
from emulator.doors.mml.commands.add_ki import AddKey
from emulator.doors.mml.commands.mod_imsi import ChangeImsi
from emulator.doors.mml.commands.mod_odb import SetBars
from emulator.doors.mml.wire.codes import CODES, ERRORS, error_of
from emulator.doors.mml.wire.mml import (
    SUCCESS,
    CommandStream,
    Reply,
    ReplyWriter,
    echo,
    parse,
    printable,
)
from emulator.doors.mml.wire.replies import page_reply, subscription_reply
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.profile import Outgoing, Packet, Profile
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Subscription
from emulator.switch.usecases.change_profile import ProfileChange

KI = "465b5ce8b199b49faa5f0a2ee238a6bc"
OPC = "cd63cb71954a9f4e48a5994e37a02baf"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def read(text: str) -> Any:
    return command_in(text.encode())


def command_in(octets: bytes) -> Any:
    statement = parse(octets)
    return form_of(statement).command_of(statement)


def refused(text: str) -> ElementError:
    with pytest.raises(CommandRefused) as caught:
        read(text)
    return caught.value.error


def test_a_sim_swap_is_read() -> None:
    assert read('MOD IMSI:ISDN="8613900000001",IMSI="460001",NEWIMSI="460002"') == (
        ChangeImsi(Subject("8613900000001", "460001"), "460002")
    )


def test_case_blanks_and_new_lines_are_free() -> None:
    assert read('\r\nmod  odb : isdn = "8613900000001" , odboc=baoc,\nODBPS=BAPS\n') == (
        SetBars(
            ProfileChange(
                Subject("8613900000001"), {"outgoing": Outgoing.ALL, "packet": Packet.ALL}
            )
        )
    )


def test_what_cannot_be_kept_is_no_part_of_a_name() -> None:
    assert printable("bo\0ss\r\n") == "bo ss  "


def test_keys_are_read_and_never_echoed() -> None:
    text = f'ADD KI:HLRSN=1,IMSI="460001",KIVALUE="{KI}",OPCVALUE={OPC},ALG=MILENAGE'

    command = read(text)
    shown = echo(text.encode())

    assert isinstance(command, AddKey)
    assert command.key.k.hex() == KI
    assert KI not in shown
    assert OPC not in shown
    assert 'KIVALUE="****"' in shown
    assert KI not in repr(parse(text.encode()))


NO_COMMANDS = [
    "", ":", "MOD", "1:2", "MOD IMSI:=", "MOD IMSI:ISDN", "A B C:X=1", "MOD IMSI:ISDN=1,",
    'MOD IMSI:ISDN="1', "MOD IMSI:ISDN=1 2",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_COMMANDS)
def test_what_is_no_command_is_refused_clearly(text: str) -> None:
    assert refused(text) in {ElementError.SYNTAX, ElementError.COMMAND_UNKNOWN}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("FLY MOON:X=1", ElementError.COMMAND_UNKNOWN),
        ('MOD IMSI:ISDN="8613900000001"', ElementError.PARAMETER_MISSING),
        ("MOD ODB:ODBOC=BAOC", ElementError.PARAMETER_MISSING),
        ("MOD ODB:ISDN=8613900000001", ElementError.PARAMETER_MISSING),
        ("MOD ODB:ISDN=8613900000001,ODBOC=PERHAPS", ElementError.PARAMETER_INVALID),
        ("LST SUB:ISDN=12", ElementError.PARAMETER_INVALID),
        ("LST SUB:ISDN=8613900000001,COLOUR=RED", ElementError.PARAMETER_INVALID),
        ("LST SUB:ISDN=8613900000001,isdn=8613900000001", ElementError.PARAMETER_INVALID),
        ("LST ALLSUB:COUNT=1001", ElementError.PARAMETER_INVALID),
        (f"ADD KI:IMSI=460001,KIVALUE=zz,OPCVALUE={OPC}", ElementError.KI_INVALID),
        (f"ADD KI:IMSI=460001,KIVALUE={KI}", ElementError.PARAMETER_MISSING),
        (f"ADD KI:IMSI=460001,KIVALUE={KI},OPCVALUE={OPC},K4SNO=1", ElementError.PARAMETER_INVALID),
        ("ADD TPLSUB:IMSI=460001,ISDN=8613900000001,TPLID=one", ElementError.PARAMETER_INVALID),
    ],
)
def test_each_mistake_has_its_error(text: str, error: ElementError) -> None:
    assert refused(text) is error


def test_a_key_is_masked_even_in_a_command_that_cannot_be_read() -> None:
    assert KI not in echo(f"ADD KI:IMSI=460001,KIVALUE {KI}".encode())


def test_commands_are_cut_out_of_a_stream_wherever_it_breaks() -> None:
    stream = CommandStream()

    first = stream.feed(b'LST SUB:ISDN="86;1')
    second = stream.feed(b'39";\r\nLGO:;LST')

    assert first == []
    assert second == [b'LST SUB:ISDN="86;139"', b"\r\nLGO:"]


def test_a_command_without_end_is_refused_before_it_fills_the_memory() -> None:
    stream = CommandStream()

    with pytest.raises(CommandRefused) as caught:
        for _ in range(100):
            stream.feed(b"A" * 1000)

    assert caught.value.error is ElementError.SYNTAX


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_octets_give_a_clear_error_or_a_command(pieces: list[bytes]) -> None:
    stream = CommandStream()
    for piece in pieces:
        for command in stream.feed(piece):
            try:
                command_in(command)
            except CommandRefused as refusal:
                assert refusal.sentence


words = st.sampled_from([*FORMS, "LGI", "NO SUCH", ""])
names = st.sampled_from(
    ["ISDN", "IMSI", "NEWIMSI", "ODBOC", "IC", "TPLID", "KIVALUE", "COUNT", "X"]
)
values = st.one_of(
    st.sampled_from(["8613900000001", "460001", "BAOC", "TRUE", "1", "", KI]), st.text(max_size=9)
)


@given(words, st.lists(st.tuples(names, values), max_size=6))
def test_anything_that_looks_like_a_command_is_understood_or_refused(
    verb: str, parameters: list[tuple[str, str]]
) -> None:
    written = ",".join(f'{name}="{value}"' for name, value in parameters)
    text = f"{verb}:{written}"
    try:
        command_in(text.encode("utf-8", "surrogatepass"))
    except CommandRefused as refusal:
        assert refusal.code in ElementError.__members__


def test_a_reply_is_the_block_a_client_waits_for() -> None:
    block = ReplyWriter("HLR9820").write(SUCCESS, to="LGO:;", at=NOON).decode()

    assert block.split("\r\n") == [
        "+++    HLR9820        2026-11-22 12:00:00",
        "SMU    #000001",
        "%%LGO:;%%",
        "SUCCESS0001:Operation is successful",
        "RETCODE = 0",
        "---    END",
        "",
    ]


def test_an_error_carries_its_number() -> None:
    assert Reply("ERR3101", "Unknown subscriber").retcode == 3101


def test_every_error_has_a_code_of_its_own() -> None:
    assert set(CODES) == set(ElementError)
    assert len(ERRORS) == len(CODES)
    assert error_of("ERR3202") is ElementError.BUSY


def test_a_subscription_is_shown_line_by_line_and_a_page_row_by_row() -> None:
    anna = Subscription("460001", 1, Profile("8613900000001", outgoing=Outgoing.ALL))

    lines = [line.split() for line in subscription_reply(anna).details]
    page = page_reply([anna], asked=1).details

    assert ["ODBOC", "=", "BAOC"] in lines
    assert ["VLRNUM", "=", "NONE"] in lines
    assert (
        page[1]
        == "460001 8613900000001 1 BAOC NOBIC NOBAR NOBPS FALSE FALSE FALSE NONE NONE 1 NONE NONE"
    )
    assert page[-1].split() == ["NEXT", "=", "460001"]


def test_every_command_has_a_file_of_its_name() -> None:
    files = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}

    named = {verb.lower().replace(" ", "_") for verb in FORMS}
    alike = {verb.lower().split()[0] for verb in FORMS} & files
    assert {name for name in named if name.split("_")[0] not in alike} | alike == files
