"""What a call to another service comes back with, in the words of this service."""

from collections.abc import Awaitable
from typing import TypeVar

from kernel.errors import Refusal
from orders.ordering.ports import NoAnswer
from runtime.errors import Unanswered
from runtime.rpc.client import answered

Answer = TypeVar("Answer")

# What the gate of a service says is about us, not about the order: it is asked again.
NOT_ABOUT_THE_ORDER = frozenset({"NOT_SIGNED", "CALLER_NOT_ALLOWED"})


async def answer(call: Awaitable[Answer]) -> Answer:
    """Await an answer; raise the other side's Refusal, or NoAnswer where it must be asked again."""
    try:
        return await answered(call)
    except Unanswered as problem:
        raise NoAnswer(str(problem)) from problem
    except Refusal as refusal:
        if refusal.code in NOT_ABOUT_THE_ORDER:
            raise NoAnswer(refusal.code) from refusal
        raise
