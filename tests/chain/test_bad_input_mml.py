"""Bad input at the MML door: each is answered with a code of the element, and changes nothing."""

from __future__ import annotations

import random
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from harness.chain import Town
from harness.doors import Doors
from harness.hostile import TEXTS, chance
from launch.environment import ELEMENT_USER

SECONDS = 10.0
CODE = re.compile(r"^(SUCCESS[0-9]{4}|ERR[0-9]{4}):(.+)$", re.MULTILINE)
END = b"---    END\r\n"
FAILED = "ERR3299"
LOGGED = "mml_log"
"""The element's own log of who commanded what: refused commands belong into it."""
GENERATED = 250
LONGEST = 8192
NOBODY, NO_NUMBER, KEY = "460009999999999", "8613999999999", "0" * 32

COMMANDS = {
    "ADD KI": {"IMSI": NOBODY, "KIVALUE": KEY, "OPCVALUE": KEY, "OPERTYPE": "ADD", "K4SNO": "0"},
    "RMV KI": {"IMSI": NOBODY},
    "LST KI": {"IMSI": NOBODY},
    "ADD TPLSUB": {"IMSI": NOBODY, "ISDN": NO_NUMBER, "TPLTYPE": "NORMAL", "TPLID": "1"},
    "RMV SUB": {"ISDN": NO_NUMBER, "RMVKI": "TRUE"},
    "MOD IMSI": {"ISDN": NO_NUMBER, "NEWIMSI": NOBODY},
    "MOD ISDN": {"IMSI": NOBODY, "NEWISDN": NO_NUMBER},
    "MOD ODB": {"ISDN": NO_NUMBER, "ODBOC": "BAOC", "ODBIC": "BAIC"},
    "MOD TPLGPRS": {"ISDN": NO_NUMBER, "PROV": "TRUE", "TPLID": "2"},
    "MOD SS": {"ISDN": NO_NUMBER, "SS": "CLIP", "PROV": "TRUE"},
    "MOD LCK": {"IMSI": NOBODY, "IC": "TRUE", "OC": "TRUE", "GPRSLOCK": "TRUE"},
    "LST SUB": {"ISDN": NO_NUMBER, "DETAIL": "TRUE"},
    "LST ALLSUB": {"AFTER": NOBODY, "COUNT": ""},
}
"""Commands that can be read; nobody is there whom they are about."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Somebody with a connection to the element."""

    port: int
    password: str

    @classmethod
    def of(cls, town: Town) -> Terminal:
        surroundings = town.operator.surroundings
        password = surroundings.keys.element_password.read_text().strip()
        return cls(surroundings.ports.of["emulator", "mml"], password)

    def says(self, octets: bytes, *, as_operator: str = "logged in") -> list[str]:
        """Send octets, then nothing more; return the codes answered until the door closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as line:
            if as_operator == "logged in":
                line.sendall(self.log_in())
                assert codes(heard(line, until=END)) == ["SUCCESS0001"]
            try:
                line.sendall(octets)
                line.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it closed the line on what it had heard: what it said stands to be read
            return codes(heard(line))

    @contextmanager
    def session(self) -> Iterator[Callable[[bytes], list[str]]]:
        """Log in; inside the block commands are answered one by one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as line:

            def asked(octets: bytes) -> list[str]:
                line.sendall(octets)
                return codes(heard(line, until=END))

            asked(self.log_in())
            yield asked

    def log_in(self) -> bytes:
        return command("LGI", OPNAME=ELEMENT_USER, PWD=self.password)


def heard(line: socket.socket, *, until: bytes = b"") -> bytes:
    """Read what the element says; raises TimeoutError where it neither answers nor closes."""
    said = b""
    try:
        while not (until and said.endswith(until)) and (more := line.recv(65_536)):
            said += more
    except ConnectionResetError:
        pass  # closed with octets of ours unread
    return said


def codes(said: bytes) -> list[str]:
    return [found[1] for found in CODE.finditer(said.decode().replace("\r", ""))]


def command(verb: str, **parameters: str) -> bytes:
    written = ",".join(f'{name}="{value}"' for name, value in parameters.items())
    return f"{verb}:{written};".encode()


def is_refused(answered: list[str]) -> bool:
    """Tell whether all was refused for a reason of its own, not by a failure of the element."""
    return all(code.startswith("ERR") and code != FAILED for code in answered)


@pytest.fixture(scope="module")
def terminal(town: Town) -> Iterator[Terminal]:
    doors = Doors(town)
    with doors.nothing_changes(LOGGED, within=("emulator",)):
        yield Terminal.of(town)
    assert Terminal.of(town).says(command("SHK HAND")) == ["SUCCESS0001"]


OBVIOUS = {
    b"": [],
    b";": ["ERR3001"],
    b"\r\n": [],
    b"LST SUB": [],
    b"LST SUB:ISDN=": [],
    b'LST SUB:ISDN="8613900100000': [],
    b"FLY MOON:;": ["ERR3002"],
    b"FLY TO MOON:;": ["ERR3001"],
    b"LST SUB:;": ["ERR3003"],
    b"LST SUB:ISDN;": ["ERR3001"],
    b"LST SUB:ISDN=1,;": ["ERR3001"],
    b"LST SUB:ISDN=8613999999999,ISDN=8613999999999;": ["ERR3004"],
    b"LST SUB:ISDN=8613999999999,COLOUR=RED;": ["ERR3004"],
    b"LST SUB:ISDN=8613999999999;": ["ERR3101"],
    b"LST ALLSUB:COUNT=0;": ["ERR3004"],
    b"LST ALLSUB:COUNT=999999;": ["ERR3004"],
    b"LST ALLSUB:COUNT=-1;": ["ERR3004"],
    b"\xff\xfe;": ["ERR3001"],
    b"\0;": ["ERR3001"],
    b"GET / HTTP/1.1\r\nHost: hlr\r\n\r\n": [],
    b"x" * (LONGEST + 1): ["ERR3001"],
    b'LST SUB:ISDN="' + b"1" * LONGEST * 2: ["ERR3001"],
    b"LST SUB:ISDN=" + b"1" * (LONGEST - 100) + b";": ["ERR3004"],
}


@pytest.mark.parametrize("octets", OBVIOUS, ids=lambda octets: repr(octets[:40]))
def test_what_is_obviously_wrong_is_answered_with_its_code(
    terminal: Terminal, octets: bytes
) -> None:
    assert terminal.says(octets) == OBVIOUS[octets]


def test_nobody_commands_without_logging_in(terminal: Terminal) -> None:
    for verb, parameters in COMMANDS.items():
        octets = command(verb, **parameters)

        assert terminal.says(octets, as_operator="nobody") == ["ERR3010"], verb


def test_nobody_commands_after_logging_out(terminal: Terminal) -> None:
    with terminal.session() as asked:
        answered = [*asked(command("LGO")), *asked(command("LST KI", IMSI=NOBODY))]

    assert answered == ["SUCCESS0001", "ERR3010"]


@pytest.mark.parametrize("text", [text for text in TEXTS if '"' not in text], ids=ascii)
def test_only_the_right_name_and_password_log_in(terminal: Terminal, text: str) -> None:
    wrong = "ERR3001" if len(text) > LONGEST else "ERR3011"

    for octets in (
        command("LGI", OPNAME=text, PWD=terminal.password),
        command("LGI", OPNAME=ELEMENT_USER, PWD=text),
    ):
        assert terminal.says(octets, as_operator="nobody") == [wrong]


def test_a_second_command_before_the_answer_is_refused(terminal: Terminal) -> None:
    asked = command("LST KI", IMSI=NOBODY)

    assert sorted(terminal.says(asked * 3)) == ["ERR3013", "ERR3013", "ERR3104"]


def test_commands_in_the_wrong_order_are_refused(terminal: Terminal) -> None:
    """The subscription before its keys, changes before the subscription."""
    expected = {
        "ADD TPLSUB": "ERR3104", "MOD IMSI": "ERR3101", "MOD ISDN": "ERR3101",
        "MOD ODB": "ERR3101", "MOD LCK": "ERR3101", "RMV SUB": "ERR3101", "RMV KI": "ERR3104",
    }  # fmt: skip

    answered = {verb: terminal.says(command(verb, **COMMANDS[verb])) for verb in expected}

    assert answered == {verb: [code] for verb, code in expected.items()}


def test_every_bad_value_of_every_parameter_is_refused(terminal: Terminal) -> None:
    let_through = []
    with terminal.session() as asked:
        for verb, name, text in spoilt_parameters():
            answered = asked(command(verb, **{**COMMANDS[verb], name: text}))
            if not is_refused(answered):
                let_through.append((verb, name, text[:40], answered))

    assert let_through == []


def spoilt_parameters() -> Iterator[tuple[str, str, str]]:
    """Return every parameter with every bad text that leaves the command one command."""
    for verb, parameters in COMMANDS.items():
        for name, good in parameters.items():
            for text in TEXTS:
                is_bad = text != good and (name, text) != ("AFTER", "")
                if is_bad and '"' not in text and len(text) < LONGEST:
                    yield verb, name, text


def test_generated_octets_are_refused_or_waited_for(terminal: Terminal) -> None:
    by = chance("mml")
    let_through = []
    for _ in range(GENERATED):
        octets = generated(by)
        if not is_refused(answered := terminal.says(octets)):
            let_through.append((octets[:80], answered))

    assert let_through == []


def generated(by: random.Random) -> bytes:
    """Return octets: some none of ours, some of a command that was cut, doubled or mixed up."""
    verb = by.choice(list(COMMANDS))
    whole = bytearray(command(verb, **COMMANDS[verb]))
    if by.random() < 0.4:
        return by.randbytes(by.randrange(1, 3000)) + b";"
    for _ in range(by.randrange(1, 6)):
        place = by.randrange(len(whole))
        match by.randrange(3):
            case 0:
                whole[place] = by.randrange(256)
            case 1:
                del whole[place : place + by.randrange(1, 12)]
            case _:
                whole[place:place] = by.randbytes(by.randrange(1, 12))
        whole = whole or bytearray(b";")
    return bytes(whole)
