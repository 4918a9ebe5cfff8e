"""Drive a change along its course: tell the element, take its answer, ask what comes next."""

from dataclasses import dataclass, field

from kernel.clock import monotonic
from provisioning.changes.domain.change import CHANGE, ChangeAct, ChangeState, What
from provisioning.changes.domain.course import (
    Become,
    End,
    Hold,
    Move,
    Notes,
    Send,
    Verified,
    Wait,
    next_move,
)
from provisioning.changes.ports import Claimed, UnitOfWork
from provisioning.elements.domain.answers import Accepted, Answer, Proven, Vectors
from provisioning.elements.domain.commands import READINGS
from provisioning.elements.ports import Element, Exchange
from provisioning.vault.domain.authentication import CardKeys, Shut, is_made_with

LEASE_SECONDS = 60.0
RENEW_SECONDS = 20.0
MOST_COMMANDS = 60
"""More than any course needs: beyond it, the change gives its place to others and comes again."""


@dataclass(slots=True)
class Drive:
    """One stretch of work on a change; `exchanges` are for the log."""

    claimed: Claimed
    uow: UnitOfWork
    element: Element
    state: ChangeState = ChangeState.SENT
    node: str = ""
    keys: CardKeys | None = field(default=None, repr=False)
    exchanges: list[Exchange] = field(default_factory=list)
    renewed_at: float = field(default_factory=monotonic)

    async def to_its_end(self) -> End:
        """Return how the stretch ended: verified, refused, held, or again later."""
        self.node = self.claimed.serving_node
        if isinstance(shut := self.claimed.keys, Shut):
            end = Hold if shut.for_good else Wait
            return end(shut.code, shut.sentence)
        self.keys = shut
        notes = Notes(serving_node=self.node, desired=self.claimed.desired)
        what = self.claimed.change.what
        first = what.course.begin if self.claimed.is_first else what.course.look
        return await self._along(what, first(what, notes))

    async def _along(self, what: What, move: Move) -> End:
        while isinstance(move, Send | Become):
            if len(self.exchanges) >= MOST_COMMANDS:
                return Wait("TOO_LONG", "It takes too many commands; it is looked at again.")
            if isinstance(move, Send):
                move = next_move(move, what, await self._tell(move))
            else:
                move = await self._by_way_of(what, move)
        return move

    async def _by_way_of(self, what: What, move: Become) -> Move:
        way = move.what
        fresh = Notes(move.notes.serving_node, move.notes.desired)
        end = await self._along(way, way.course.look(way, fresh))
        return what.course.look(what, move.notes) if isinstance(end, Verified) else end

    async def _tell(self, move: Send) -> Answer:
        await self._keep_the_turn(move)
        exchange = await self.element.tell(move.command, self.keys)
        self.exchanges.append(exchange)
        if isinstance(exchange.answer, Accepted) and not isinstance(move.command, READINGS):
            self.state = CHANGE.after(self.state, ChangeAct.ACCEPT)
        return judged(exchange.answer, self.keys)

    async def _keep_the_turn(self, move: Send) -> None:
        """Write down what must not be forgotten, and stay the one who works on it."""
        if move.notes.serving_node != self.node:
            await self.uow.changes.note(self.claimed, serving_node=move.notes.serving_node)
            self.node = move.notes.serving_node
        elif monotonic() - self.renewed_at > RENEW_SECONDS:
            await self.uow.changes.renew(self.claimed)
        else:
            return
        self.renewed_at = monotonic()


def judged(answer: Answer, keys: CardKeys | None) -> Answer:
    """Compare the network's vectors with the keys of the vault."""
    if not isinstance(answer, Vectors):
        return answer
    proven = keys is not None and all(is_made_with(each, keys) for each in answer.vectors)
    return Proven(matches=proven and bool(answer.vectors))


def latest(exchanges: list[Exchange]) -> tuple[str, str]:
    """Return code and words of the element's latest answer."""
    return (exchanges[-1].code, exchanges[-1].says) if exchanges else ("", "")
