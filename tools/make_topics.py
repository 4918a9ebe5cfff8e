"""Write everything that follows from proto/topics.yaml and proto/calls.yaml, below a folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import write_asyncapi
import write_constants
import write_events
import write_kubernetes
from promises import ROOT, BrokenPromiseError, Promises, read_promises
from proto_files import Contracts, read_contracts

KAFKA = "deploy/k8s/generated/kafka"
NETWORK = "deploy/k8s/generated/network-policies"


def documents(promises: Promises, contracts: Contracts) -> Mapping[str, str]:
    """Return the text of every generated file by its path in the repository."""
    return {
        "libs/contracts/src/boss/topics.py": write_constants.topics_module(promises),
        "libs/contracts/src/boss/calls.py": write_constants.calls_module(promises),
        "docs/catalogue/events.md": write_events.event_catalogue(promises, contracts),
        "docs/catalogue/calls.md": write_events.call_catalogue(promises),
        "docs/catalogue/asyncapi.yaml": write_asyncapi.asyncapi(promises, contracts),
        f"{KAFKA}/kustomization.yaml": write_kubernetes.component("topics.yaml", "users.yaml"),
        f"{KAFKA}/topics.yaml": write_kubernetes.topics(promises),
        f"{KAFKA}/users.yaml": write_kubernetes.users(promises),
        f"{NETWORK}/kustomization.yaml": write_kubernetes.component("policies.yaml"),
        f"{NETWORK}/policies.yaml": write_kubernetes.network_policies(promises),
    }


def main(out: Path) -> int:
    try:
        contracts = read_contracts(ROOT / "proto")
        texts = documents(read_promises(ROOT, contracts), contracts)
    except (BrokenPromiseError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for path, text in texts.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
