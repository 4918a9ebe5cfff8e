"""What each service is told at its start: the BOSS_* environment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from launch.broker import Address
from launch.free_port import LOOPBACK, free_port, is_free
from launch.key_files import KeyFiles
from launch.plan import Plan

DOORS = ("grpc", "health", "metrics")
ELEMENT_DOORS = ("mml", "gsup")
ELEMENT_USER = "boss"
CHARGING = "billing"
"""Whom the switch asks before it lets somebody through."""
REST_DOOR = "rest"


@dataclass(frozen=True, slots=True)
class Ports:
    """Which port each door of each service has, as long as this operator runs."""

    of: Mapping[tuple[str, str], int]

    @classmethod
    def choose(cls, services: tuple[str, ...], *, rest: int) -> "Ports":
        """Choose free ports; raises RuntimeError where the one wanted for REST is taken."""
        if rest and not is_free(rest):
            raise RuntimeError(
                f"Port {rest} is taken by another program: choose another one with --port."
            )
        doors = [(service, door) for service in services for door in DOORS]
        doors += [("emulator", door) for door in ELEMENT_DOORS]
        ports: dict[tuple[str, str], int] = {("gateway", REST_DOOR): rest or free_port()}
        for door in doors:
            ports[door] = _another_than(set(ports.values()))
        return cls(ports)

    def address(self, service: str, door: str = "grpc") -> str:
        return f"{LOOPBACK}:{self.of[service, door]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All a service's environment is made from."""

    plan: Plan
    ports: Ports
    keys: KeyFiles
    databases: Mapping[str, str]

    @property
    def services(self) -> tuple[str, ...]:
        return self.plan.services

    def of(self, service: str, *, broker: Address) -> dict[str, str]:
        """Return the whole environment of `service` for this broker."""
        return {
            **self.plan.inherited,
            **self._everybodys(service, broker),
            **self._doors(service),
            **self._own(service),
            **self.plan.extra,
        }

    def _everybodys(self, service: str, broker: Address) -> dict[str, str]:
        peers = {one: self.ports.address(one) for one in self.services}
        return {
            "BOSS_SERVICE": service,
            "BOSS_DATABASE_URL": self.databases[service],
            "BOSS_KAFKA": broker.bootstrap,
            "BOSS_BROKER_EPOCH": broker.epoch,
            "BOSS_EMBEDDED_BROKER": "true",
            "BOSS_HOST": LOOPBACK,
            "BOSS_PEERS": json.dumps(peers),
            "BOSS_CALL_KEY_FILE": str(self.keys.key("call")),
            "BOSS_CLOCK": self.plan.clock,
            "BOSS_REFLECTION": "true",
        }

    def _doors(self, service: str) -> dict[str, str]:
        return {f"BOSS_{door.upper()}_PORT": str(self.ports.of[service, door]) for door in DOORS}

    def _own(self, service: str) -> dict[str, str]:
        """What only this service needs; a secret is told to nobody else."""
        return {
            "accounts": self._accounts,
            "billing": self._billing,
            "provisioning": self._provisioning,
            "emulator": self._emulator,
            "gateway": self._gateway,
        }.get(service, dict)()

    def _accounts(self) -> dict[str, str]:
        return {
            "BOSS_PERSONAL_DATA_KEY_FILE": str(self.keys.key("personal-data")),
            "BOSS_BLIND_INDEX_KEY_FILE": str(self.keys.key("blind-index")),
        }

    def _billing(self) -> dict[str, str]:
        return {"BOSS_VOUCHER_KEY_FILE": str(self.keys.key("voucher"))}

    def _provisioning(self) -> dict[str, str]:
        return {
            "BOSS_VAULT_KEY_FILE": str(self.keys.key("vault")),
            "BOSS_CDR_DIR": str(self.plan.data_dir / "call-records"),
            "BOSS_MML_ADDRESS": self.ports.address("emulator", "mml"),
            "BOSS_GSUP_ADDRESS": self.ports.address("emulator", "gsup"),
            "BOSS_ELEMENT_PASSWORD_FILE": str(self.keys.element_password),
        }

    def _emulator(self) -> dict[str, str]:
        doors = {
            f"BOSS_{door.upper()}_PORT": str(self.ports.of["emulator", door])
            for door in ELEMENT_DOORS
        }
        return {
            **doors,
            "BOSS_CHARGING_PEER": CHARGING if CHARGING in self.services else "",
            "BOSS_CDR_DIR": str(self.plan.data_dir / "call-records"),
            "BOSS_OPERATOR_NAME": ELEMENT_USER,
            "BOSS_OPERATOR_PASSWORD": self.keys.element_password.read_text(),
        }

    def _gateway(self) -> dict[str, str]:
        return {
            "BOSS_HTTP_PORT": str(self.ports.of["gateway", REST_DOOR]),
            "BOSS_TOKEN_KEYS_FILE": str(self.keys.key_set),
        }


def _another_than(taken: set[int]) -> int:
    while (port := free_port()) in taken:
        continue
    return port
