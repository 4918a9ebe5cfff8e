"""Subscribers in thousands or millions, written straight into billing's tables."""

import random
from datetime import UTC, datetime, timedelta
from hashlib import md5
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it has no types

OFFERING = "KEEP5"
RICH = 1_000_000_000
"""Fen on every account: credit control has nothing to say."""
_SETTLE = (
    "TRUNCATE account, paid_subscriber, sub_card, closed_to_cards, usage_record, usage_total,"
    " ledger_entry, posting, payment, outbox, inbox, timer CASCADE"
)
_ACCOUNTS = """
INSERT INTO account (id, customer_id, offering, state, balance, carry, version)
SELECT md5('a' || n)::uuid, md5('c' || n)::uuid, $2, 'open', $3, 0, 1
FROM generate_series(0, $1::int - 1) AS n
"""
_PAID = """
INSERT INTO paid_subscriber (subscriber_id, account_id, msisdn, paid_from)
SELECT md5('s' || n)::uuid, md5('a' || n)::uuid, (8613900000000 + n)::text, $2
FROM generate_series(0, $1::int - 1) AS n
"""


async def settle(url: str, *, number: int) -> None:
    """Have exactly so many subscribers, each with an account of its own and money enough."""
    server = await asyncpg.connect(url, command_timeout=600)
    try:
        await server.execute(_SETTLE)
        await server.execute(_ACCOUNTS, number, OFFERING, RICH)
        await server.execute(_PAID, number, datetime.now(UTC) - timedelta(days=60))
        await server.execute("VACUUM ANALYZE account")
        await server.execute("VACUUM ANALYZE paid_subscriber")
    finally:
        await server.close()


class Crowd:
    """Picks who calls, the same people for the same seed."""

    def __init__(self, number: int, *, seed: int) -> None:
        self._number = number
        self._random = random.Random(seed)  # noqa: S311 - no secret

    def pick(self) -> tuple[str, str]:
        """Return a subscriber's id and its number."""
        n = self._random.randrange(self._number)
        return subscriber_id(n), str(8613900000000 + n)

    def seconds(self) -> int:
        return self._random.randint(1, 600)


def subscriber_id(n: int) -> str:
    """Return the id the database made of the same number."""
    return str(UUID(md5(f"s{n}".encode()).hexdigest()))  # noqa: S324 - no secret
