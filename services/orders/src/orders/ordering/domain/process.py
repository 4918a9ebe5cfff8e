"""A process is a form: who may open it, what is refused, what is done in three places."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from kernel.errors import NotAllowed, Refusal
from kernel.numbering import Msisdn
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.network import NetworkChange
from orders.ordering.domain.plan import Appointment, Plan
from orders.ordering.domain.steps import Step
from orders.ordering.domain.values import (
    Channel,
    CustomerId,
    FeeCode,
    GuarantorId,
    NewHolderId,
    Proof,
    Role,
)
from orders.ordering.domain.verification import Asked, Check, Checks

__all__ = [
    "AnyProcess", "Asked", "Channel", "Check", "Checks", "OnEvent", "OnTimer", "Opener", "Process",
    "Proof", "Role",
]  # fmt: skip

ARREARS_EXIST = "ARREARS_EXIST"
"""The code of every rule that refuses for money that is owed."""

Request = TypeVar("Request")
Request_contra = TypeVar("Request_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Request_contra]):
    code: str
    sentence: str
    holds: Callable[[Request_contra, Facts], bool]
    zh: str = ""
    """The sentence in Chinese, as a clerk reads it."""


def rule(
    code: str, sentence: str, zh: str
) -> Callable[[Callable[[Request, Facts], bool]], Rule[Request]]:
    """Turn `holds(request, facts)` into a rule that refuses with a code and a sentence."""
    return lambda holds: Rule(code, sentence, holds, zh)


@dataclass(frozen=True, slots=True)
class OnEvent:
    """Another service said something that asks for it."""

    event: str


@dataclass(frozen=True, slots=True)
class OnTimer:
    """A clock asks for it."""

    timer: str


Opener: TypeAlias = Asked | OnEvent | OnTimer


def brings_back(facts: Facts) -> int:
    """Return what brings back who is stopped for money, in fen; 0 where nobody is, or knows."""
    account = facts.known_account
    return 0 if account is None else account.brings_back.minor


def nothing(request: object, facts: Facts) -> tuple[()]:
    return ()


def never(request: object, facts: Facts) -> None:
    return None


def nobody(request: object) -> None:
    return None


def of_no_kind(request: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Process(Generic[Request]):
    """What it may do is said beside what it does: `steps` and `changes` are verbs its plans use."""

    name: str
    title: str
    term: str
    """What the manuals call it, in Chinese."""
    about: str
    """What it does, in a sentence of Chinese; in English the file says it."""
    request: type[Request]
    opened_by: tuple[Opener, ...]
    steps: tuple[type[Step], ...]
    changes: tuple[type[NetworkChange], ...]
    rules: tuple[Rule[Request], ...]
    prepare: Callable[[Request, Facts], tuple[Step, ...]] = nothing
    network: Callable[[Request, Facts], tuple[NetworkChange, ...]] = nothing
    settle: Callable[[Request, Facts], tuple[Step, ...]] = nothing
    later: Callable[[Request, Facts], Appointment | None] = never
    settles: tuple[str, ...] = ()
    """Timers: once this is fulfilled, no earlier appointment of theirs is in force."""
    counts: tuple[str, ...] = ()
    """Processes: how often they were fulfilled for the subscriber this month is read as a fact."""
    follows: tuple[str, ...] = ()
    """Processes: the last order of these that was fulfilled for the subscriber is read, too."""
    fees: tuple[FeeCode, ...] = ()
    opens_subscriber: bool = False
    ends_subscriber: bool = False
    customer: Callable[[Request], CustomerId | None] = nobody
    number: Callable[[Request], Msisdn | None] = nobody
    """Whom and which number a request names that opens a subscriber; others are known by theirs."""
    guarantor: Callable[[Request], GuarantorId | None] = nobody
    """Who the request says answers for the debt, and is checked beside the holder."""
    new_holder: Callable[[Request], NewHolderId | None] = nobody
    """Whose number the request says it is going to be: checked beside the holder."""
    binds: bool = False
    """Whether a child (rules 1.1) asks for it with a guardian alone, as `processes.offered` says:
    wherever a form lets guardians ask, also where an operator has switched that off."""
    kind: Callable[[Request], str] = of_no_kind
    """Which kind of it a request is about, where ways to ask differ by that."""
    words_of: tuple[tuple[str, str], ...] = ()
    """Fields that only staff of a role may fill: a word that puts a rule aside."""

    def must_be_said_by(self, request: Request, roles: Collection[str]) -> None:
        """Raise `ROLE_REQUIRED` with the field where a word is said that is another's to say."""
        for field, role in self.words_of:
            if getattr(request, field) and role not in roles:
                raise NotAllowed("ROLE_REQUIRED", f"Only a {role} says this.", field=field)

    @property
    def ways(self) -> tuple[Asked, ...]:
        """Return how people may ask for it, each way enough by itself."""
        return tuple(one for one in self.opened_by if isinstance(one, Asked))

    def must_be_opened_by(self, opener: OnEvent | OnTimer) -> None:
        """Raise `CHANNEL_NOT_ALLOWED` for what no event and no clock asks for."""
        if opener not in self.opened_by:
            raise Refusal("CHANNEL_NOT_ALLOWED", f"{opener} does not open {self.name}.")

    def ways_through(self, channel: str, *, kind: str = "") -> tuple[Asked, ...]:
        """
        Return how it, or this kind of it, may be asked for there.

        :raises Refusal: `CHANNEL_NOT_ALLOWED` if it is not offered there.
        """
        here = tuple(one for one in self.ways if one.channel == channel)
        if kind:
            here = tuple(one for one in here if one.is_for(kind))
        if not here:
            raise Refusal("CHANNEL_NOT_ALLOWED", f"Not offered through {channel}.")
        return here

    def ways_for(self, role: Role, *, channel: str, kind: str = "") -> tuple[Asked, ...]:
        """
        Return how somebody in this role may ask for it there.

        :raises NotAllowed: `ROLE_NOT_ALLOWED` if others may and they may not.
        """
        theirs = tuple(one for one in self.ways_through(channel, kind=kind) if one.role is role)
        if not theirs:
            sentence = f"Through {channel} this is not done for who asks as {role}."
            raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="capacity")
        return theirs

    def judge(self, request: Request, facts: Facts) -> None:
        """
        Let every rule have its say.

        :raises Refusal: with the code of the first rule that does not hold.
        """
        for judging in self.rules:
            if not judging.holds(request, facts):
                raise Refusal(judging.code, judging.sentence + self._how_much(judging.code, facts))

    def _how_much(self, code: str, facts: Facts) -> str:
        """Return how much brings back who is refused for money and stopped for it."""
        if code != ARREARS_EXIST or not (needed := brings_back(facts)):
            return ""
        return f" CNY {needed // 100}.{needed % 100:02} brings the number back."

    def plan(self, request: Request, facts: Facts) -> Plan:
        """
        Return what will be done.

        Preparing what cannot be taken back, and what the form does not say, is a bug: ValueError.
        """
        plan = Plan(
            prepare=self.prepare(request, facts),
            network=self.network(request, facts),
            settle=self.settle(request, facts),
            appointment=self.later(request, facts),
            brings_back=brings_back(facts),
        )
        self._must_say_all_of(plan)
        return plan

    def _must_say_all_of(self, plan: Plan) -> None:
        planned = {type(work) for work in (*plan.prepare, *plan.network, *plan.settle)}
        if unsaid := planned - {*self.steps, *self.changes}:
            names = ", ".join(sorted(verb.__name__ for verb in unsaid))
            raise ValueError(f"{self.name} does not say that it may do {names}")


AnyProcess: TypeAlias = Process[Any]
