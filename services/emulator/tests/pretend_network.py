"""Drives a pretend network in tests: an operator, a node, handsets, a clock that stands."""

import asyncio
import json
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import SecretStr

from boss.emulator.v1 import faults_pb2, handsets_pb2
from emulator.bootstrap import limits_of, network_of, session_rules, smpp_accounts
from emulator.doors.gsup.edge import GsupDoor
from emulator.doors.gsup.wire import gsup, ipa
from emulator.doors.lab.edge.faults import FaultServicer
from emulator.doors.lab.edge.handsets import HandsetServicer, Lab
from emulator.doors.mml.edge.mml import MmlDoor
from emulator.doors.mml.edge.sessions import Sessions
from emulator.doors.smpp.edge import SmppDoor
from emulator.doors.tcp_door import TcpDoor
from emulator.faults.domain.fault import FaultBoard
from emulator.hlr.domain.profile import Location
from emulator.records.clients import RecordDirectory
from emulator.records.edge import RecordFiles
from emulator.records.usecases.close_record_file import Roll
from emulator.settings import EmulatorSettings
from emulator.unit_of_work import UnitOfWork
from runtime.database.database import Database

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PASSWORD = "a password of a test"


def settings_for(url: str, cdr_dir: Path, **knobs: Any) -> EmulatorSettings:
    return EmulatorSettings(
        service="emulator", database_url=url, kafka="nowhere:1", call_key_file=Path("/nowhere"),
        operator_password=SecretStr(PASSWORD), cdr_dir=cdr_dir, mml_port=0, gsup_port=0,
        smpp_port=0, cdr_ms=1,
        **knobs,
    )  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A SIM card and the number of whoever it is made out for."""

    imsi: str
    isdn: str
    k: str = "465b5ce8b199b49faa5f0a2ee238a6bc"
    opc: str = "cd63cb71954a9f4e48a5994e37a02baf"


ANNA = Card("460000000000001", "8613900000001")
BORIS = Card("460000000000002", "8613900000002")
ANNA_NEW = Card("460000000000003", ANNA.isdn, k="00112233445566778899aabbccddeeff")


@dataclass(frozen=True)
class Answered:
    """A reply of the MML door."""

    text: str

    @property
    def code(self) -> str:
        return re.search(r"^(SUCCESS\d+|ERR\d+):", self.text, re.MULTILINE)[1]  # type: ignore[index]

    @property
    def is_done(self) -> bool:
        return self.code.startswith("SUCCESS")

    def __getitem__(self, name: str) -> str:
        return re.search(rf"^\s*{name}  =  (.*)\r$", self.text, re.MULTILINE)[1]  # type: ignore[index]


class Operator:
    """A connection to the MML door."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def log_in(self, *, name: str = "boss", password: str = PASSWORD) -> Answered:
        return await self.says(f'LGI:OPNAME="{name}",PWD="{password}"\n')

    async def says(self, command: str, *, within: float = 5) -> Answered:
        self.writer.write(command.encode() + b";")
        return await self.hears(within=within)

    async def hears(self, *, within: float = 5) -> Answered:
        async with asyncio.timeout(within):
            block = await self.reader.readuntil(b"---    END\r\n")
        return Answered(block.decode())


class Node:
    """A connection to the GSUP door under a name."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self._stream = ipa.FrameStream()
        self._frames: list[ipa.Frame] = []

    async def greet(self, name: str) -> None:
        assert (await self.frame()).payload[0] == ipa.ID_GET
        self.writer.write(ipa.identity_answer(name))
        assert (await self.frame()).payload[0] == ipa.ID_ACK

    async def frame(self) -> ipa.Frame:
        async with asyncio.timeout(5):
            while not self._frames:
                octets = await self.reader.read(4096)
                if not octets:
                    raise ConnectionResetError
                self._frames += self._stream.feed(octets)
        return self._frames.pop(0)

    async def message(self) -> gsup.Message:
        return gsup.decode((await self.frame()).payload[1:])

    def send(self, message: gsup.Message) -> None:
        self.writer.write(ipa.gsup_frame(gsup.encode(message)))

    async def asks(self, message: gsup.Message) -> gsup.Message:
        self.send(message)
        return await self.message()

    async def asks_for_vectors(self, imsi: str) -> gsup.Message:
        return await self.asks(gsup.request(gsup.Kind.SEND_AUTH_INFO, imsi))

    async def evicts(self, imsi: str, *, at: str = "MSC-A") -> gsup.Message:
        return await self.asks(
            gsup.request(
                gsup.Kind.LOCATION_CANCEL, imsi,
                (gsup.Tag.CANCEL_TYPE, bytes([gsup.CANCEL_WITHDRAW])),
                (gsup.Tag.SOURCE_NAME, b"BOSS-1\0"),
                (gsup.Tag.DESTINATION_NAME, at.encode() + b"\0"),
            )
        )  # fmt: skip


class StandingClock:
    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        self.moment += time


class PretendNetwork:
    """One network with its TCP doors open and its lab door called directly."""

    def __init__(self, database: Database, settings: EmulatorSettings) -> None:
        self.database, self.settings = database, settings
        self.clock, board = StandingClock(), FaultBoard()
        parts = network_of(settings)
        self.sessions = Sessions(session_rules(settings))
        self.mml = TcpDoor(
            MmlDoor(
                self.uow,
                parts,
                self.clock,
                board,
                self.sessions,
                limits=limits_of(settings),
            ).talk,
            host="127.0.0.1", port=0,
        )  # fmt: skip
        self.gsup = TcpDoor(
            GsupDoor(self.uow, parts, self.clock, board).talk, host="127.0.0.1", port=0
        )
        accounts = smpp_accounts(settings)
        self.smpp = TcpDoor(
            SmppDoor(self.uow, parts, self.clock, board, accounts).talk, host="127.0.0.1", port=0
        )
        self.handsets: Any = HandsetServicer(Lab(self.uow, parts, self.clock, board))
        self.faults: Any = FaultServicer(board)
        self.folder = RecordDirectory(settings.cdr_dir, switch=settings.switch_name)
        self.files = RecordFiles(self.uow, self.folder, Roll(settings.cdr_records, settings.cdr_ms))
        self._open = AsyncExitStack()
        self.operator: Operator

    def uow(self) -> UnitOfWork:
        return UnitOfWork(self.database)

    async def __aenter__(self) -> Self:
        doors = [asyncio.create_task(door.run()) for door in (self.mml, self.gsup, self.smpp)]
        for door in doors:
            self._open.callback(door.cancel)
        self.operator = await self.operator_at_the_door()
        await self.operator.log_in()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._open.aclose()
        await asyncio.sleep(0)

    async def operator_at_the_door(self) -> Operator:
        reader, writer = await asyncio.open_connection("127.0.0.1", await self.mml.port())
        self._open.callback(writer.close)
        return Operator(reader, writer)

    async def node(self, name: str = "BOSS-1") -> Node:
        reader, writer = await asyncio.open_connection("127.0.0.1", await self.gsup.port())
        self._open.callback(writer.close)
        node = Node(reader, writer)
        await node.greet(name)
        return node

    async def does(self, command: str) -> Answered:
        """Let the operator say something that works."""
        answered = await self.operator.says(command)
        assert answered.is_done, answered.text
        return answered

    async def loads(self, card: Card) -> None:
        await self.does(f'ADD KI:IMSI="{card.imsi}",KIVALUE="{card.k}",OPCVALUE="{card.opc}"')

    async def opens(self, card: Card) -> None:
        """Give a card its keys and its number."""
        await self.loads(card)
        await self.does(f'ADD TPLSUB:IMSI="{card.imsi}",ISDN="{card.isdn}",TPLID=1')

    async def swaps(self, old: Card, new: Card) -> None:
        """Do what only touches the HLR."""
        await self.does(f'MOD IMSI:ISDN="{old.isdn}",IMSI="{old.imsi}",NEWIMSI="{new.imsi}"')

    async def attaches(self, card: Card, *, at: Location = Location.HOME, plmn: str = "") -> str:
        answer = await self.handsets.Attach(
            handsets_pb2.AttachRequest(
                card=handsets_pb2.Card(
                    imsi=card.imsi, k=bytes.fromhex(card.k), opc=bytes.fromhex(card.opc)
                ),
                location=f"LOCATION_{at.name}",
                visited_plmn=plmn,
            ),
            None,
        )
        return cause(answer)

    async def is_attached(self, card: Card) -> bool:
        return bool((await self.reads(card)).attached)

    async def detaches(self, card: Card) -> None:
        await self.handsets.Detach(handsets_pb2.DetachRequest(imsi=card.imsi), None)

    async def calls(self, card: Card, to: str, *, seconds: int = 60) -> str:
        return cause(
            await self.handsets.Call(
                handsets_pb2.CallRequest(imsi=card.imsi, to=to, seconds=seconds), None
            )
        )

    async def answers(self, card: Card, how: str) -> None:
        request = handsets_pb2.SetAnsweringRequest(imsi=card.imsi, answering=f"ANSWERING_{how}")
        await self.handsets.SetAnswering(request, None)

    async def dials(self, card: Card, to: str, *, seconds: int = 60) -> Any:
        """Call somebody; return all the network answered."""
        request = handsets_pb2.CallRequest(imsi=card.imsi, to=to, seconds=seconds)
        return await self.handsets.Call(request, None)

    async def received(self, card: Card) -> list[tuple[str, int, str, bool]]:
        calls = (await self.reads(card)).received_calls
        return [(one.caller, one.seconds, one.forwarded_by, one.waited) for one in calls]

    async def texts(self, card: Card, to: str, body: str = "hello") -> Any:
        request = handsets_pb2.SendTextRequest(imsi=card.imsi, to=to, body=body)
        return await self.handsets.SendText(request, None)

    async def sends_code(self, to: str, body: str = "code 123456", *, valid: int = 0) -> Any:
        request = handsets_pb2.SendTextRequest(
            network="10086", to=to, body=body, valid_seconds=valid
        )
        return await self.handsets.SendText(request, None)

    async def sends_multimedia(self, card: Card, *to: str, octets: int = 90_000) -> Any:
        request = handsets_pb2.SendMultimediaRequest(imsi=card.imsi, to=to, octets=octets)
        return await self.handsets.SendMultimedia(request, None)

    async def uses_data(self, card: Card, octets: int) -> str:
        request = handsets_pb2.UseDataRequest(imsi=card.imsi, bytes=octets)
        return cause(await self.handsets.UseData(request, None))

    async def reads(self, card: Card) -> Any:
        return await self.handsets.ReadHandset(
            handsets_pb2.ReadHandsetRequest(imsi=card.imsi), None
        )

    async def inbox(self, card: Card) -> list[str]:
        return [text.body for text in (await self.reads(card)).inbox]

    async def falls_ill(self, kind: str, *, element: str = "HLR", **knobs: Any) -> None:
        fault = faults_pb2.Fault(element=f"ELEMENT_{element}", kind=f"FAULT_KIND_{kind}", **knobs)
        await self.faults.SetFault(faults_pb2.SetFaultRequest(fault=fault), None)

    async def recovers(self) -> None:
        await self.faults.ClearFaults(faults_pb2.ClearFaultsRequest(), None)

    async def closes_files(self) -> list[list[dict[str, Any]]]:
        """Close what is due and return the lines of all closed files, by name."""
        await asyncio.sleep(0.01)
        for sequence in await self.files.due():
            await self.files.carry_out(sequence)
        closed = sorted(self.settings.cdr_dir.glob("*.jsonl"))
        return [[json.loads(line) for line in one.read_text().splitlines()] for one in closed]

    async def records(self) -> list[dict[str, Any]]:
        return [line for file in await self.closes_files() for line in file[1:-1]]


def cause(answer: Any) -> str:
    name: str = handsets_pb2.Cause.Name(answer.cause)
    return name.removeprefix("CAUSE_") if answer.cause else "LET_THROUGH"
