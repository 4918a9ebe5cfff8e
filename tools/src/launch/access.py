"""Who may do what on Kafka, from proto/topics.yaml: write what it says, read what it hears.

The one place where this is worked out: manifests are generated from it, and `launch.create_access`
makes the same lists on a broker that no operator looks after.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

WATCHING_LAG = "keda"
"""Who scales listeners by what they have not heard: it looks at offsets, and reads no message."""
OPERATIONS = "operations"
"""Who looks after groups by hand (`launch.groups`), and sets them back after a restore."""
THE_CLUSTER = "kafka-cluster"
Operation = Literal["Read", "Write", "Describe", "Delete", "IdempotentWrite"]


class Spoken(Protocol):
    """A topic, as any reader of proto/topics.yaml has it."""

    @property
    def name(self) -> str:
        """Name it."""

    @property
    def said_by(self) -> Sequence[str]:
        """Return who writes it."""

    @property
    def listeners(self) -> Sequence[str]:
        """Return who reads it, each in a group of its own."""

    @property
    def watchers(self) -> Sequence[str]:
        """Return who reads it live, without a group."""


@dataclass(frozen=True, slots=True)
class Access:
    """What may be done with one topic or group."""

    kind: Literal["topic", "group", "cluster"]
    name: str
    operations: tuple[Operation, ...]


def group_of(service: str, topic: str) -> str:
    """Name the group in which a service reads a topic."""
    return f"{service}.{topic}"


def parked_of(service: str, topic: str) -> str:
    """Name the topic on which a service shows watchers what it had to park."""
    return f"{topic}.{service}.dlq"


def access_of(service: str, topics: Iterable[Spoken]) -> tuple[Access, ...]:
    """Return all a service may do; what is not here is refused."""
    topics = tuple(topics)
    hears = [topic.name for topic in topics if service in topic.listeners]
    watches = [topic.name for topic in topics if service in topic.watchers]
    says = [topic.name for topic in topics if service in topic.said_by]
    says += [parked_of(service, name) for name in hears]
    if not says:
        # Its relay stands ready all the same, and begins by asking for a producer's number.
        return (Access("cluster", THE_CLUSTER, ("IdempotentWrite",)),)
    return (
        *(Access("topic", name, ("Write", "Describe")) for name in says),
        *(Access("topic", name, ("Read", "Describe")) for name in (*hears, *watches)),
        *(Access("group", group_of(service, name), ("Read", "Describe")) for name in hears),
    )


def access_to_lag(topics: Iterable[Spoken]) -> tuple[Access, ...]:
    """Return what it takes to see how far listeners are, and no more."""
    consumed = [topic for topic in topics if topic.listeners]
    return (
        *(Access("topic", topic.name, ("Describe",)) for topic in consumed),
        *(Access("group", name, ("Describe",)) for name in _groups(consumed)),
    )


def access_of_operations(topics: Iterable[Spoken]) -> tuple[Access, ...]:
    """Return what it takes to see all topics, and to set back or end any group."""
    topics = tuple(topics)
    consumed = [topic for topic in topics if topic.listeners]
    silent = [topic for topic in topics if not topic.listeners]
    return (
        # Kafka lets nobody move a group who may not read its topic.
        *(Access("topic", topic.name, ("Read", "Describe")) for topic in consumed),
        *(Access("topic", topic.name, ("Describe",)) for topic in silent),
        *(Access("group", name, ("Read", "Describe", "Delete")) for name in _groups(consumed)),
    )


def access_of_everybody(
    services: Iterable[str], topics: Iterable[Spoken]
) -> Iterator[tuple[str, tuple[Access, ...]]]:
    """Return who may do what: the services, who scales them, and who operates them."""
    topics = tuple(topics)
    yield from ((service, access_of(service, topics)) for service in services)
    yield WATCHING_LAG, access_to_lag(topics)
    yield OPERATIONS, access_of_operations(topics)


def _groups(topics: Iterable[Spoken]) -> Iterator[str]:
    return (group_of(one, topic.name) for topic in topics for one in topic.listeners)
