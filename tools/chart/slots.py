"""Which parts of an object values say: where they stand, and what may be said there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from chart.components import camel
from chart.rendering import ADDRESS, NAMESPACE, VERSION
from stages import ROOT

SCHEMAS = ROOT / "tools/schemas"
Schema = Mapping[str, object]
Path = tuple[str, ...]
Way = Literal["text", "number", "tree", "image", "if said"]
TEXT: Schema = {"type": "string"}
SOME_TEXT: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "integer", "minimum": 0}
QUANTITY: Schema = {"type": ["string", "number"]}
AMOUNTS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        name: QUANTITY for name in ("cpu", "memory", "ephemeral-storage", "hugepages-2Mi")
    },
}
RESOURCES: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"requests": AMOUNTS, "limits": AMOUNTS},
}
STORAGE_AMOUNT: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"storage": QUANTITY},
}
CLAIM: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "accessModes": {"type": "array", "items": TEXT},
        "resources": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"requests": STORAGE_AMOUNT, "limits": STORAGE_AMOUNT},
        },
        "storageClassName": TEXT,
        "volumeName": TEXT,
        "volumeMode": TEXT,
    },
}
SETTINGS_OF_POSTGRES: Schema = {"type": "object", "additionalProperties": TEXT}
NETWORKS: Schema = {"type": "array", "items": {"type": "object"}}
SECRET_KEYS = frozenset(
    {
        "secretKeyRef",
        "secretRef",
        "secret",
        "passwordSecret",
        "accessKeyId",
        "secretAccessKey",
        "superuserSecret",
    }
)
MADE_BY_OPERATORS = frozenset(
    {
        "accounts",
        "billing",
        "emulator",
        "gateway",
        "kaitong-cluster-ca-cert",
        "kaitong-postgres-ca",
        "orders",
        "provisioning",
    }
)
"""Strimzi's, of a KafkaUser and of its cluster, and CloudNativePG's: called as these call them."""
IMAGE = re.compile(rf"kaitong/(?P<name>[a-z-]+):{VERSION}$")


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at a place is said by a value; `if said`: else what stands there."""

    way: Way
    value: Path
    schema: Schema = field(default_factory=lambda: TEXT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which object; items of a list are called by their name, or by their number."""

    kind: str
    name: str
    path: Path


Rule = Callable[[Place, object], Slot | None]


def slot_at(place: Place, value: object) -> Slot | None:
    """Return what says this part, or None where nobody does."""
    for rule in (_fixed, _secret, _image, _door, _address, _role):
        if slot := rule(place, value):
            return slot
    return None


def _fixed(place: Place, _: object) -> Slot | None:
    return FIXED.get((place.kind, ".".join(place.path))) or FIXED.get(
        (f"{place.kind}/{place.name}", ".".join(place.path))
    )


def _secret(place: Place, value: object) -> Slot | None:
    """Every Secret is called by its usual name wherever it stands, so one value renames it."""
    if not isinstance(value, str) or len(place.path) < 2 or value in MADE_BY_OPERATORS:
        return None
    inside, last = place.path[-2:]
    if (last == "name" and inside in SECRET_KEYS) or last == "secretName":
        return Slot("text", ("secrets", camel(value)), SOME_TEXT)
    return None


def _image(place: Place, value: object) -> Slot | None:
    if place.path[-1:] != ("image",) or not isinstance(value, str):
        return None
    if match := IMAGE.match(value):
        return Slot("image", ("images", "digests", match["name"]))
    return Slot("text", ("images", "others", camel(value.partition(":")[0])), SOME_TEXT)


def _door(place: Place, _: object) -> Slot | None:
    """Return how many there are of a door, and what each of them may take."""
    door = camel(place.name.removesuffix(f".{VERSION}"))
    said = NUMBERS.get((place.kind, ".".join(place.path)))
    if said:
        return Slot("number", ("doors", door, said), NUMBER)
    is_work = place.kind in {"Deployment", "StatefulSet", "Job"}
    if is_work and place.path[:4] == ("spec", "template", "spec", "containers"):
        container, last = place.path[4:5], place.path[5:]
        if last == ("resources",) and container in MAIN_CONTAINERS:
            return Slot("tree", ("doors", door, "resources"), RESOURCES)
    return None


def _address(place: Place, _: object) -> Slot | None:
    if place.kind == "ConfigMap" and place.path[:1] == ("data",) and len(place.path) == 2:
        named = ADDRESSES.get(place.path[1])
        return Slot("if said", ("addresses", named)) if named else None
    if place.path[-2:] == ("metadata", "bootstrapServers"):
        return Slot("if said", ("addresses", "kafka"))
    return None


def _role(place: Place, _: object) -> Slot | None:
    """Return how many connections a service's role may have."""
    if place.kind == "Cluster" and place.path[:3] == ("spec", "managed", "roles"):
        role, *last = place.path[3:] or ("",)
        if last == ["connectionLimit"]:
            return Slot("number", ("postgres", "connections", role), NUMBER)
    return None


MAIN_CONTAINERS = frozenset({("service",), ("bossctl",)})
NUMBERS: Mapping[tuple[str, str], str] = {
    ("Deployment", "spec.replicas"): "replicas",
    ("StatefulSet", "spec.replicas"): "replicas",
    ("HorizontalPodAutoscaler", "spec.minReplicas"): "minReplicas",
    ("HorizontalPodAutoscaler", "spec.maxReplicas"): "maxReplicas",
    ("ScaledObject", "spec.minReplicaCount"): "minReplicas",
    ("ScaledObject", "spec.maxReplicaCount"): "maxReplicas",
}
ADDRESSES: Mapping[str, str] = {
    "BOSS_KAFKA": "kafka",
    "BOSS_DATABASE_ADDRESS": "database",
    "BOSS_OTLP_ENDPOINT": "otlp",
    "BOSS_MML_ADDRESS": "mml",
    "BOSS_GSUP_ADDRESS": "gsup",
    "BOSS_SMSC_ADDRESS": "smsc",
}
"""Settings that have a value of their own, for other objects follow them."""


def _of_schema(kind: str, *path: str) -> Schema:
    """Return what `tools/schemas` lets stand there."""
    shape = json.loads((SCHEMAS / f"{kind}.json").read_text())
    for step in path:
        shape = shape["properties"][step]
    return dict(shape)


FIXED: Mapping[tuple[str, str], Slot] = {
    ("PersistentVolumeClaim/call-records", "spec"): Slot("tree", ("volumes", "callRecords"), CLAIM),
    ("Cluster", "spec.instances"): Slot("number", ("postgres", "instances"), NUMBER),
    ("Cluster", "spec.storage"): Slot(
        "tree", ("postgres", "storage"), _of_schema("Cluster", "spec", "storage")
    ),
    ("Cluster", "spec.walStorage"): Slot(
        "tree", ("postgres", "walStorage"), _of_schema("Cluster", "spec", "walStorage")
    ),
    ("Cluster", "spec.resources"): Slot("tree", ("postgres", "resources"), RESOURCES),
    ("Cluster", "spec.postgresql.parameters"): Slot(
        "tree", ("postgres", "parameters"), SETTINGS_OF_POSTGRES
    ),
    ("ObjectStore", "spec.configuration.destinationPath"): Slot(
        "text", ("backup", "destinationPath"), SOME_TEXT
    ),
    ("ObjectStore", "spec.configuration.endpointURL"): Slot(
        "text", ("backup", "endpointURL"), SOME_TEXT
    ),
    ("ObjectStore", "spec.retentionPolicy"): Slot("text", ("backup", "retention"), SOME_TEXT),
    ("ScheduledBackup", "spec.schedule"): Slot("text", ("backup", "schedule"), SOME_TEXT),
    **{
        (f"KafkaNodePool/{pool}", f"spec.{field}"): Slot(
            "number" if field == "replicas" else "tree", ("kafka", pool, field), schema
        )
        for pool in ("controllers", "brokers")
        for field, schema in (
            ("replicas", NUMBER),
            ("resources", RESOURCES),
            ("storage", _of_schema("KafkaNodePool", "spec", "storage")),
        )
    },
    ("NetworkPolicy/provisioning-reaches-the-network", "spec.egress.0.to"): Slot(
        "tree", ("network", "elements"), NETWORKS
    ),
}
MARKS: Mapping[str, str] = {
    NAMESPACE: "{{ .Release.Namespace }}",
    VERSION: '{{ include "kaitong.version" . }}',
}
ADDRESSES_OF_A_RELEASE = re.compile(rf"{re.escape(ADDRESS)}(?P<name>[a-z]+)")
