"""The ports of one operator: chosen once, kept beside its data, found again by who knew them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.free_port import LOOPBACK, free_port, is_free
from launch.private_file import write_privately

SERVICE_DOORS = ("grpc", "health", "metrics")
ELEMENT_DOORS = ("mml", "gsup", "smpp")
REST_DOOR = "rest"
BROKER, BROKER_DOOR = "broker", "kafka"
PROVIDER, PROVIDER_DOOR = "pretend-provider", "pay"
"""Who pretends to collect what customers pay."""
COLLECTED_FOR = frozenset({"billing", "gateway"})
"""Services without which there is nothing to collect."""
KEPT = "ports.json"

Door = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ports:
    """Which port each door of each service has, and the broker's."""

    of: Mapping[Door, int]

    @classmethod
    def choose(cls, services: tuple[str, ...], *, rest: int, folder: Path) -> "Ports":
        """Choose free ports, those kept in `folder` again where they are free; keep them there.

        Raises RuntimeError where the one wanted for REST (0: any) is taken.
        """
        if rest and not is_free(rest):
            raise RuntimeError(
                f"Port {rest} is taken by another program, or by another operator. A second one on "
                f'this machine gets a port and a data folder of its own: make run ARGS="--port '
                f'{rest + 1}"'
            )
        before, ports = kept(folder), dict[Door, int]()
        for door in _doors(services):
            wished = rest if door == ("gateway", REST_DOOR) and rest else before.get(door, 0)
            ports[door] = _one(wished, taken=frozenset(ports.values()))
        said = {f"{service} {door}": port for (service, door), port in ports.items()}
        write_privately(folder / KEPT, json.dumps(said, indent=1))
        return cls(ports)

    def address(self, service: str, door: str = "grpc") -> str:
        return f"{LOOPBACK}:{self.of[service, door]}"


def _doors(services: tuple[str, ...]) -> list[Door]:
    return [
        ("gateway", REST_DOOR),
        (BROKER, BROKER_DOOR),
        *((service, door) for service in services for door in SERVICE_DOORS),
        *(("emulator", door) for door in ELEMENT_DOORS),
        (PROVIDER, PROVIDER_DOOR),
    ]


def kept(folder: Path) -> Mapping[Door, int]:
    """Return the ports an operator on this folder had last, or has."""
    path = folder / KEPT
    if not path.exists():
        return {}
    said: dict[str, int] = json.loads(path.read_text())
    pairs = ((name.partition(" "), port) for name, port in said.items())
    return {(service, door): port for (service, _, door), port in pairs}


def _one(wished: int, *, taken: frozenset[int]) -> int:
    if wished and wished not in taken and is_free(wished):
        return wished
    while (port := free_port()) in taken:
        continue
    return port
