"""Why a broker does not let us in, and what to do: aiokafka itself says only that it could not."""

import asyncio
import ssl
from contextlib import suppress
from typing import Protocol

from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from runtime.messaging.kafka_security import connecting
from runtime.settings.kafka_settings import PLAINTEXT, SSL, KafkaSettings, name_of

_TRY_MS = 5_000
_AUTHORITY = name_of("kafka_ca_file")
_CERTIFICATE = f"{name_of('kafka_certificate_file')} and {name_of('kafka_key_file')}"
_PROTOCOL = name_of("kafka_security_protocol")
_OF_SASL = {
    SaslAuthenticationFailed: "it knows no such user, or another password. Look at "
    f"{name_of('kafka_user')} and {name_of('kafka_password_file')}, and whether the user was made "
    f"for this {name_of('kafka_sasl_mechanism')}.",
    UnsupportedSaslMechanismError: f"it does not take this {name_of('kafka_sasl_mechanism')}; set "
    "the other one.",
    IllegalSaslStateError: f"this port takes no passwords; set {_PROTOCOL}=SSL, or say the port "
    f"that takes them in {name_of('kafka')}.",
}


class NotLetIn(KafkaConnectionError):  # type: ignore[misc]  # aiokafka has no types
    """The brokers are there and do not take us; the message says what to do."""


class Startable(Protocol):
    """A client of aiokafka."""

    async def start(self) -> None:
        """Connect."""


async def start(client: Startable, settings: KafkaSettings) -> None:
    """Connect a client. Raises NotLetIn with what to do, or what else aiokafka raises."""
    try:
        await client.start()
    except KafkaConnectionError as error:
        await explain(error, settings)
        raise


async def explain(error: KafkaConnectionError, settings: KafkaSettings) -> None:
    """Raise NotLetIn where it can be said why nobody let us in; else return."""
    host, port, _ = collect_hosts(settings.kafka)[0]
    if sentence := await _why_not(host, port, settings):
        raise NotLetIn(f"{host}:{port} is there, but {sentence}") from error


async def _why_not(host: str, port: int, settings: KafkaSettings) -> str:
    """Knock once more and say why we are not let in; nothing where nobody answers at all."""
    words = connecting(settings)
    del words["bootstrap_servers"]
    try:
        connection = await create_conn(host, port, request_timeout_ms=_TRY_MS, **words)
    except (KafkaError, OSError, asyncio.IncompleteReadError) as error:
        return _sentence(error, settings)
    with suppress(Exception):
        connection.close()
    if settings.kafka_security_protocol == SSL:
        return f"it answers nothing. Does this port want a password ({_PROTOCOL}=SASL_SSL)?"
    return ""


def _sentence(error: Exception, settings: KafkaSettings) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not the one expected ({error.verify_message}). {_AUTHORITY} must "
            f"hold the authority that signed it, and {name_of('kafka')} a name that it carries."
        )
    if said := _OF_SASL.get(type(error)):
        return said
    if settings.kafka_security_protocol == PLAINTEXT:
        return _of_plaintext(error)
    return _of_tls(error, settings)


def _of_plaintext(error: Exception) -> str:
    """Say what it means that it did not answer in our protocol."""
    if isinstance(error.__cause__, asyncio.IncompleteReadError):
        return f"it speaks something else. Is it TLS? Then set {_PROTOCOL}."
    return ""


def _of_tls(error: Exception, settings: KafkaSettings) -> str:
    """Say what it did not like; with TLS 1.3 it tells only after we are connected."""
    if isinstance(error, ssl.SSLError | ConnectionResetError):
        return f"it does not speak TLS as we do ({error}). Is this the port for it?"
    if not (isinstance(error, KafkaConnectionError) and error.__cause__):
        return ""
    if settings.kafka_certificate_file is None:
        return f"it wants a certificate; set {_CERTIFICATE}."
    return (
        f"it does not take our certificate ({settings.kafka_certificate_file}). Is it signed by "
        "the authority that brokers trust for clients, and is this the time it is valid for?"
    )
