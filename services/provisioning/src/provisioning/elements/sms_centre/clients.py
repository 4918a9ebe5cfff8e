"""A link to the SMS centre: bound as long as there is one, and bound anew when it was lost."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from opentelemetry.trace import SpanKind
from prometheus_client import Counter, Gauge

from kernel.clock import monotonic
from provisioning.elements.domain.answers import NotNow, Silence
from provisioning.elements.domain.short_message import DeliveryReceipt, ShortMessage, Submission
from provisioning.elements.sms_centre.wire import messages
from provisioning.elements.sms_centre.wire.messages import Account
from provisioning.elements.sms_centre.wire.pdu import (
    RESPONSE,
    BadUnit,
    Command,
    Unit,
    UnitStream,
    encode,
)
from runtime.lost import NO_DATABASE
from runtime.telemetry.logs import logger
from runtime.telemetry.tracing import span

RECEIVE_OCTETS = 65_536
FIRST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE_REFUSED = 0.1, 5.0, 600.0
RECEIPT_NOT_TAKEN = 0x00000064
"""ESME_RX_T_APPN: come again with it."""
BOUND = Gauge("kaitong_sms_centre_bound", "1 while this process is bound to the SMS centre")
BINDS_REFUSED = Counter(
    "kaitong_sms_centre_binds_refused", "Binds the SMS centre refused", ["code"]
)
_log = logger("sms centre")

TakeReceipt = Callable[[DeliveryReceipt], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the SMS centre is, as whom we bind there, and how long we wait, in seconds."""

    host: str
    port: int
    account: Account
    sender: str
    answer_seconds: float = 5.0
    idle_seconds: float = 30.0
    window: int = 32
    """Submissions that may wait for their answers at one time."""


class LinkDown(Exception):
    """There is no link: nothing was sent."""


class BindRefused(LinkDown):
    """The centre does not let us in."""


class SmppLink:
    """One connection as transceiver; `run` keeps it, `submit` uses it while it is there."""

    def __init__(self, centre: Centre, take: TakeReceipt) -> None:
        """`take` keeps a receipt; the centre is answered only when it did."""
        self._centre = centre
        self._take_receipt = take
        self._writer: asyncio.StreamWriter | None = None
        self._is_bound = asyncio.Event()
        self._asked: dict[int, asyncio.Future[Unit]] = {}
        self._sequence = count(1)
        self._window = asyncio.Semaphore(centre.window)
        self._heard_at = 0.0

    async def submit(self, message: ShortMessage) -> Submission:
        """Hand over a text; never raises for what goes wrong there."""
        body = messages.submit(message, sender=self._centre.sender)
        with span("SMPP SUBMIT_SM", kind=SpanKind.CLIENT) as current:
            try:
                async with self._window:
                    answer = messages.submission(await self._ask(Command.SUBMIT_SM, body))
            except LinkDown as down:
                answer = NotNow("LINK_DOWN", str(down))
            except (TimeoutError, ConnectionError, BadUnit) as problem:
                answer = Silence(type(problem).__name__)
            current.set_attribute("smpp.answer", type(answer).__name__)
            return answer

    async def run(self) -> None:
        """Stay bound until cancelled."""
        pause = FIRST_PAUSE
        while True:
            begun, longest = monotonic(), LONGEST_PAUSE
            try:
                await self._live()
            except BindRefused as refused:
                BINDS_REFUSED.labels(str(refused)).inc()
                _log.warning("the SMS centre refuses to be bound to", code=str(refused))
                longest = LONGEST_PAUSE_REFUSED
            except (OSError, TimeoutError, BadUnit, LinkDown) as problem:
                _log.warning("no link to the SMS centre", problem=type(problem).__name__)
            finally:
                self._forget()
            if monotonic() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)

    async def bound(self) -> None:
        """Wait until there is a link."""
        await self._is_bound.wait()

    async def _live(self) -> None:
        centre = self._centre
        async with asyncio.timeout(centre.answer_seconds):
            reader, self._writer = await asyncio.open_connection(centre.host, centre.port)
        reading = asyncio.create_task(self._read(reader))
        try:
            await self._bind()
            await self._stay(reading)
            reading.result()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _bind(self) -> None:
        answer = await self._ask(Command.BIND_TRANSCEIVER, messages.bind(self._centre.account))
        if answer.status:
            raise BindRefused(messages.code_of(answer.status))
        self._is_bound.set()
        BOUND.set(1)

    async def _stay(self, reading: asyncio.Task[None]) -> None:
        """Ask now and then whether the other side is there. Raises where it is not."""
        idle = self._centre.idle_seconds
        while not reading.done():
            await asyncio.wait([reading], timeout=idle)
            if not reading.done() and monotonic() - self._heard_at >= idle:
                await self._ask(Command.ENQUIRE_LINK, b"")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        stream = UnitStream()
        try:
            while octets := await reader.read(RECEIVE_OCTETS):
                self._heard_at = monotonic()
                for unit in stream.feed(octets):
                    await self._take(unit)
        finally:
            # Whatever ends the reading, nobody may wait for an answer on this link any more.
            self._silence()

    async def _take(self, unit: Unit) -> None:
        if unit.command & RESPONSE:
            future = self._asked.get(unit.sequence)
            if future is not None and not future.done():
                future.set_result(unit)
            return
        match unit.command:
            case Command.DELIVER_SM:
                await self._delivery(unit)
            case Command.ENQUIRE_LINK:
                self._answer(unit)
            case Command.UNBIND:
                self._answer(unit)
                raise BadUnit("unbound by the centre")
            case _:
                self._write(Unit(Command.GENERIC_NACK, unit.sequence, status=0x00000003))

    async def _delivery(self, unit: Unit) -> None:
        status = 0
        try:
            receipt = messages.receipt(unit)
            if receipt is not None:
                await self._take_receipt(receipt)
        except BadUnit:
            # It would come again for ever, and be as malformed.
            _log.warning("a delivery that is none")
        except NO_DATABASE:
            _log.exception("a receipt was not taken; the centre comes again")
            status = RECEIPT_NOT_TAKEN
        self._answer(unit, status=status, body=b"\0")

    async def _ask(self, command: Command, body: bytes) -> Unit:
        """Raises LinkDown; TimeoutError or ConnectionError for silence."""
        if self._writer is None or not (
            self._is_bound.is_set() or command is Command.BIND_TRANSCEIVER
        ):
            raise LinkDown("not bound")
        sequence = next(self._sequence) & 0x7FFFFFFF
        future: asyncio.Future[Unit] = asyncio.get_running_loop().create_future()
        self._asked[sequence] = future
        try:
            self._write(Unit(command, sequence, body=body))
            async with asyncio.timeout(self._centre.answer_seconds):
                return await future
        finally:
            del self._asked[sequence]

    def _answer(self, unit: Unit, *, status: int = 0, body: bytes = b"") -> None:
        self._write(Unit(unit.command | RESPONSE, unit.sequence, status, body))

    def _write(self, unit: Unit) -> None:
        if self._writer is not None:
            self._writer.write(encode(unit))

    def _silence(self) -> None:
        for future in self._asked.values():
            if not future.done():
                future.set_exception(ConnectionResetError())

    def _forget(self) -> None:
        self._is_bound.clear()
        BOUND.set(0)
        self._silence()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
