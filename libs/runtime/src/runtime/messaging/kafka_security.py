"""What a client of Kafka is given to show itself with, and files of it that are renewed.

Every client of one process shares a TLS context, so that what is renewed is known to those that
run already: their next connection shows the new certificate and trusts the new authority.
"""

import asyncio
import ssl
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

from faststream.security import BaseSecurity, SASLScram256, SASLScram512

from runtime.errors import Misconfigured
from runtime.settings.kafka_settings import PLAINTEXT, SASL_SSL, KafkaSettings, name_of
from runtime.telemetry.logs import logger

LOOK_SECONDS = 30.0
_log = logger("kafka")


class Connecting(TypedDict, total=False):
    """The words every client of aiokafka is connected with."""

    bootstrap_servers: str
    security_protocol: str
    ssl_context: ssl.SSLContext
    sasl_mechanism: str
    sasl_plain_username: str
    sasl_plain_password: str


def connecting(settings: KafkaSettings) -> Connecting:
    """Return how a client connects. Raises Misconfigured where a file cannot be read."""
    words = Connecting(
        bootstrap_servers=settings.kafka, security_protocol=settings.kafka_security_protocol
    )
    if settings.kafka_security_protocol == PLAINTEXT:
        return words
    words["ssl_context"] = _context_of(settings)
    if settings.kafka_security_protocol == SASL_SSL:
        words["sasl_mechanism"] = str(settings.kafka_sasl_mechanism)
        words["sasl_plain_username"] = str(settings.kafka_user)
        words["sasl_plain_password"] = password_of(settings)
    return words


def security_of(settings: KafkaSettings) -> BaseSecurity | None:
    """Return the same for FastStream. Raises Misconfigured where a file cannot be read."""
    words = connecting(settings)
    if "ssl_context" not in words:
        return None
    if "sasl_mechanism" not in words:
        return BaseSecurity(ssl_context=words["ssl_context"], use_ssl=True)
    kind = SASLScram256 if words["sasl_mechanism"] == "SCRAM-SHA-256" else SASLScram512
    return kind(
        username=words["sasl_plain_username"],
        password=words["sasl_plain_password"],
        ssl_context=words["ssl_context"],
        use_ssl=True,
    )


async def follow_renewed(settings: KafkaSettings) -> None:
    """Use what is in the files as soon as it is there; the process itself leaves later.

    Brokers with another authority would not be trusted, and would not trust us, until then.
    """
    files = [one for one in _files_of(settings) if one is not None]
    if settings.kafka_security_protocol == PLAINTEXT or not files:
        return
    used = _contents(files)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = _contents(files)
        if now != used and take_renewed(settings):
            used = now


def take_renewed(settings: KafkaSettings) -> bool:
    """Let the clients that run use what is in the files now, and tell whether they do.

    Half of an exchange changes nothing. A password is used by clients that are made from now on.
    """
    try:
        # First beside: a certificate whose key is not there yet would spoil what is in use.
        _load(_empty_context(), _files_of(settings))
        _load(_context_of(settings), _files_of(settings))
    except Misconfigured as problem:
        _log.warning("what was renewed is not taken yet", reason=str(problem))
        return False
    _log.info("new connections show and trust what is in the files now")
    return True


_Files = tuple[Path | None, Path | None, Path | None]


def _files_of(settings: KafkaSettings) -> _Files:
    return settings.kafka_ca_file, settings.kafka_certificate_file, settings.kafka_key_file


def _contents(files: Sequence[Path]) -> Sequence[bytes]:
    """Return what is in the files; nothing of one that is being exchanged."""
    return [file.read_bytes() if file.is_file() else b"" for file in files]


def _context_of(settings: KafkaSettings) -> ssl.SSLContext:
    return _shared(_files_of(settings))


@cache
def _shared(files: _Files) -> ssl.SSLContext:
    context = _empty_context()
    _load(context, files)
    return context


def _empty_context() -> ssl.SSLContext:
    """Return one that trusts nobody: the hostname is checked, and TLS is at least 1.2."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _load(context: ssl.SSLContext, files: _Files) -> None:
    authority, certificate, key = files
    if authority is None:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    else:
        try:
            context.load_verify_locations(cafile=authority)
        except OSError as error:
            raise _unreadable("kafka_ca_file", authority, error) from error
    if certificate is None:
        return
    try:
        # Without a password given, OpenSSL would ask the terminal for that of an encrypted key.
        context.load_cert_chain(certificate, key, password="")
    except OSError as error:
        both = f"{name_of('kafka_certificate_file')} and {name_of('kafka_key_file')}"
        raise Misconfigured(
            f"{certificate} and {key} cannot be used ({_why(error)}). {both} must be a certificate "
            "and its key, in PEM and without a password."
        ) from error


def password_of(settings: KafkaSettings) -> str:
    """Read the password. Raises Misconfigured where there is none."""
    file = settings.kafka_password_file
    if file is None:
        raise Misconfigured(f"{name_of('kafka_password_file')} is not set.")
    try:
        password = file.read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable("kafka_password_file", file, error) from error
    if not password:
        raise Misconfigured(f"{file} is empty; {name_of('kafka_password_file')} holds a password.")
    return password


def _unreadable(field: str, file: Path, error: Exception) -> Misconfigured:
    return Misconfigured(f"{file} cannot be read ({_why(error)}); see {name_of(field)}.")


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
