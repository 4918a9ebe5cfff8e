"""The way from a row of a customer to the customer."""

from sqlalchemy import column, func, select, table

from accounts.customers.domain.customer import (
    Capture,
    Customer,
    CustomerStanding,
    KnownCustomer,
    Market,
)
from accounts.customers.storage.safe import Safe
from accounts.customers.tables import CUSTOMER, PLACE_HOLD
from runtime.database.rows import Row, day_or_none, instant, octets

# Numbers in service stand in an area above this one; only how many there are is read.
_IN_SERVICE = table("subscriber", column("holder_id"), column("phase"))
COUNTED = (
    *("pending_activation", "active", "pre_terminated_for_arrears", "pre_terminated_booked"),
)
"""Phases among the five a paper may have (rules 4.1)."""
_ACTIVE = select(func.count()).where(
    _IN_SERVICE.c.holder_id == CUSTOMER.c.id, _IN_SERVICE.c.phase.in_(COUNTED)
)
_HELD = select(func.count()).where(PLACE_HOLD.c.customer_id == CUSTOMER.c.id)
NUMBERS = (
    _ACTIVE.correlate(CUSTOMER).scalar_subquery() + _HELD.correlate(CUSTOMER).scalar_subquery()
)
CUSTOMERS = select(
    CUSTOMER.c.id,
    CUSTOMER.c.paper_type,
    CUSTOMER.c.key_id,
    CUSTOMER.c.sealed,
    CUSTOMER.c.paper_valid_until,
    CUSTOMER.c.captured_by,
    CUSTOMER.c.blacklisted,
    CUSTOMER.c.doubted,
    CUSTOMER.c.registered_at,
    CUSTOMER.c.version,
    CUSTOMER.c.segment,
    CUSTOMER.c.region,
    CUSTOMER.c.sealed_names,
    NUMBERS.label("numbers"),
)


def customer_of(row: Row, *, safe: Safe) -> KnownCustomer:
    person, paper = safe.open(
        row["id"],
        key_id=row["key_id"],
        sealed=octets(row["sealed"]),
        paper_type=row["paper_type"],
        sealed_names=octets(names) if (names := row["sealed_names"]) else None,
    )
    customer = Customer(
        id=row["id"],
        person=person,
        paper=paper,
        paper_valid_until=day_or_none(row["paper_valid_until"]),
        captured_by=Capture(row["captured_by"]),
        registered_at=instant(row["registered_at"]),
        version=row["version"],
        standing=_standing_of(row),
        market=Market(row["segment"], row["region"]),
    )
    return KnownCustomer(customer, numbers=row["numbers"])


def _standing_of(row: Row) -> CustomerStanding:
    if row["blacklisted"]:
        return CustomerStanding.BLACKLISTED
    return CustomerStanding.DOUBTED if row["doubted"] else CustomerStanding.ACTIVE
