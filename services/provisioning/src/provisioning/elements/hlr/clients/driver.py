"""The HLR behind its MML door: every command is a span, and comes back as it may be shown."""

from collections.abc import AsyncIterator, Sequence

from opentelemetry.trace import Span, SpanKind

from kernel.clock import monotonic
from provisioning.elements.domain.answers import Answer, Denied, NotNow, Reason, Silence
from provisioning.elements.domain.commands import HlrCommand
from provisioning.elements.domain.subscription import Record
from provisioning.elements.hlr.clients.sessions import (
    NoSession,
    Session,
    SessionBroken,
    SessionPool,
)
from provisioning.elements.hlr.wire.commands import (
    NOT_LOGGED_IN,
    NOTHING,
    NoKeysAtHand,
    answer_of,
    record_of,
    written,
)
from provisioning.elements.hlr.wire.mml import Reply, masked, statement
from provisioning.elements.ports import ElementSilent, Exchange
from provisioning.vault.domain.authentication import CardKeys
from runtime.telemetry.logs import mask
from runtime.telemetry.tracing import span

PAGE = 1000
MOST_SILENCES = 3


class MmlHlr:
    """A driver; it never raises for what goes wrong at the element."""

    def __init__(self, pool: SessionPool) -> None:
        self._pool = pool

    async def tell(self, command: HlrCommand, keys: CardKeys | None) -> Exchange:
        """Give one command and understand the answer."""
        try:
            text = written(command, keys)
        except NoKeysAtHand:
            denied = Denied(Reason.NO_KEYS, "KEYS_MISSING", "The vault has no keys of this card.")
            return Exchange(denied, type(command).__name__, denied.code, denied.says, 0)
        begun = monotonic()
        shown = masked(text)
        with span(f"MML {_verb(text)}", kind=SpanKind.CLIENT) as current:
            answer, code, says = await self._answer(command, text)
            _describe(current, shown, code)
        return Exchange(answer, shown, code, masked(says), int((monotonic() - begun) * 1000))

    async def dump(self) -> AsyncIterator[Sequence[Record]]:
        """Show every subscription, by IMSI. Raises ElementSilent."""
        after = ""
        while after != NOTHING:
            reply = await self._page(after)
            yield [record for row in reply.rows() if (record := record_of(row)) is not None]
            after = reply.details().get("NEXT", NOTHING)

    async def _answer(self, command: HlrCommand, text: str) -> tuple[Answer, str, str]:
        try:
            async with self._pool.session() as session:
                reply = await _said(session, text)
        except NoSession as none:
            return NotNow(none.code, none.says), none.code, none.says
        except SessionBroken as broken:
            return Silence(str(broken)), "NO_ANSWER", str(broken)
        return answer_of(command, reply), reply.shown_code, reply.sentence

    async def _page(self, after: str) -> Reply:
        text = statement("LST ALLSUB", **({"AFTER": after} if after else {}), COUNT=str(PAGE))
        for _ in range(MOST_SILENCES):
            try:
                async with self._pool.session() as session:
                    reply = await _said(session, text)
            except (NoSession, SessionBroken):
                continue
            if reply.is_success:
                return reply
        raise ElementSilent("the HLR does not show its subscriptions")


async def _said(session: Session, text: str) -> Reply:
    """Sign in again where the session has expired: nothing was done then."""
    reply = await session.tell(text)
    if reply.code != NOT_LOGGED_IN:
        return reply
    await session.sign_in()
    return await session.tell(text)


def _verb(text: str) -> str:
    return text.partition(":")[0].rstrip(";")


def _describe(current: Span, shown: str, code: str) -> None:
    current.set_attribute("mml.command", mask(shown))
    current.set_attribute("mml.code", code)
