"""The address of a database, with libpq's own words for TLS; the same that psql and pg_dump take.

`postgresql+asyncpg://role:password@host:port/database?sslmode=verify-full&sslrootcert=/path/ca.crt`
and, where the server wants a certificate of ours, `&sslcert=/path/cert.pem&sslkey=/path/key.pem`.
Files are read at every connection, so what is renewed is used by the next one.
"""

import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

import asyncpg  # type: ignore[import-untyped]  # it has no types

MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_VERIFYING = frozenset({"verify-ca", "verify-full"})
_OF_CLIENT = ("sslcert", "sslkey")
_FILES = ("sslrootcert", *_OF_CLIENT)
_DRIVER = "postgresql+asyncpg://"


def dsn_of(url: str) -> str:
    """Return the address as asyncpg wants it."""
    return url.replace(_DRIVER, "postgresql://", 1)


def database_of(url: str) -> str:
    """Return what the address says after its host, without how it is reached."""
    return url.partition("?")[0].rpartition("/")[2]


def checked(url: str) -> str:
    """Return the address. Raises ValueError, without it, where its words for TLS do not fit."""
    said = dict(parse_qsl(url.partition("?")[2], keep_blank_values=True))
    problems = list(_problems(said))
    if problems:
        raise ValueError(" ".join(problems))
    return url


def _problems(said: Mapping[str, str]) -> Iterator[str]:
    if "ssl" in said:
        yield "`ssl` is not a word of PostgreSQL; say sslmode=verify-full&sslrootcert=FILE."
    mode = said.get("sslmode", "prefer")
    if mode not in MODES:
        yield f"sslmode={mode} is none of {', '.join(MODES)}."
        return
    if mode in _VERIFYING and not said.get("sslrootcert"):
        yield f"sslmode={mode} needs sslrootcert, the file of the authority (PEM)."
    if mode not in _VERIFYING and "sslrootcert" in said:
        yield f"sslrootcert has no use where sslmode={mode}; say sslmode=verify-full."
    given = [name for name in _OF_CLIENT if name in said]
    if len(given) == 1:
        (other,) = (name for name in _OF_CLIENT if name not in said)
        yield f"{given[0]} is set without {other}; set both or neither."
    if given and mode not in {"require", *_VERIFYING}:
        yield f"{given[0]} has no use where sslmode={mode}; say sslmode=verify-full."
    yield from (f"{name}={said[name]} cannot be read." for name in _FILES if _is_lost(said, name))


def _is_lost(said: Mapping[str, str], name: str) -> bool:
    return name in said and not Path(said[name]).is_file()


def what_to_do(error: BaseException) -> str:
    """Say what to do where TLS is why a database does not take us; else nothing."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not the one expected ({error.verify_message}): sslrootcert in "
            "BOSS_DATABASE_URL must be the authority that signed it, and the host a name it carries"
        )
    if isinstance(error, ConnectionError) and "rejected SSL upgrade" in str(error):
        return "it speaks no TLS, and sslmode in BOSS_DATABASE_URL asks for it"
    if isinstance(error, ssl.SSLError):
        return (
            f"it does not take our certificate ({error.reason}): see sslcert in BOSS_DATABASE_URL"
        )
    wants_tls = isinstance(error, asyncpg.InvalidAuthorizationSpecificationError)
    if wants_tls and "no encryption" in str(error):
        return "it takes nobody without TLS: say sslmode=verify-full in BOSS_DATABASE_URL"
    return ""
