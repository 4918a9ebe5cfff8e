"""How each service shows itself to the broker."""

from dataclasses import dataclass
from pathlib import Path

from brokers.apache import BROKER, Apache
from runtime.settings.service_settings import ServiceSettings

NOWHERE = "postgresql+asyncpg://nobody:nothing@127.0.0.1:1/nothing"
PASSWORDS = {name: f"{name}-password" for name in ("orders", "provisioning", "billing")}
"""Who may sign in with a password, too."""


@dataclass
class Identities:
    """Settings of services as the broker's administrator would give them out."""

    broker: Apache
    folder: Path
    call_key: Path

    def certified(self, service: str, *, database: str = NOWHERE) -> ServiceSettings:
        """Return the settings of a service that shows a certificate of the broker's authority."""
        files = self.broker.identity(service)
        return ServiceSettings(
            service=service,
            database_url=database,
            call_key_file=self.call_key,
            drain_seconds=2,
            kafka=self.broker.address,
            kafka_security_protocol="SSL",
            kafka_ca_file=files.ca,
            kafka_certificate_file=files.certificate,
            kafka_key_file=files.key,
        )

    def signed_in(self, service: str, *, database: str = NOWHERE) -> ServiceSettings:
        """Return the settings of a service that says a password, over TLS."""
        password = self.folder / f"{service}.password"
        password.write_text(f"{PASSWORDS[service]}\n")
        return ServiceSettings(
            service=service,
            database_url=database,
            call_key_file=self.call_key,
            drain_seconds=2,
            kafka=self.broker.scram_address,
            kafka_security_protocol="SASL_SSL",
            kafka_ca_file=self.broker.identity(service).ca,
            kafka_sasl_mechanism="SCRAM-SHA-512",
            kafka_user=service,
            kafka_password_file=password,
        )

    def administrator(self) -> ServiceSettings:
        """Return those of the only one who may everything."""
        return self.certified(BROKER)
