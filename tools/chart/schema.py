"""Writes what may be said in values, strictly: a name nobody knows is refused by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.settings import AccountsSettings
from billing.settings import BillingSettings
from chart.slots import ADDRESSES, TEXT, Schema
from emulator.settings import EmulatorSettings
from gateway.settings import GatewaySettings
from orders.settings import OrdersSettings
from provisioning.settings import ProvisioningSettings
from runtime.settings.service_settings import MigrationSettings, ServiceSettings

PREFIX = "BOSS_"
SETTINGS: Mapping[str, type[MigrationSettings]] = {
    "accounts": AccountsSettings,
    "billing": BillingSettings,
    "emulator": EmulatorSettings,
    "gateway": GatewaySettings,
    "migrate": MigrationSettings,
    "operator": ServiceSettings,
    "orders": OrdersSettings,
    "provisioning": ProvisioningSettings,
}
HEADS: Mapping[str, str] = {
    "version": "The release: the tag of all images, and part of the names of the migrations.\n"
    "Empty: the version of the application this chart was made with.",
    "components": "What is there and what is not; each is a folder of deploy/k8s.",
    "images": "Where images come from: registry/repository/<name>:<version>@<digest>.\n"
    "A digest (sha256:...) is what is run; the version is then only what it is called.",
    "addresses": "Where things are. Empty: what the components say that are turned on.",
    "ingress": "A way in from outside to the REST door; off where you have your own.",
    "secrets": "What your Secrets are called (deploy/README.md has their keys).",
    "settings": "Settings of all services (operator), of one, and of the migrations, by the names\n"
    "their READMEs list; always text, in quotes.",
    "doors": "How many there are of each door, and what each process may take. Where a component\n"
    "scales a door, minReplicas and maxReplicas hold and replicas does not.",
    "pods": "For every pod.",
    "postgres": "The cluster of the component postgresCnpg.",
    "kafka": "The cluster of the component kafkaStrimzi.",
    "backup": "Where the component postgresBackup keeps what it takes, when, and how long.",
    "network": "Where the elements of the component realNetwork are: to whom a way is opened.",
    "volumes": "The claim call records are handed over in.",
    "priorityClasses": "They belong to the whole cluster: off for a second release in it.",
    "more": "Objects of your own, as templates.",
}
USUALLY: dict[tuple[str, ...], object] = {
    ("version",): "",
    ("images", "registry"): "",
    ("images", "repository"): "kaitong",
    ("images", "pullPolicy"): "",
    ("images", "pullSecrets"): [],
    ("addresses", "otlp"): "",
    ("ingress", "enabled"): False,
    ("ingress", "className"): "",
    ("ingress", "host"): "",
    ("ingress", "tlsSecret"): "",
    ("ingress", "annotations"): {},
    ("pods", "nodeSelector"): {},
    ("pods", "tolerations"): [],
    ("pods", "annotations"): {},
    ("priorityClasses",): True,
    ("more",): [],
}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}
OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
SWITCH: Schema = {"type": "boolean"}
DIGEST: Schema = {"type": "string", "pattern": "^(sha256:[0-9a-f]{64})?$"}
STATIC: Mapping[tuple[str, ...], Schema] = {
    ("version",): {"type": "string", "pattern": "^[A-Za-z0-9._-]*$", "maxLength": 40},
    ("images", "registry"): TEXT,
    ("images", "repository"): TEXT,
    ("images", "pullPolicy"): {"enum": ["", "Always", "IfNotPresent", "Never"]},
    ("images", "pullSecrets"): OBJECTS,
    ("addresses", "otlp"): TEXT,
    ("ingress", "enabled"): SWITCH,
    ("ingress", "className"): TEXT,
    ("ingress", "host"): TEXT,
    ("ingress", "tlsSecret"): TEXT,
    ("ingress", "annotations"): TEXTS,
    ("pods", "nodeSelector"): TEXTS,
    ("pods", "tolerations"): OBJECTS,
    ("pods", "annotations"): TEXTS,
    ("priorityClasses",): SWITCH,
    ("more",): OBJECTS,
}


def schema(
    slots: Mapping[tuple[str, ...], Schema],
    titles: Mapping[str, str],
    usual: Mapping[tuple[str, ...], object],
) -> dict[str, Any]:
    """Return the schema of all values."""
    switches = [path for path in usual if path[0] == "components"]
    leaves = {
        **STATIC,
        **slots,
        **{path: DIGEST for path in slots if path[:2] == ("images", "digests")},
        **{path: TEXT for path in usual if path[0] == "addresses"},
        **{path: {**SWITCH, "description": titles.get(path[1], "")} for path in switches},
        **dict.fromkeys(_settings(), TEXT),
    }
    root = _closed(leaves)
    root["properties"]["global"] = {"type": "object"}
    for name, said in HEADS.items():
        if name in root["properties"]:
            root["properties"][name].setdefault("description", said.replace("\n", " "))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Values of the chart of Kaitong",
        **root,
    }


def _settings() -> Iterator[tuple[str, ...]]:
    """Yield every setting there is; an address has a value of its own."""
    for owner, model in SETTINGS.items():
        for name in model.model_fields:
            key = f"{PREFIX}{name.upper()}"
            if key not in ADDRESSES:
                yield "settings", owner, key


def _closed(leaves: Mapping[tuple[str, ...], Schema]) -> dict[str, Any]:
    root: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
    for path, leaf in sorted(leaves.items(), key=lambda leaf: leaf[0]):
        inner = root
        for step in path[:-1]:
            empty = {"type": "object", "additionalProperties": False, "properties": {}}
            inner = inner["properties"].setdefault(step, empty)
        inner["properties"][path[-1]] = dict(leaf)
    return root
