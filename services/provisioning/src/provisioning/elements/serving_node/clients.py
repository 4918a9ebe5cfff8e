"""The GSUP door, where we stand as a node of the network: evicting, asking for vectors."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from opentelemetry.trace import SpanKind

from kernel.clock import monotonic
from provisioning.elements.domain.answers import (
    Accepted,
    Answer,
    Denied,
    NotNow,
    Proven,
    Reason,
    Shown,
    Silence,
    Vectors,
)
from provisioning.elements.domain.commands import Evict, Probe
from provisioning.elements.ports import Exchange
from provisioning.elements.serving_node.wire import gsup, ipa
from provisioning.elements.serving_node.wire.gsup import Message
from runtime.telemetry.tracing import span

RECEIVE_OCTETS = 65_536


@dataclass(frozen=True, slots=True)
class Node:
    """Where the door is, the name we stand there under, and how long we wait, in seconds."""

    host: str
    port: int
    name: str
    answer_seconds: float
    connect_seconds: float = 3.0


class LinkDown(Exception):
    """There is no link: nothing was sent."""


class GsupLink:
    """One connection, opened when it is needed; one question about a card at a time."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._ready = asyncio.Event()
        self._asked: dict[tuple[int, str], asyncio.Future[Message]] = {}

    @property
    def name(self) -> str:
        return self._node.name

    async def ask(self, question: Message) -> Message:
        """Return the answer. Raises LinkDown; TimeoutError or ConnectionError for silence."""
        writer = await self._link()
        place = (question.kind, question.imsi)
        while (before := self._asked.get(place)) is not None:
            await asyncio.wait([before])
        future: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._asked[place] = future
        try:
            writer.write(ipa.gsup_frame(gsup.encode(question)))
            async with asyncio.timeout(self._node.answer_seconds):
                return await future
        except TimeoutError:
            # A late answer would be taken for that of the next question.
            await self.close()
            raise
        finally:
            future.cancel()
            if self._asked.get(place) is future:
                del self._asked[place]

    async def close(self) -> None:
        """Close the link; who still waits for an answer gets a ConnectionError."""
        self._ready.clear()
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for future in self._asked.values():
            if not future.done():
                future.set_exception(ConnectionResetError())

    async def _link(self) -> asyncio.StreamWriter:
        async with self._opening:
            if self._writer is None:
                await self._open()
            if self._writer is None:
                raise LinkDown("closed")
            return self._writer

    async def _open(self) -> None:
        node = self._node
        try:
            async with asyncio.timeout(node.connect_seconds):
                reader, self._writer = await asyncio.open_connection(node.host, node.port)
                self._listening = asyncio.create_task(self._listen(reader, self._writer))
                await self._ready.wait()
        except (TimeoutError, OSError) as problem:
            await self.close()
            raise LinkDown(type(problem).__name__) from problem

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        stream = ipa.FrameStream()
        try:
            while octets := await reader.read(RECEIVE_OCTETS):
                for frame in stream.feed(octets):
                    self._take(frame, writer)
        except (OSError, ipa.BadFrame, gsup.BadMessage):
            return
        finally:
            # Whatever ends the listening, nobody may wait for an answer on this link any more.
            if self._writer is writer:
                self._listening = None
                await self.close()

    def _take(self, frame: ipa.Frame, writer: asyncio.StreamWriter) -> None:
        payload = frame.payload
        if frame.protocol == ipa.CCM and payload:
            self._take_control(payload[0], writer)
        elif frame.protocol == ipa.OSMO and payload[:1] == bytes([ipa.GSUP]):
            answer = gsup.decode(payload[1:])
            future = self._asked.get((answer.kind, answer.imsi))
            if answer.part and future is not None and not future.done():
                future.set_result(answer)

    def _take_control(self, kind: int, writer: asyncio.StreamWriter) -> None:
        if kind == ipa.ID_GET:
            writer.write(ipa.identity(self._node.name))
        elif kind == ipa.PING:
            writer.write(ipa.frame(ipa.CCM, bytes([ipa.PONG])))
        elif kind == ipa.ID_ACK:
            self._ready.set()


class GsupNode:
    """A driver for what is asked from the network side; it never raises for what goes wrong."""

    def __init__(self, link: GsupLink, *, nodes: tuple[str, ...]) -> None:
        """`nodes` are evicted from beside the one that is known to serve a card."""
        self._link = link
        self._nodes = nodes

    async def evict(self, command: Evict) -> Exchange:
        """Let every node that may serve the card forget it; UNKNOWN_CARD: none knows it."""
        begun = monotonic()
        nodes = sorted({command.node, *self._nodes} - {""})
        answers = [await self._cancel(command.imsi, node) for node in nodes]
        answer = _worst(answers)
        said = f"CANCEL LOCATION IMSI={command.imsi} AT={','.join(nodes) or 'NOWHERE'}"
        return _exchange(answer, said, begun)

    async def probe(self, command: Probe) -> Exchange:
        """Ask for vectors as a serving node does; UNKNOWN_CARD: it would not be let in."""
        begun = monotonic()
        answer = await self._ask(
            gsup.send_auth_info(command.imsi), lambda message: Vectors(message.vectors())
        )
        return _exchange(answer, f"SEND AUTH INFO IMSI={command.imsi}", begun)

    async def _cancel(self, imsi: str, node: str) -> Answer:
        question = gsup.location_cancel(imsi, node=node, us=self._link.name)
        return await self._ask(question, lambda _: Accepted())

    async def _ask(self, question: Message, done: Callable[[Message], Answer]) -> Answer:
        name = gsup.Kind(question.kind).name
        with span(f"GSUP {name}", kind=SpanKind.CLIENT) as current:
            try:
                message = await self._link.ask(question)
                answer = done(message) if message.part == gsup.RESULT else _refused(message)
            except LinkDown as down:
                answer = NotNow("LINK_DOWN", str(down))
            except (TimeoutError, ConnectionError, gsup.BadMessage) as problem:
                answer = Silence(type(problem).__name__)
            current.set_attribute("gsup.answer", _code(answer))
            return answer


def _refused(message: Message) -> Answer:
    if message.cause == gsup.IMSI_UNKNOWN:
        return Denied(Reason.UNKNOWN_CARD, f"CAUSE{message.cause}")
    return NotNow(f"CAUSE{message.cause}", "The network side refuses for now.")


def _worst(answers: list[Answer]) -> Answer:
    """One node that may still know the card is enough to go on."""
    for kind in (Silence, NotNow, Accepted):
        for answer in answers:
            if isinstance(answer, kind):
                return answer
    return Denied(Reason.UNKNOWN_CARD, f"CAUSE{gsup.IMSI_UNKNOWN}")


def _exchange(answer: Answer, said: str, begun: float) -> Exchange:
    milliseconds = int((monotonic() - begun) * 1000)
    return Exchange(answer, said, _code(answer), type(answer).__name__, milliseconds)


def _code(answer: Answer) -> str:
    match answer:
        case Denied(code=code) | NotNow(code=code):
            return code
        case Silence():
            return "NO_ANSWER"
        case Accepted() | Shown() | Vectors() | Proven():
            return "RESULT"
        case _:
            assert_never(answer)
