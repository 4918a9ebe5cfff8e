"""Sessions at the HLR: a pool in this process, within the seats all processes share."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from prometheus_client import Counter

from kernel.clock import monotonic
from provisioning.elements.hlr.wire.mml import BadReply, Reply, ReplyStream, read_reply, statement
from runtime.jobs.keep_running import repeat
from runtime.telemetry.logs import logger

RECEIVE_OCTETS = 65_536
RENEW_SECONDS = 10.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5.0, 600.0
PASSING = frozenset({3012, 3202})
"""Too many sessions, busy: nothing a lock comes from, and over when others leave."""
SIGN_INS_REFUSED = Counter(
    "kaitong_element_sign_ins_refused", "Sign-ins the HLR did not accept from us"
)
_log = logger("mml")


class NoSession(Exception):
    """No session can be had now: nothing was sent. `code` is the element's, or ours."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


class SignInRefused(NoSession):
    """The element does not take our name and password."""


class SessionBroken(Exception):
    """The session ended, or stayed silent, after a command was sent."""


class Seats(Protocol):
    """How many sessions all processes together may have."""

    async def claim(self) -> int | None: ...

    async def renew(self) -> frozenset[int]: ...

    async def leave(self, seat: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Account:
    """Where the element is and as whom we sign in; times in seconds."""

    host: str
    port: int
    operator: str
    password: str = field(repr=False)
    command_seconds: float
    connect_seconds: float = 3.0


class Session:
    """One connection, signed in; one command at a time."""

    def __init__(
        self,
        account: Account,
        seat: int,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self.seat = seat
        self._account = account
        self._reader, self._writer = streams
        self._stream = ReplyStream()
        self.is_broken = False

    async def sign_in(self) -> None:
        """Raises NoSession with the element's reason."""
        account = self._account
        asked = statement("LGI", OPNAME=account.operator, PWD=account.password)
        try:
            reply = await self.tell(asked)
        except SessionBroken as broken:
            raise NoSession("NO_ANSWER", str(broken)) from broken
        if not reply.is_success:
            kind = NoSession if reply.code in PASSING else SignInRefused
            raise kind(reply.shown_code, reply.sentence)

    async def tell(self, text: str) -> Reply:
        """Send a command, return its reply. Raises SessionBroken: nobody knows if it was done."""
        try:
            async with asyncio.timeout(self._account.command_seconds):
                self._writer.write(text.encode())
                await self._writer.drain()
                return await self._reply()
        except (TimeoutError, OSError, BadReply, asyncio.IncompleteReadError) as problem:
            self.close()
            raise SessionBroken(type(problem).__name__) from problem
        except asyncio.CancelledError:
            # The reply would be taken for that of the next command.
            self.close()
            raise

    @property
    def is_closed_there(self) -> bool:
        """Tell whether the element has ended the connection."""
        return self._reader.at_eof()

    def close(self) -> None:
        self.is_broken = True
        self._writer.close()

    async def _reply(self) -> Reply:
        while octets := await self._reader.read(RECEIVE_OCTETS):
            blocks = self._stream.feed(octets)
            if blocks:
                return read_reply(blocks[0])
        raise ConnectionResetError


@dataclass(slots=True)
class Restraint:
    """Keeps us from asking an element to let us in again and again: a real one locks us out."""

    clock: Callable[[], float] = monotonic
    _refused: int = 0
    _until: float = 0.0
    _last: SignInRefused | None = None

    def check(self) -> None:
        """Raise the last refusal again while its pause lasts."""
        if self._last is not None and self.clock() < self._until:
            raise NoSession(self._last.code, self._last.says)

    def refused(self, problem: SignInRefused) -> None:
        """Wait, each time twice as long; a person is told."""
        pause = min(FIRST_PAUSE_SECONDS * 2 ** min(self._refused, 10), LONGEST_PAUSE_SECONDS)
        self._refused, self._last = self._refused + 1, problem
        self._until = self.clock() + pause
        SIGN_INS_REFUSED.inc()
        _log.error("the element does not let us in", code=problem.code, pause=pause)

    def let_in(self) -> None:
        self._refused, self._last = 0, None


class SessionPool:
    """As many sessions as are needed at once, up to `most`; kept open for the next."""

    def __init__(self, account: Account, seats: Seats, *, most: int) -> None:
        self._account = account
        self._seats = seats
        self._free = asyncio.Semaphore(most)
        self._idle: list[Session] = []
        self._restraint = Restraint()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Lend a session; waits while all are lent. Raises NoSession."""
        async with self._free:
            session = await self._idle_one() or await self._open()
            try:
                yield session
            finally:
                await self._take_back(session)

    async def stay(self) -> None:
        """Keep the seats, without end; raises what renewing them raises: it is kept running."""
        await repeat(self._renew, seconds=RENEW_SECONDS)

    async def _renew(self) -> None:
        """A seat that was lost closes its session."""
        ours = await self._seats.renew()
        for session in [one for one in self._idle if one.seat not in ours]:
            self._idle.remove(session)
            session.close()

    async def close(self) -> None:
        """Close all sessions and give their seats back."""
        while self._idle:
            session = self._idle.pop()
            session.close()
            await self._seats.leave(session.seat)

    async def _idle_one(self) -> Session | None:
        """Return a session that waits, and let those go which the element has closed."""
        while self._idle:
            session = self._idle.pop()
            if not session.is_closed_there:
                return session
            session.close()
            await self._seats.leave(session.seat)
        return None

    async def _open(self) -> Session:
        self._restraint.check()
        seat = await self._seats.claim()
        if seat is None:
            raise NoSession("NO_SEAT", "All sessions we may have are taken.")
        try:
            session = Session(self._account, seat, await self._connect())
            await session.sign_in()
        except NoSession as none:
            if isinstance(none, SignInRefused):
                self._restraint.refused(none)
            await self._seats.leave(seat)
            raise
        self._restraint.let_in()
        return session

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        account = self._account
        try:
            async with asyncio.timeout(account.connect_seconds):
                return await asyncio.open_connection(account.host, account.port)
        except (TimeoutError, OSError) as problem:
            raise NoSession("LINK_DOWN", type(problem).__name__) from problem

    async def _take_back(self, session: Session) -> None:
        if session.is_broken:
            await self._seats.leave(session.seat)
        else:
            self._idle.append(session)
