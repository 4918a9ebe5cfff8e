"""What a service consumes: which topic, and who handles which message."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from kernel.value import value

Handler = Callable[[Sequence["Received"]], Awaitable["Recalled | None"]]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a handler that remembers by itself knew of a batch."""

    again: int = 0
    """So many events were handled before: their own rows are there."""
    beside: Sequence[str] = ()
    """Ids (`ce_id`) of new ones that left no row; they are remembered in the inbox."""

    def __add__(self, other: "Recalled") -> "Recalled":
        return Recalled(self.again + other.again, (*self.beside, *other.beside))


@value
class Received:
    """One event that was received, decoded."""

    message: Any
    """The protobuf message; its class is the key under which the handler stands."""
    id: str
    """`ce_id`: the same event keeps it when it is sent again."""
    topic: str
    key: str
    occurred_at: datetime
    """`ce_time`, business time."""
    order_id: str = ""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class Listener:
    """Handlers of one topic.

    A handler is called inside one ambient transaction with fresh messages only, in the order they
    came; inbox, effect and caused events commit together. When it fails, the batch is halved until
    the message that fails stands alone: `Stale` is skipped, transient failures are tried again in
    place, anything else is parked, with later messages of its key behind it.

    `in_order`: what happened to a key matters in its order. Where it does not - every message is a
    fact of its own, as a use or a line of the audit is - nothing waits behind a parked one.

    `levels`: every message carries the whole truth of its key, so a newer one replaces an older
    parked one and is not parked behind it.

    `remembers`: its handlers know by rows of their own what they handled - they keep `Received.id`
    there - and answer `Recalled`. Such events leave no row in the inbox, which costs as much as
    the effect itself where there are many; control totals are the same.

    `max_records`: of one batch. `lanes`: so many parts of it are handled side by side, by key, each
    in a transaction of its own.
    """

    topic: str
    handlers: Mapping[type[Message], Handler]
    in_order: bool = True
    levels: bool = False
    remembers: bool = False
    max_records: int = 500
    lanes: int = 1

    @property
    def passes_parked(self) -> bool:
        """Tell whether a message is handled while an earlier one of its key is parked."""
        return self.levels or not self.in_order

    def kinds(self) -> Mapping[str, type[Message]]:
        """Answer the message classes by their full names (`ce_type`)."""
        return {kind.DESCRIPTOR.full_name: kind for kind in self.handlers}
