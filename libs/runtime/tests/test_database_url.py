"""How a database is reached over TLS is said in libpq's words, and never by half."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from runtime.database.migrations import lock_number
from runtime.settings.database_url import database_of, dsn_of
from runtime.settings.service_settings import MigrationSettings

PLAIN = "postgresql+asyncpg://orders:secret@database:5432/orders"
HERE = Path(__file__)


def settings(options: str) -> MigrationSettings:
    return MigrationSettings(service="orders", database_url=f"{PLAIN}{options}")


@pytest.mark.parametrize(
    "options",
    [
        "",
        "?sslmode=disable",
        "?sslmode=prefer",
        "?sslmode=require",
        f"?sslmode=require&sslcert={HERE}&sslkey={HERE}",
        f"?sslmode=verify-full&sslrootcert={HERE}",
        f"?sslmode=verify-ca&sslrootcert={HERE}&sslcert={HERE}&sslkey={HERE}",
    ],
)
def test_what_fits_together_is_taken(options: str) -> None:
    assert settings(options).database_url.endswith(options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("?ssl=require", "`ssl` is not a word of PostgreSQL"),
        ("?sslmode=full", "sslmode=full is none of"),
        ("?sslmode=", "sslmode= is none of"),
        ("?sslmode=verify-full", "sslmode=verify-full needs sslrootcert"),
        ("?sslmode=verify-ca&sslrootcert=", "sslmode=verify-ca needs sslrootcert"),
        (f"?sslrootcert={HERE}", "sslrootcert has no use where sslmode=prefer"),
        (f"?sslmode=require&sslrootcert={HERE}", "sslrootcert has no use where sslmode=require"),
        (f"?sslmode=require&sslcert={HERE}", "sslcert is set without sslkey"),
        (f"?sslmode=require&sslkey={HERE}", "sslkey is set without sslcert"),
        (f"?sslcert={HERE}&sslkey={HERE}", "sslcert has no use where sslmode=prefer"),
        ("?sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "sslrootcert=/nowhere/ca.pem cannot"),
    ],
)
def test_what_contradicts_itself_is_refused_and_the_password_stays_secret(
    options: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        settings(options)

    told = refused.value.errors(include_input=False, include_url=False)
    assert "secret" not in str(told)


def test_how_a_database_is_reached_does_not_change_which_one_it_is() -> None:
    """Whoever migrates over TLS waits for whoever does without."""
    over_tls = f"{PLAIN}?sslmode=verify-full&sslrootcert=/run/secrets/postgres/ca.crt"

    assert database_of(over_tls) == database_of(PLAIN) == "orders"
    assert lock_number(over_tls) == lock_number(PLAIN)
    assert dsn_of(over_tls).startswith("postgresql://orders:")
