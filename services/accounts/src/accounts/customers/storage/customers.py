"""Persons whose papers were seen; what is personal is sealed."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from accounts.customers.domain.customer import Customer, KnownCustomer
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.storage.rows import CUSTOMERS, customer_of
from accounts.customers.storage.safe import Safe
from accounts.customers.tables import CUSTOMER, IN_ONE_FORM, PAPER_IS_ONE
from kernel.page import Page
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.resealing import Shut, tried
from runtime.telemetry.logs import logger

_BY_ID = CUSTOMERS.where(CUSTOMER.c.id == bindparam("id"))
_BY_PAPER = CUSTOMERS.where(CUSTOMER.c.blind_index == bindparam("blind_index"))
_PAGE = (
    CUSTOMERS.order_by(CUSTOMER.c.registered_at, CUSTOMER.c.id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
_HOW_MANY = select(func.count()).select_from(CUSTOMER)
_SAID = (
    "id", "blind_index", "paper_type", "key_id", "sealed", "paper_valid_until", "captured_by",
    "blacklisted", "doubted", "registered_at", "version", "segment", "region", "sealed_names",
)  # fmt: skip
_ADD = (
    insert(CUSTOMER)
    .values({name: bindparam(name) for name in _SAID} | {"paper_form": IN_ONE_FORM})
    .on_conflict_do_nothing(constraint=PAPER_IS_ONE)
)
_CHANGED = ("paper_valid_until", "version", "segment", "region", "blacklisted", "doubted")
_SAVE = (
    update(CUSTOMER)
    .values({name: bindparam(name) for name in _CHANGED})
    .where(CUSTOMER.c.id == bindparam("id"))
)
# Alone and first: what the same statement reads would be of before it waited.
LOCK = select(CUSTOMER.c.id).where(CUSTOMER.c.id == bindparam("id")).with_for_update(key_share=True)

_log = logger("customers")


class CustomerTable:
    """The customers."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def get(self, customer_id: str) -> KnownCustomer | None:
        row = (await self._database.execute(_BY_ID, id=customer_id)).first()
        return None if row is None else customer_of(row, safe=self._safe)

    async def get_by_paper(self, paper: IdentityPaper) -> KnownCustomer | None:
        index = self._safe.blind_index(paper)
        row = (await self._database.execute(_BY_PAPER, blind_index=index)).first()
        return None if row is None else customer_of(row, safe=self._safe)

    async def page(self, page: Page) -> tuple[Sequence[KnownCustomer], int]:
        async with self._database.reading() as connection:
            rows = await connection.execute(_PAGE, offset=page.offset, limit=page.limit)
            total: int = (await connection.execute(_HOW_MANY)).scalar_one()
        return list(self._opened(rows.all())), total

    async def add(self, customer: Customer) -> bool:
        key_id, sealed = self._safe.seal(customer.id, customer.person, customer.paper)
        added = await self._database.execute(
            _ADD,
            id=customer.id,
            blind_index=self._safe.blind_index(customer.paper),
            paper_type=customer.paper.type.value,
            key_id=key_id,
            sealed=sealed,
            paper_valid_until=customer.paper_valid_until,
            captured_by=customer.captured_by.value,
            blacklisted=customer.blacklisted,
            doubted=not customer.real_name_checked,
            registered_at=customer.registered_at,
            version=customer.version,
            segment=customer.market.segment,
            region=customer.market.region,
            sealed_names=self._safe.seal_names(customer.id, customer.person),
        )
        return added.rowcount == 1

    async def get_for_update(self, customer_id: str) -> KnownCustomer | None:
        async with self._database.transaction() as connection:
            await connection.execute(LOCK, id=customer_id)
            row = (await connection.execute(_BY_ID, id=customer_id)).first()
        return None if row is None else customer_of(row, safe=self._safe)

    def _opened(self, rows: Iterable[Row]) -> Iterator[KnownCustomer]:
        """Leave out who does not open: the others of a page are shown."""
        for row in rows:
            opened = tried(partial(customer_of, row, safe=self._safe))
            if isinstance(opened, Shut):
                _log.error("the row of a customer does not open", customer=row.id, code=opened.code)
            else:
                yield opened

    async def save(self, customer: Customer) -> None:
        await self._database.execute(
            _SAVE,
            id=customer.id,
            paper_valid_until=customer.paper_valid_until,
            version=customer.version,
            segment=customer.market.segment,
            region=customer.market.region,
            blacklisted=customer.blacklisted,
            doubted=not customer.real_name_checked,
        )
