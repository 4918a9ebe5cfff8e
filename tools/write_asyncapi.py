"""Write the AsyncAPI 3.0 document: what another system may subscribe to, and what it gets."""

from __future__ import annotations

from typing import Any

import yaml

from promises import Promises, Topic
from proto_files import Contracts, Message
from write_events import reached

HEADERS = {
    "ce_specversion": "always 1.0",
    "ce_id": "a UUIDv7; the same id is the same event",
    "ce_type": "the full name of the protobuf message",
    "ce_source": "the service that says it",
    "ce_subject": "the thing it is about",
    "ce_time": "when it happened, RFC 3339 in UTC",
    "traceparent": "W3C trace context of the act that caused it",
    "content-type": "always application/protobuf",
}
OPTIONAL_HEADERS = {"ce_subject", "traceparent"}


class _Readable(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Readable.add_representer(str, _text)


def asyncapi(promises: Promises, contracts: Contracts) -> str:
    head = (
        "# Generated from proto/topics.yaml and the .proto files by `make proto`; never edited.\n"
    )
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kaitong events",
            "version": "1.0.0",
            "description": "Facts a mobile operator's BOSS says on Kafka, as protobuf messages"
            " with CloudEvents headers in binary mode.",
        },
        "defaultContentType": "application/protobuf",
        "channels": {_id(topic): _channel(topic) for topic in promises.topics},
        "operations": _operations(promises),
        "components": {
            "messages": {
                name: _message(contracts.messages[name], contracts)
                for topic in promises.topics
                for name in topic.messages
            },
            "schemas": {"CloudEventsHeaders": _headers()},
        },
    }
    return head + yaml.dump(
        document, Dumper=_Readable, sort_keys=False, allow_unicode=True, width=120
    )


def _id(topic: Topic) -> str:
    return topic.constant.title().replace("_", "")


def _channel(topic: Topic) -> dict[str, Any]:
    retention = topic.retention_hours * 3_600_000
    return {
        "address": topic.name,
        "description": topic.when,
        "messages": {_short(n): {"$ref": f"#/components/messages/{n}"} for n in topic.messages},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": ["compact" if topic.compacted else "delete"],
                    **({} if topic.compacted else {"retention.ms": retention}),
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _short(name: str) -> str:
    return name.rsplit(".", 1)[1]


def _operations(promises: Promises) -> dict[str, Any]:
    says = {
        f"{service}Says{_id(topic)}": _operation("send", topic, service)
        for topic in promises.topics
        for service in topic.said_by
    }
    hears = {
        f"{service}Hears{_id(topic)}": _operation("receive", topic, service)
        for topic in promises.topics
        for service in topic.listeners
    }
    return says | hears


def _operation(action: str, topic: Topic, service: str) -> dict[str, Any]:
    channel = f"#/channels/{_id(topic)}"
    operation: dict[str, Any] = {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{_short(name)}"} for name in topic.messages],
    }
    if action == "receive":
        group = {"type": "string", "enum": [f"{service}.{topic.name}"]}
        operation["bindings"] = {"kafka": {"groupId": group, "bindingVersion": "0.5.0"}}
    return operation


def _message(message: Message, contracts: Contracts) -> dict[str, Any]:
    inside = sorted(reached({message.name}, contracts) - {message.name})
    texts = [definition(contracts.messages[name]) for name in (message.name, *inside)]
    return {
        "name": message.name,
        "title": _short(message.name),
        "summary": message.comment or _short(message.name),
        "contentType": "application/protobuf",
        "headers": {"$ref": "#/components/schemas/CloudEventsHeaders"},
        "payload": {
            "schemaFormat": "application/vnd.google.protobuf;version=3",
            "schema": "\n".join(texts),
        },
    }


def definition(message: Message) -> str:
    """Write the message in the language of .proto files, its fields by their full type names."""
    lines = [
        f"  {'' if field.label.startswith('one of') else field.label} {field.type} "
        f"{field.name} = {field.number};"
        for field in message.fields
    ]
    fields = "\n".join("  " + " ".join(line.split()) for line in lines)
    return f"// {message.name}\nmessage {_short(message.name)} {{\n{fields}\n}}\n"


def _headers() -> dict[str, Any]:
    return {
        "type": "object",
        "required": sorted(set(HEADERS) - OPTIONAL_HEADERS),
        "properties": {
            name: {"type": "string", "description": text} for name, text in HEADERS.items()
        },
    }
