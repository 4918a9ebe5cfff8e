"""What goes wrong outside the business, and whether asking again may help."""

import asyncio

import asyncpg  # type: ignore[import-untyped]  # it has no types
from aiokafka.errors import KafkaError

from runtime.lost import DATABASE_ERRORS, NO_DATABASE

__all__ = ["DATABASE_ERRORS", "NO_DATABASE", "Misconfigured", "TransientError", "Unanswered"]


class TransientError(Exception):
    """Something that may work when it is tried again; nothing was changed."""


class Unanswered(TransientError):
    """A call got no answer: the other side may have done it, or not. Ask again with the same id."""


class Misconfigured(Exception):
    """The process cannot start as it is configured; the message says what to do."""


# PostgreSQL, appendix A: classes and codes after which the same transaction may succeed.
_RETRY_CLASSES = ("08", "53")
_RETRY_CODES = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
        "55P03",  # lock_not_available
        "57014",  # query_canceled (statement_timeout)
        "57P01",  # admin_shutdown
        "57P02",  # crash_shutdown
        "57P03",  # cannot_connect_now
        "25P03",  # idle_in_transaction_session_timeout
    }
)


def is_transient(error: BaseException) -> bool:
    """Tell whether the same act may succeed when it is simply tried again."""
    if isinstance(error, TransientError | OSError | asyncio.IncompleteReadError):
        return True
    if isinstance(error, asyncpg.InvalidCachedStatementError):
        return True
    if isinstance(error, asyncpg.PostgresError):
        return _may_be_retried(error.sqlstate)
    if isinstance(error, KafkaError):
        return bool(error.retriable)
    return isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError)


def _may_be_retried(state: str | None) -> bool:
    return state is not None and (state in _RETRY_CODES or state[:2] in _RETRY_CLASSES)
