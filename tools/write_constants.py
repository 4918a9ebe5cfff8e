"""Write the constants the services use: boss/topics.py and boss/calls.py."""

from __future__ import annotations

from collections.abc import Iterable

from promises import Promises, Topic

TOPICS_HEAD = '''"""Every topic, who says it and who listens. Generated from proto/topics.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass


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
    watchers: tuple[str, ...] = ()

'''
CALLS_HEAD = '''"""Who may call which gRPC method. Generated from proto/calls.yaml."""

from collections.abc import Mapping

ALLOWED: Mapping[str, frozenset[str]] = {
'''


def topics_module(promises: Promises) -> str:
    names = "\n".join(f'{topic.constant} = "{topic.name}"' for topic in promises.topics)
    rows = "\n".join(f"    {topic.constant}: {_topic(topic)}," for topic in promises.topics)
    return f"{TOPICS_HEAD}\n{names}\n\nTOPICS: Mapping[str, Topic] = {{\n{rows}\n}}\n"


def calls_module(promises: Promises) -> str:
    rows = "".join(
        f'    "{call.path}": frozenset({{{_quoted(call.callers)}}}),\n'
        if call.callers
        else f'    "{call.path}": frozenset(),\n'
        for call in promises.calls
    )
    return f"{CALLS_HEAD}{rows}}}\n"


def _topic(topic: Topic) -> str:
    values = {
        "name": topic.constant,
        "key": f'"{topic.key}"',
        "said_by": _tuple(topic.said_by),
        "messages": _tuple(topic.messages),
        "partitions": str(topic.partitions),
        "retention_hours": str(topic.retention_hours),
        "compacted": str(topic.compacted),
        "listeners": _tuple(topic.listeners),
        **({"watchers": _tuple(topic.watchers)} if topic.watchers else {}),
    }
    lines = "".join(f"        {name}={value},\n" for name, value in values.items())
    return f"Topic(\n{lines}    )"


def _tuple(names: tuple[str, ...]) -> str:
    return f"({_quoted(names)},)" if names else "()"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
