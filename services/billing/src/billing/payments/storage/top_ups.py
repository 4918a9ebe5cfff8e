"""Top-ups customers asked for, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Text, bindparam, cast, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from billing.metadata import ID
from billing.payments.domain.collector import Collector
from billing.payments.domain.top_up import Notice, TopUp, TopUpState
from billing.payments.ports.top_ups import WhichTopUps
from billing.payments.tables import COLLECTED_BESIDES, HAS_TRANSACTION, IS_PENDING, TOP_UP
from kernel.ids import looks_like_id
from kernel.money import fen
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.statements import Statement

_BESIDES = (
    select(cast(func.sum(COLLECTED_BESIDES.c.amount), BigInteger))
    .where(COLLECTED_BESIDES.c.top_up_id == TOP_UP.c.id)
    .scalar_subquery()
    .label("besides")
)
TOP_UPS = select(TOP_UP, _BESIDES)
_NEW = (
    "id", "account_id", "channel", "space", "reference", "amount", "provider", "asked_at",
    "expires_at", "state",
)  # fmt: skip
_ADD = insert(TOP_UP).values({name: bindparam(name) for name in _NEW}).on_conflict_do_nothing()
_GET = TOP_UPS.where(TOP_UP.c.id == bindparam("id"))
_LOCK = _GET.with_for_update()
_SAVE = (
    update(TOP_UP)
    .values({name: bindparam(name) for name in ("state", "paid", "transaction_id", "ended_at")})
    .where(TOP_UP.c.id == bindparam("id"))
)
_ADD_BESIDES = (
    insert(COLLECTED_BESIDES)
    .values({column.name: bindparam(column.name) for column in COLLECTED_BESIDES.c})
    .on_conflict_do_nothing()
)
_PENDING_OF = (
    select(func.count()).select_from(TOP_UP).where(TOP_UP.c.space == bindparam("space"), IS_PENDING)
)
# What is said of one transaction is judged one after the other, before anything else is locked.
_TAKE_TRANSACTION = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:name AS text), 13))")
_TOP_UP_ID, _AMOUNT = bindparam("top_up_id", type_=ID), bindparam("amount", type_=BigInteger)
_THEIRS = TOP_UP.c.provider == bindparam("provider")
_IS_SAID_OTHERWISE = select(
    or_(
        exists().where(
            _THEIRS,
            TOP_UP.c.transaction_id == bindparam("transaction"),
            HAS_TRANSACTION,
            or_(TOP_UP.c.id != _TOP_UP_ID, TOP_UP.c.paid != _AMOUNT),
        ),
        exists().where(
            _THEIRS,
            COLLECTED_BESIDES.c.top_up_id == TOP_UP.c.id,
            COLLECTED_BESIDES.c.transaction_id == bindparam("transaction"),
            or_(TOP_UP.c.id != _TOP_UP_ID, COLLECTED_BESIDES.c.amount != _AMOUNT),
        ),
    )
)
_STATE, _ACCOUNT_ID = bindparam("state", type_=Text), bindparam("account_id", type_=ID)
_NEWEST = (
    TOP_UPS.where(or_(_STATE.is_(None), TOP_UP.c.state == _STATE))
    .where(or_(_ACCOUNT_ID.is_(None), TOP_UP.c.account_id == _ACCOUNT_ID))
    .order_by(TOP_UP.c.asked_at.desc(), TOP_UP.c.id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)


class TopUpTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, top_up: TopUp) -> bool:
        """Return False where this reference of theirs is used."""
        async with self._database.transaction() as connection:
            added = await connection.execute(
                _ADD,
                id=top_up.id,
                account_id=top_up.account_id,
                channel=top_up.collector.channel,
                space=top_up.collector.space,
                reference=top_up.reference,
                amount=top_up.amount.minor,
                provider=top_up.provider,
                asked_at=top_up.asked_at,
                expires_at=top_up.expires_at,
                state=top_up.state.value,
            )
        return bool(added.rowcount)

    async def get(self, top_up_id: str) -> TopUp | None:
        return await self._first(_GET, top_up_id)

    async def get_for_update(self, top_up_id: str) -> TopUp | None:
        """Lock it until the transaction ends."""
        return await self._first(_LOCK, top_up_id)

    async def save(self, top_up: TopUp) -> None:
        """Write what became of it."""
        async with self._database.transaction() as connection:
            await connection.execute(
                _SAVE,
                id=top_up.id,
                state=top_up.state.value,
                paid=top_up.paid.minor if top_up.paid else None,
                transaction_id=top_up.transaction,
                ended_at=top_up.ended_at,
            )

    async def add_besides(self, notice: Notice, *, at: datetime) -> bool:
        """Keep what was collected besides; False where that is known."""
        async with self._database.transaction() as connection:
            added = await connection.execute(
                _ADD_BESIDES,
                top_up_id=notice.top_up_id,
                transaction_id=notice.transaction,
                amount=notice.amount.minor,
                said_at=at,
            )
        return bool(added.rowcount)

    async def pending_of(self, space: str) -> int:
        """Return how many of one customer wait."""
        async with self._database.reading() as connection:
            return int((await connection.execute(_PENDING_OF, space=space)).scalar_one())

    async def take_transaction(self, provider: str, transaction: str) -> None:
        """Wait until nobody else says anything of it, and hold it until the transaction ends."""
        async with self._database.transaction() as connection:
            await connection.execute(_TAKE_TRANSACTION, name=f"{provider}/{transaction}")

    async def is_said_otherwise(self, notice: Notice, *, provider: str) -> bool:
        """Tell whether its transaction paid another top-up or amount, or is owed back so."""
        async with self._database.transaction() as connection:
            said = await connection.execute(
                _IS_SAID_OTHERWISE,
                provider=provider,
                transaction=notice.transaction,
                top_up_id=notice.top_up_id,
                amount=notice.amount.minor,
            )
            return bool(said.scalar_one())

    async def newest(self, which: WhichTopUps) -> Sequence[TopUp]:
        """Return those asked for, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _NEWEST,
                state=which.state.value if which.state else None,
                account_id=which.account_id or None,
                offset=which.offset,
                limit=which.limit,
            )
        return [top_up_of(row) for row in rows]

    async def _first(self, statement: Statement, top_up_id: str) -> TopUp | None:
        if not looks_like_id(top_up_id):
            return None
        async with self._database.transaction() as connection:
            row = (await connection.execute(statement, id=top_up_id)).first()
        return top_up_of(row) if row else None


def top_up_of(row: Row) -> TopUp:
    return TopUp(
        id=str(row.id),
        account_id=str(row.account_id),
        collector=Collector(row.channel, row.space),
        reference=row.reference,
        amount=fen(row.amount),
        provider=row.provider,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=TopUpState(row.state),
        paid=None if row.paid is None else fen(row.paid),
        transaction=row.transaction_id,
        ended_at=row.ended_at,
        besides=fen(row.besides or 0),
    )
