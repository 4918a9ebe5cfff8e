"""Those who use the operator while something happens to it, and what they are owed afterwards.

Customers come one after the other and are opened, subscribers call without a pause, and somebody
asks all the time. Afterwards every order is there, and every call has its price once.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import grpc
from typing_extensions import override

from cluster.beside import Beside
from cluster.cases.using import Quietly, agreed, number_opened, opened
from cluster.cases.watching import Watcher
from cluster.kubectl import eventually
from cluster.talker import Talker
from cluster.telling import Wrong
from cluster.town import Town
from kernel.clock import monotonic
from launch.handsets import refused
from launch.story import A_FRIEND, Scene, is_in

NEXT_SECONDS = 1.0
CALL_EVERY_SECONDS = 0.3
CALL_SECONDS = 60
TALKERS = 3
MONEY = 1000_00
"""Fen each of them has, for the calls of a whole run."""
CHARGED_SECONDS = 120
PRICE_SECONDS = 60


@dataclass
class Customers(Beside):
    """One after the other opens a number."""

    town: Town
    every: float = NEXT_SECONDS
    served: int = 0
    slowest: float = 0.0
    """Seconds from the counter until the telephone is in the network."""
    problems: list[str] = field(default_factory=list)

    def judged(self) -> str:
        """Return how many were served. Raises Wrong where one of them was not."""
        if self.problems:
            told = "; ".join(self.problems[:3])
            raise Wrong(f"{self.served} customers served, {len(self.problems)} not: {told}")
        return f"{self.served} customers served, the slowest in {self.slowest:.0f} s"

    @override
    def go_on(self) -> None:
        while not self.told_to_stop.wait(self.every):
            begun = monotonic()
            try:
                opened(self.town)
                self.served += 1
                self.slowest = max(self.slowest, monotonic() - begun)
            except Exception as problem:
                self.problems.append(f"{type(problem).__name__}: {problem}"[:300])


@dataclass
class Callers(Beside):
    """Some subscribers call without a pause."""

    town: Town
    talkers: tuple[Talker, ...]
    every: float = CALL_EVERY_SECONDS
    calls: int = 0
    refusals: dict[str, int] = field(default_factory=dict)
    _turn: int = 0

    @override
    def go_on(self) -> None:
        while not self.told_to_stop.is_set():
            with suppress(grpc.RpcError):
                self._on_a_channel()

    def _on_a_channel(self) -> None:
        """Call until there is no answer; then on another one, with the key that is in force."""
        scene = self.town.scene(Quietly())
        with scene.handsets:
            while not self.told_to_stop.wait(self.every):
                talker = self.talkers[self._turn % len(self.talkers)]
                self._turn += 1
                try:
                    answer = scene.handsets.call(talker.anna.sim, to=A_FRIEND, seconds=CALL_SECONDS)
                except grpc.RpcError:
                    talker.without_answer += 1
                    raise
                self._note(talker, answer)
                if refused(answer):
                    _switch_on(scene, talker)

    def judged(self) -> str:
        """Wait until every call has its price. Raises Wrong where one was paid twice, or never."""
        counter = self.town.counter()

        def balances() -> list[tuple[Talker, int]]:
            return [(one, counter.balance(one.anna.subscriber)) for one in self.talkers]

        def owing() -> str:
            return "; ".join(filter(None, (one.owes(left) for one, left in balances())))

        eventually("calls are not charged", owing, seconds=CHARGED_SECONDS)
        if wrong := list(filter(None, (one.overcharged(left) for one, left in balances()))):
            raise Wrong("; ".join(wrong))
        refusals = ", ".join(f"{number} {cause}" for cause, number in self.refusals.items())
        if not self.calls:
            raise Wrong(f"nobody could call: {refusals or 'no answer'}")
        return f"{self.calls} calls charged once" + (f" ({refusals})" if refusals else "")

    def _note(self, talker: Talker, answer: str) -> None:
        if refused(answer):
            self.refusals[answer] = self.refusals.get(answer, 0) + 1
        else:
            talker.let_through += 1
            self.calls += 1


def _switch_on(scene: Scene, talker: Talker) -> None:
    """A network that was away has forgotten who is in it."""
    with suppress(grpc.RpcError):
        is_in(scene, talker.anna.sim)


@dataclass(slots=True)
class Use:
    """What went on during a change, and what it came to."""

    town: Town
    watcher: Watcher
    customers: Customers
    callers: Callers

    def judged(self, change: str) -> str:
        """Say what it came to, when all have their due and every hand-over agrees."""
        self.town.figures.note(f"longest wait: {change}", f"{self.watcher.longest:.1f} s")
        self.town.figures.note(f"slowest order: {change}", f"{self.customers.slowest:.1f} s")
        parts = (self.customers.judged(), self.callers.judged(), self.watcher.told)
        return ", ".join((*parts, agreed(self.town)))


@contextmanager
def in_use(town: Town) -> Iterator[Use]:
    """Have the operator used by all of them; ask for judgement afterwards."""
    callers = Callers(town, talkers_of(town))
    with Watcher(town) as watcher, Customers(town) as customers, callers:
        yield Use(town, watcher, customers, callers)


def talkers_of(town: Town) -> tuple[Talker, ...]:
    """Return those who call; they are opened once in a run, and have money for all of it."""
    if not town.talkers:
        town.talkers = tuple(opened_talker(town) for _ in range(TALKERS))
    return town.talkers


def opened_talker(town: Town) -> Talker:
    """Open one, and learn what a call costs."""
    anna, scene = number_opened(town), town.scene(Quietly())
    counter = scene.counter
    counter.pay(anna.subscriber, fen=MONEY)
    before = counter.balance(anna.subscriber)
    with scene.handsets:
        answer = scene.handsets.call(anna.sim, to=A_FRIEND, seconds=CALL_SECONDS)
    if refused(answer):
        raise Wrong(f"a subscriber with money may not call: {answer}")

    seen = [before]

    def not_settled() -> str:
        seen.append(counter.balance(anna.subscriber))
        return "" if before > seen[-1] == seen[-2] else f"{seen[-1]} fen of {before} are left"

    eventually("the first call has no price", not_settled, seconds=PRICE_SECONDS, every=2.0)
    return Talker(anna, before, before - seen[-1], let_through=1)
