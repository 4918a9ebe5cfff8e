"""The way from a row to the proof or password."""

from accounts.proofs.domain.proof import Check, Proof, Role
from accounts.proofs.domain.service_password import PasswordState, ServicePassword
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
        subscriber_id=row["subscriber_id"],
        role=Role(row["role"]),
    )


def password_of(row: Row) -> ServicePassword:
    return ServicePassword(
        subscriber_id=row["subscriber_id"],
        holder_id=row["holder_id"],
        hash=row["hash"],
        given=PasswordState(row["given"]),
        changed_at=instant(row["changed_at"]),
        changes_month=row["changes_month"],
        changes=row["changes"],
        tries_day=row["tries_day"],
        wrong=row["wrong"],
    )
