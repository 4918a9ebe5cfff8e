"""From rows to records of use, and which columns that takes."""

from billing.allowances.domain.usage import OF_BEFORE, Origin, UsageRecord
from billing.rating.ports.usage import UsageLine
from billing.rating.tables import USAGE_RECORD
from runtime.database.connection import Row

READ = (
    "id", "subscriber_id", "kind", "msisdn", "peer", "started_at", "quantity", "roam_type",
    "file_seq", "visited_plmn", "element", "record_seq", "rating_group", "partial",
    "of_session_before",
)  # fmt: skip
USAGE = tuple(USAGE_RECORD.c[name] for name in READ)


def record_of(row: Row) -> UsageRecord:
    return UsageRecord(
        id=row.id,
        subscriber_id=row.subscriber_id,
        kind=row.kind,
        msisdn=row.msisdn,
        peer=row.peer,
        started_at=row.started_at,
        quantity=row.quantity,
        roam_type=row.roam_type,
        file_seq=row.file_seq,
        visited_plmn=row.visited_plmn or "",
        origin=_origin_of(row) if row.element else OF_BEFORE,
    )


def _origin_of(row: Row) -> Origin:
    return Origin(
        element=row.element,
        record_seq=row.record_seq or 0,
        rating_group=row.rating_group or 0,
        partial=row.partial or 0,
        before=row.of_session_before or 0,
    )


def usage_line_of(row: Row) -> UsageLine:
    return UsageLine(
        record_of(row),
        row.millifen,
        row.derivation,
        allowance_used=row.allowance_used or 0,
        account_id=str(row.account_id or ""),
    )
