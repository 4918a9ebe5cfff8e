"""What each service in its container is told: the BOSS_* environment, and which secrets it sees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaitong_testkit.secret_files import INSIDE, Secrets
from launch.environment import ELEMENT_USER, FOR_NEWCOMERS
from launch.plan import SERVICES

GRPC, HEALTH, METRICS, REST, MML, GSUP, SMPP = 50051, 50052, 9464, 8080, 7777, 4222, 2775
CALL_RECORDS = "/var/lib/kaitong/call-records"
KAFKA = "kafka:9092"
FILES = {
    "accounts": {
        "BOSS_PERSONAL_DATA_KEY_FILE": "personal-data.key",
        "BOSS_BLIND_INDEX_KEY_FILE": "blind-index.key",
    },
    "billing": {"BOSS_VOUCHER_KEY_FILE": "voucher.key"},
    "provisioning": {
        "BOSS_VAULT_KEY_FILE": "vault.key",
        "BOSS_ELEMENT_PASSWORD_FILE": "element-password",
    },
    "gateway": {"BOSS_TOKEN_KEYS_FILE": "token-keys.json"},
}
"""A secret is told to nobody else."""
EVERYBODYS_FILES = {"BOSS_CALL_KEY_FILE": "call.key"}
OWN = {
    "orders": FOR_NEWCOMERS,
    "provisioning": {
        "BOSS_CDR_DIR": CALL_RECORDS,
        "BOSS_MML_ADDRESS": f"emulator:{MML}",
        "BOSS_GSUP_ADDRESS": f"emulator:{GSUP}",
        "BOSS_SMSC_ADDRESS": f"emulator:{SMPP}",
    },
    "emulator": {
        "BOSS_CHARGING_PEER": "billing",
        "BOSS_CDR_DIR": CALL_RECORDS,
        "BOSS_MML_PORT": str(MML),
        "BOSS_GSUP_PORT": str(GSUP),
        "BOSS_SMPP_PORT": str(SMPP),
        "BOSS_OPERATOR_NAME": ELEMENT_USER,
    },
    "gateway": {"BOSS_HTTP_PORT": str(REST)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What services are told, for one operator."""

    secrets: Secrets
    clock: str
    extra: Mapping[str, str]

    def of(self, service: str) -> dict[str, str]:
        """Return the environment of `service`."""
        said = {
            "BOSS_SERVICE": service,
            "BOSS_DATABASE_URL": self.database(service, at="postgres:5432"),
            "BOSS_KAFKA": KAFKA,
            "BOSS_HOST": "0.0.0.0",  # noqa: S104  # inside its own container
            "BOSS_GRPC_PORT": str(GRPC),
            "BOSS_HEALTH_PORT": str(HEALTH),
            "BOSS_METRICS_PORT": str(METRICS),
            "BOSS_PEERS": json.dumps({one: f"{one}:{GRPC}" for one in SERVICES}),
            "BOSS_CLOCK": self.clock,
            "BOSS_REFLECTION": "true",
            **OWN.get(service, {}),
            **{name: f"{INSIDE}/{file}" for name, file in _files(service).items()},
        }
        if service == "emulator":
            said["BOSS_OPERATOR_PASSWORD"] = self.secrets.keys.element_password.read_text()
        return {**said, **self.extra}

    def files(self, service: str) -> Mapping[Path, str]:
        """Return which secret files `service` sees, and where."""
        folder = self.secrets.keys.folder
        return {folder / file: f"{INSIDE}/{file}" for file in _files(service).values()}

    def database(self, service: str, *, at: str) -> str:
        """Return the address of a service's database, its password included."""
        return f"postgresql+asyncpg://{service}:{self.secrets.passwords[service]}@{at}/{service}"


def _files(service: str) -> Mapping[str, str]:
    return {**EVERYBODYS_FILES, **FILES.get(service, {})}
