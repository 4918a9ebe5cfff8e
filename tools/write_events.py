"""Write the catalogues for people: which events there are, and who may call whom."""

from __future__ import annotations

from promises import Call, Promises, Topic
from proto_files import Contracts, Field, Message

EVENTS_HEAD = """# Events

Generated from `proto/topics.yaml` and the `.proto` files by `make proto`; never edited.

Every value is one protobuf message. Its CloudEvents headers say which (`ce_type` is the full
name below), who said it (`ce_source`), when (`ce_time`) and under which id (`ce_id`): whoever hears
the same id twice has heard it once. Messages of one key keep their order. Messages a listener had
to park are shown on `<topic>.<listener>.dlq`.
"""
CALLS_HEAD = """# Calls

Generated from `proto/calls.yaml` by `make proto`; never edited.

A call that is not in this table is refused by who is called, and its way is closed in the network.
"""


def event_catalogue(promises: Promises, contracts: Contracts) -> str:
    rows = "\n".join(_topic_row(topic) for topic in promises.topics)
    table = "| topic | key | said by | heard by | kept |\n| --- | --- | --- | --- | --- |"
    chapters = "\n".join(_topic_chapter(topic, contracts) for topic in promises.topics)
    return f"{EVENTS_HEAD}\n{table}\n{rows}\n\n{chapters}{_used(promises, contracts)}"


def _topic_row(topic: Topic) -> str:
    kept = "the newest of every key" if topic.compacted else f"{topic.retention_hours} h"
    anchor = topic.name.replace(".", "")
    heard = ", ".join((*topic.listeners, *(f"{one} (live)" for one in topic.watchers))) or "-"
    said = ", ".join(topic.said_by)
    return f"| [`{topic.name}`](#{anchor}) | {topic.key} | {said} | {heard} | {kept} |"


def _topic_chapter(topic: Topic, contracts: Contracts) -> str:
    facts = f"{topic.when}\n\nKey: {topic.key}. Partitions: {topic.partitions}."
    messages = "\n".join(_message(contracts.messages[name], 3) for name in topic.messages)
    return f"## {topic.name}\n\n{facts}\n\n{messages}\n"


def _message(message: Message, depth: int) -> str:
    rows = "\n".join(_field_row(field) for field in message.fields)
    table = f"| no. | field | type | meaning |\n| --- | --- | --- | --- |\n{rows}\n"
    body = table if message.fields else "It has no fields.\n"
    parts = [f"{'#' * depth} {message.name}", message.comment, body]
    return "\n\n".join(part for part in parts if part)


def _field_row(field: Field) -> str:
    kind = f"{field.label} {field.type}".strip()
    return f"| {field.number} | `{field.name}` | {kind} | {field.comment.replace('|', '/')} |"


def _used(promises: Promises, contracts: Contracts) -> str:
    """Explain the messages inside messages, once each and in order of their names."""
    told = {name for topic in promises.topics for name in topic.messages}
    inside = sorted(reached(told, contracts) - told)
    if not inside:
        return ""
    messages = "\n".join(_message(contracts.messages[name], 3) for name in inside)
    return f"\n## Messages inside messages\n\n{messages}"


def reached(names: set[str], contracts: Contracts) -> set[str]:
    """Return these messages and all of ours that they contain, however deep."""
    messages = set(names)
    while (
        more := {
            field.type
            for name in messages
            for field in contracts.messages[name].fields
            if field.type.startswith("boss.") and field.type in contracts.messages
        }
        - messages
    ):
        messages |= more
    return messages


def call_catalogue(promises: Promises) -> str:
    rows = "\n".join(_call_row(call) for call in promises.calls)
    table = "| method | answered by | may be called by |\n| --- | --- | --- |"
    return f"{CALLS_HEAD}\n{table}\n{rows}\n"


def _call_row(call: Call) -> str:
    answered = ", ".join(call.answered_by)
    return f"| `{call.method}` | {answered} | {', '.join(call.callers) or 'nobody'} |"
