"""A kind of change, under the one name it has everywhere: file, message and row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from provisioning.changes.domain.change import What
from provisioning.changes.domain.stored import Stored

Asked = TypeVar("Asked", bound=What)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Asked]):
    """What is known of a kind of change without one at hand.

    `read` and `write` are its codec: of the field of `boss.provisioning.v1.NetworkChange` that
    has its name, and of a whole message.
    """

    name: str
    what: type[Asked]
    restored: Callable[[Stored], Asked]
    """The change that a row keeps."""
    write: Callable[[Asked], Any]
    read: Callable[[Any], Asked] | None
    """None for what no order asks for: a repair."""
    holds_codes: bool = False
    """While it is under way no codes are sent to the number."""
