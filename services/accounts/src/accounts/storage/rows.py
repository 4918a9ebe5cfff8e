"""The way from a row, or a row written as JSON, to a thing."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from accounts.domain.customer import Capture, Customer, KnownCustomer, Market
from accounts.domain.phone_number import NumberState, PhoneNumber
from accounts.domain.proof import Check, Proof
from accounts.domain.sim_card import SimCard, SimState
from accounts.domain.stop import KeptStop, Level, Stop, StopReason
from accounts.domain.subscriber import Phase, Subscriber
from accounts.storage.safe import Safe
from kernel.numbering import Iccid, Imsi, Msisdn
from runtime.database import connection

Row: TypeAlias = Mapping[str, Any] | connection.Row

NUMBER = "n.msisdn, n.state, n.reserved_for_order, n.quarantined_until, n.recycled"
CARD = "c.iccid, c.imsi, c.state, c.reserved_for_order"
PROOF = "p.id, p.customer_id, p.checks, p.channel, p.checked_by, p.checked_at, p.used_by_order"
CUSTOMER = """
    u.id, u.paper_type, u.key_id, u.sealed, u.paper_valid_until, u.captured_by, u.blacklisted,
    u.registered_at, u.version, u.segment, u.region, u.sealed_names,
    (SELECT count(*) FROM subscriber s WHERE s.holder_id = u.id AND s.phase = 'active')
    + (SELECT count(*) FROM place_hold h WHERE h.customer_id = u.id) AS numbers
"""
SUBSCRIBER = f"""
    s.id, s.holder_id, s.offering, s.opened_by, s.phase, s.sim_since, s.activated_at,
    s.terminated_at, s.version,
    {
    NUMBER.replace("n.state", "n.state AS number_state").replace(
        "n.reserved_for_order", "n.reserved_for_order AS number_order"
    )
},
    {
    CARD.replace("c.state", "c.state AS card_state").replace(
        "c.reserved_for_order", "c.reserved_for_order AS card_order"
    )
}
"""
SUBSCRIBERS = """
    subscriber s JOIN phone_number n ON n.msisdn = s.msisdn JOIN sim_card c ON c.iccid = s.iccid
"""
STOPS = """
    (SELECT json_agg(k ORDER BY k.since, k.reason, k.level) FROM subscriber_stop k
     WHERE k.subscriber_id = s.id AND (k.lifted_at IS NULL OR k.lifted_by = {order})) AS stops
"""
IN_FORCE = STOPS.format(order="NULL")


def number_of(row: Row) -> PhoneNumber:
    return PhoneNumber(
        msisdn=Msisdn(row["msisdn"]),
        state=NumberState(row["state"]),
        reserved_for_order=row["reserved_for_order"],
        quarantined_until=moment(row["quarantined_until"]),
        recycled=row["recycled"],
    )


def card_of(row: Row) -> SimCard:
    return SimCard(
        iccid=Iccid(row["iccid"]),
        imsi=Imsi(row["imsi"]),
        state=SimState(row["state"]),
        reserved_for_order=row["reserved_for_order"],
    )


def proof_of(row: Row) -> Proof:
    return Proof(
        id=row["id"],
        customer_id=row["customer_id"],
        checks=frozenset(Check(check) for check in row["checks"]),
        channel=row["channel"],
        checked_by=row["checked_by"],
        checked_at=instant(row["checked_at"]),
        used_by_order=row["used_by_order"],
    )


def customer_of(row: Row, *, safe: Safe) -> KnownCustomer:
    sealed, until = row["sealed"], row["paper_valid_until"]
    person, paper = safe.open(
        row["id"],
        key_id=row["key_id"],
        sealed=_bytes(sealed),
        paper_type=row["paper_type"],
        sealed_names=_bytes(names) if (names := row["sealed_names"]) else None,
    )
    customer = Customer(
        id=row["id"],
        person=person,
        paper=paper,
        paper_valid_until=date.fromisoformat(until) if isinstance(until, str) else until,
        captured_by=Capture(row["captured_by"]),
        registered_at=instant(row["registered_at"]),
        version=row["version"],
        blacklisted=row["blacklisted"],
        market=Market(row["segment"], row["region"]),
    )
    return KnownCustomer(customer, numbers=row["numbers"])


def _bytes(said: str | bytes) -> bytes:
    """Read bytes, also as PostgreSQL writes them into JSON."""
    return bytes.fromhex(said.removeprefix("\\x")) if isinstance(said, str) else said


def subscriber_of(row: Row) -> Subscriber:
    stops = row["stops"]
    kept = json.loads(stops) if isinstance(stops, str) else stops
    return Subscriber(
        id=row["id"],
        holder_id=row["holder_id"],
        number=number_of(
            {**row, "state": row["number_state"], "reserved_for_order": row["number_order"]}
        ),
        card=card_of({**row, "state": row["card_state"], "reserved_for_order": row["card_order"]}),
        offering=row["offering"],
        opened_by=row["opened_by"],
        phase=Phase(row["phase"]),
        kept_stops=tuple(_stop_of(one) for one in kept or ()),
        sim_since=moment(row["sim_since"]),
        activated_at=moment(row["activated_at"]),
        terminated_at=moment(row["terminated_at"]),
        version=row["version"],
    )


def moment(value: datetime | str | None) -> datetime | None:
    return None if value is None else instant(value)


def instant(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _stop_of(row: Row) -> KeptStop:
    return KeptStop(
        stop=Stop(StopReason(row["reason"]), Level(row["level"])),
        since=instant(row["since"]),
        added_by=row["added_by"],
        until=moment(row["until"]),
        lifted_at=moment(row["lifted_at"]),
        lifted_by=row["lifted_by"],
    )
