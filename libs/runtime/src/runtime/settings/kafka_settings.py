"""How a process shows itself to Kafka: the one grammar, for services and for tools."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PLAINTEXT, SSL, SASL_SSL = "PLAINTEXT", "SSL", "SASL_SSL"
_PREFIX = "BOSS_"
_FILES = ("kafka_ca_file", "kafka_certificate_file", "kafka_key_file")
_OF_SCRAM = ("kafka_sasl_mechanism", "kafka_user", "kafka_password_file")


class KafkaSettings(BaseSettings):
    """Where the brokers are, and what we show them: nothing, a certificate or a password.

    Words are Kafka's own. Raises what pydantic raises, with the name of the setting that does not
    go with the others.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    kafka: str
    """Bootstrap servers, `host:port[,host:port]`."""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_SSL"] = "PLAINTEXT"
    """`SSL`: TLS, with a certificate of our own; `SASL_SSL`: TLS, with a user and a password."""
    kafka_ca_file: Path | None = None
    """PEM: who signed the brokers' certificates; left out, the authorities this machine trusts."""
    kafka_certificate_file: Path | None = None
    """PEM: our own certificate; its name is who we are for the brokers' access lists."""
    kafka_key_file: Path | None = None
    kafka_sasl_mechanism: Literal["SCRAM-SHA-256", "SCRAM-SHA-512"] | None = None
    kafka_user: str | None = None
    kafka_password_file: Path | None = None

    @field_validator(*_FILES, *_OF_SCRAM, mode="before")
    @classmethod
    def empty_is_unset(cls, value: object) -> object:
        """Read a variable that is there and empty as one that is not there."""
        return None if value == "" else value

    @model_validator(mode="after")
    def kafka_is_said_whole_and_once(self) -> Self:
        """Refuse what contradicts itself, or is said by half."""
        problems = list(self._problems())
        if problems:
            raise ValueError(" ".join(problems))
        return self

    def _problems(self) -> Iterator[str]:
        if self.kafka_security_protocol == PLAINTEXT:
            yield from self._without_use(*_FILES, *_OF_SCRAM, wanted="SSL or SASL_SSL")
            return
        if bool(self.kafka_certificate_file) != bool(self.kafka_key_file):
            given, other = (
                ("certificate", "key") if self.kafka_certificate_file else ("key", "certificate")
            )
            yield (
                f"{name_of(f'kafka_{given}_file')} is set without "
                f"{name_of(f'kafka_{other}_file')}; set both or neither."
            )
        if self.kafka_security_protocol == SSL:
            yield from self._without_use(*_OF_SCRAM, wanted="SASL_SSL")
            return
        for missing in (one for one in _OF_SCRAM if not getattr(self, one)):
            yield f"{name_of(missing)} is needed where {_protocol(SASL_SSL)}."

    def _without_use(self, *names: str, wanted: str) -> Iterator[str]:
        for name in (one for one in names if getattr(self, one)):
            yield (
                f"{name_of(name)} has no use where {_protocol(self.kafka_security_protocol)}; "
                f"unset it, or set {name_of('kafka_security_protocol')} to {wanted}."
            )


def name_of(field: str) -> str:
    """Return the environment variable of a setting."""
    return f"{_PREFIX}{field.upper()}"


def _protocol(protocol: str) -> str:
    return f"{name_of('kafka_security_protocol')}={protocol}"
