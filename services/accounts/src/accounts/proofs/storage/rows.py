"""The way from a row of a proof to the proof."""

from accounts.proofs.domain import Check, Proof
from runtime.database.rows import Row, instant


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
