"""What a lost database, broker or element raises: the one list, found by killing them.

`make outages` kills each of them at random instants and fails where something comes that is not
listed here; docs/testing.md says what it found. Nothing that lives as long as its process relies on
this list (see `keep_running`): it tells those who wait for an answer whether to ask again.
"""

import asyncio

import asyncpg  # type: ignore[import-untyped]  # it has no types
from aiokafka.errors import KafkaError

# What a statement raises where the database objects or is in trouble. An `InternalClientError`
# ("cannot switch to state ...", "got result for unknown protocol state") is neither of the two
# others: asyncpg raises it where the server goes away between two messages of its protocol.
DATABASE_ERRORS: tuple[type[Exception], ...] = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
# Where it cannot be reached as well; a `TimeoutError` and a reset connection are an `OSError`.
NO_DATABASE: tuple[type[Exception], ...] = (*DATABASE_ERRORS, OSError)

# aiokafka lets an `IncompleteReadError` through where the broker leaves between two answers; found
# by killing, in the relay where it asks which broker it talks to.
NO_BROKER: tuple[type[Exception], ...] = (KafkaError, OSError, asyncio.IncompleteReadError)

# An element that leaves in the middle of what it says: the end comes before the whole reply.
NO_ELEMENT: tuple[type[Exception], ...] = (OSError, asyncio.IncompleteReadError)
