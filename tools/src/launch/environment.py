"""What each service is told at its start: the BOSS_* environment."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.broker import Address
from launch.free_port import LOOPBACK, free_port
from launch.key_files import KeyFiles
from launch.plan import Plan
from launch.ports import (
    ELEMENT_DOORS,
    PROVIDER,
    PROVIDER_DOOR,
    REST_DOOR,
    SERVICE_DOORS,
    Ports,
)

FOR_NEWCOMERS = {
    "BOSS_MONTHS_BEFORE_AWAY": "0",
    "BOSS_ABROAD_TERMS": '{"prepaid": [[0, 0, 0]], "postpaid": [[0, 0, 0]]}',
}
"""Whoever is opened on a laptop or in a test goes away, and travels, on the same day."""
ELEMENT_USER = "boss"
PRETEND = "pretend"
"""The payment provider, as billing knows it."""
HANDED_ON = ("BOSS_CDR_ELEMENTS",)
"""What provisioning is told by whoever starts all: elements with a folder of their own."""
CHARGING = "billing"
"""Whom the switch asks before it lets somebody through."""


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

    @property
    def provider(self) -> str:
        """Where the pretend payment provider answers, `http://host:port`."""
        return f"http://{self.ports.address(PROVIDER, PROVIDER_DOOR)}"

    @property
    def provider_key(self) -> Path:
        """The secret it shares with billing."""
        return self.keys.key("payment-provider")

    @property
    def notifications(self) -> str:
        """Where it says what it collected."""
        rest = self.ports.address("gateway", REST_DOOR)
        return f"http://{rest}/v1/payment-providers/{PRETEND}/notifications"

    def of(self, service: str, *, broker: Address) -> dict[str, str]:
        """Return the whole environment of `service` for this broker."""
        return {
            **self.plan.inherited,
            **self._everybodys(service, broker),
            **self._doors(service),
            **self._own(service),
            **self.plan.extra,
        }

    @staticmethod
    def ports_beside() -> dict[str, str]:
        """Return free ports for a further process of a service."""
        return {f"BOSS_{door.upper()}_PORT": str(free_port()) for door in SERVICE_DOORS}

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
        ports = self.ports.of
        return {f"BOSS_{door.upper()}_PORT": str(ports[service, door]) for door in SERVICE_DOORS}

    def _own(self, service: str) -> dict[str, str]:
        """What only this service needs; a secret is told to nobody else."""
        return {
            "accounts": self._accounts,
            "orders": self._orders,
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

    def _orders(self) -> dict[str, str]:
        return FOR_NEWCOMERS

    def _billing(self) -> dict[str, str]:
        providers = {PRETEND: {"page": f"{self.provider}/pay", "key_file": str(self.provider_key)}}
        return {
            "BOSS_VOUCHER_KEY_FILE": str(self.keys.key("voucher")),
            "BOSS_PAYMENT_PROVIDERS": json.dumps(providers),
        }

    def _provisioning(self) -> dict[str, str]:
        return {
            "BOSS_VAULT_KEY_FILE": str(self.keys.key("vault")),
            "BOSS_CDR_DIR": str(self.plan.data_dir / "call-records"),
            "BOSS_MML_ADDRESS": self.ports.address("emulator", "mml"),
            "BOSS_GSUP_ADDRESS": self.ports.address("emulator", "gsup"),
            "BOSS_SMSC_ADDRESS": self.ports.address("emulator", "smpp"),
            "BOSS_ELEMENT_PASSWORD_FILE": str(self.keys.element_password),
            **{name: os.environ[name] for name in HANDED_ON if name in os.environ},
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
