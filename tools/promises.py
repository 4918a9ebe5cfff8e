"""Read and check the two lists of promises: who says what on Kafka, who may call whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from proto_files import Contracts

ROOT = Path(__file__).parents[1]
EVERYBODY = "all"
PEOPLE = frozenset({"bossctl", "launch", "testkit"})
"""Who may call a service without being one: the operator's tool, the launcher, the test fixture."""
TOPIC_NAME = re.compile(r"boss\.[a-z]+(-[a-z]+)*\.v[1-9]\d*")
TOPIC_FIELDS = frozenset(
    {
        "name",
        "key",
        "said_by",
        "messages",
        "partitions",
        "retention_hours",
        "compacted",
        "listeners",
        "when",
        "watchers",
    }
)
MAY_BE_LEFT_OUT = frozenset({"compacted", "watchers"})


class BrokenPromiseError(Exception):
    """A list names what does not exist, or leaves out what must be said."""


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    key: str
    said_by: tuple[str, ...]
    messages: tuple[str, ...]
    partitions: int
    retention_hours: int
    compacted: bool
    listeners: tuple[str, ...]
    when: str
    watchers: tuple[str, ...] = ()
    """Who reads it live, without a group and without a memory of what was read."""

    @property
    def constant(self) -> str:
        """Name the topic as a constant; the first version carries no number."""
        fact, version = self.name.removeprefix("boss.").rsplit(".v", 1)
        name = fact.replace("-", "_").upper()
        return name if version == "1" else f"{name}_V{version}"

    def copies_of_parked(self, listener: str) -> str:
        """Return the topic on which `listener` shows watchers what it had to park."""
        return f"{self.name}.{listener}.dlq"


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    callers: tuple[str, ...]
    answered_by: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the method as gRPC writes it on the wire."""
        return f"/{self.method}"


@dataclass(frozen=True, slots=True)
class Wire:
    """A connection that is neither gRPC nor Kafka, such as MML to a network element."""

    caller: str
    answered_by: str
    ports: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Promises:
    services: tuple[str, ...]
    topics: tuple[Topic, ...]
    calls: tuple[Call, ...]
    wires: tuple[Wire, ...]


def read_promises(root: Path, contracts: Contracts) -> Promises:
    """
    Read topics.yaml and calls.yaml below `root`/proto.

    :raises BrokenPromiseError: with every offence, one a line.
    """
    services = tuple(sorted(path.name for path in (root / "services").iterdir() if path.is_dir()))
    reading = _Reading(services, contracts)
    topics = reading.topics(_entries(root / "proto/topics.yaml", "topics"))
    calls_file = root / "proto/calls.yaml"
    calls = reading.calls(_entries(calls_file, "calls"))
    wires = reading.wires(_entries(calls_file, "wires", optional=True))
    if reading.offences:
        raise BrokenPromiseError("\n".join(reading.offences))
    return Promises(services, topics, calls, wires)


def _entries(path: Path, head: str, *, optional: bool = False) -> list[dict[str, Any]]:
    if not path.exists():
        raise BrokenPromiseError(f"{path.name}: there is no such file in proto/")
    document = yaml.safe_load(path.read_text()) or {}
    if head not in document and not optional:
        raise BrokenPromiseError(f"{path.name}: there is no list {head!r}")
    return list(document.get(head) or [])


class _Reading:
    """Collects offences while reading, so that all are told at once."""

    def __init__(self, services: tuple[str, ...], contracts: Contracts) -> None:
        self.services = services
        self.contracts = contracts
        self.offences: list[str] = []

    def topics(self, entries: Iterable[dict[str, Any]]) -> tuple[Topic, ...]:
        topics = tuple(topic for entry in entries if (topic := self._topic(entry)) is not None)
        self._once("topic", [topic.name for topic in topics])
        self._once("message", [message for topic in topics for message in topic.messages])
        return tuple(sorted(topics, key=lambda topic: topic.name))

    def _topic(self, entry: dict[str, Any]) -> Topic | None:
        name = str(entry.get("name"))
        missing = sorted(TOPIC_FIELDS - MAY_BE_LEFT_OUT - set(entry))
        unknown = sorted(set(entry) - TOPIC_FIELDS)
        if missing or unknown:
            self.offences.append(f"topic {name}: missing {missing}, unknown {unknown}")
            return None
        topic = Topic(
            name=name,
            key=str(entry["key"]),
            said_by=self._people(f"topic {name}: said by", entry["said_by"]),
            messages=tuple(entry["messages"] or ()),
            partitions=int(entry["partitions"]),
            retention_hours=int(entry["retention_hours"]),
            compacted=bool(entry.get("compacted", False)),
            listeners=self._people(f"topic {name}: heard by", entry["listeners"]),
            when=" ".join(str(entry["when"]).split()),
            watchers=self._people(f"topic {name}: watched by", entry.get("watchers")),
        )
        self._check(topic)
        return topic

    def _check(self, topic: Topic) -> None:
        wrong = {
            "is not called boss.<the-fact>.v<n>": TOPIC_NAME.fullmatch(topic.name) is None,
            "has nobody who says it": not topic.said_by,
            "carries no message": not topic.messages,
            "needs at least one partition": topic.partitions < 1,
            "needs a retention of at least an hour": topic.retention_hours < 1,
        }
        self.offences += [f"topic {topic.name} {why}" for why, holds in wrong.items() if holds]
        self.offences += [
            f"topic {topic.name}: there is no message {name} in proto/"
            for name in topic.messages
            if name not in self.contracts.messages
        ]

    def calls(self, entries: Iterable[dict[str, Any]]) -> tuple[Call, ...]:
        calls = tuple(self._call(entry) for entry in entries)
        self._once("method", [call.method for call in calls])
        declared = {call.method for call in calls}
        self.offences += [
            f"method {method}: calls.yaml does not say who may call it"
            for method in sorted(self.contracts.methods - declared)
        ]
        return tuple(sorted(calls, key=lambda call: call.method))

    def _call(self, entry: dict[str, Any]) -> Call:
        method = str(entry.get("method"))
        if method not in self.contracts.methods:
            self.offences.append(f"method {method}: there is none in proto/")
        callers = self._people(f"method {method}: called by", entry.get("callers"), PEOPLE)
        return Call(method, callers, self._answered_by(method))

    def _answered_by(self, method: str) -> tuple[str, ...]:
        """Return the service a method's package names; the runtime's are answered by every one."""
        owner = method.split(".")[1] if method.count(".") > 1 else ""
        if owner == "runtime":
            return self.services
        if owner not in self.services:
            self.offences.append(f"method {method}: there is no service {owner!r}")
        return (owner,)

    def wires(self, entries: Iterable[dict[str, Any]]) -> tuple[Wire, ...]:
        wires = tuple(Wire(one["caller"], one["answered_by"], one["ports"]) for one in entries)
        for wire in wires:
            self._people("wire", [wire.caller, wire.answered_by])
        return wires

    def _people(
        self, where: str, names: Iterable[str] | None, others: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        listed = list(names or ())
        if listed == [EVERYBODY]:
            return self.services
        self.offences += [
            f"{where} {name!r}, which is no service"
            for name in listed
            if name not in self.services and name not in others
        ]
        return tuple(sorted(listed))

    def _once(self, kind: str, names: list[str]) -> None:
        twice = sorted({name for name in names if names.count(name) > 1})
        self.offences += [f"{kind} {name}: is listed more than once" for name in twice]
