"""Rated use, as messages."""

from collections.abc import Sequence
from datetime import datetime

from billing.accounts.wire.values import moment_message
from billing.catalogue.domain.catalogue import DATA
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference
from billing.rating.ports.usage import UsageLine, UsageSum
from boss.billing.v1 import questions_pb2
from kernel.masking import mask_msisdn


def usage_message(line: UsageLine, *, masked: bool, country: str = "") -> questions_pb2.RatedUsage:
    """Return a rated record; staff see the other number masked (rules 7.11)."""
    record = line.record
    # What data is let through by is an access point and nobody's number.
    hides = masked and record.kind != DATA
    return questions_pb2.RatedUsage(
        record_id=record.id,
        kind=record.kind,
        peer=mask_msisdn(record.peer) if hides else record.peer,
        started_at=moment_message(record.started_at),
        quantity=record.quantity,
        charged_millifen=line.millifen,
        derivation=line.derivation,
        subscriber_id=record.subscriber_id,
        msisdn=record.msisdn,
        roam_type=record.roam_type,
        allowance_used=line.allowance_used,
        rated_at=moment_message(line.rated_at) if line.rated_at else None,
        differences=map(_difference_message, line.differences),
        visited_plmn=record.visited_plmn,
        visited_country=country,
    )


def _difference_message(difference: Difference) -> questions_pb2.UsageDifference:
    return questions_pb2.UsageDifference(
        run_id=difference.run_id,
        from_millifen=difference.from_millifen,
        to_millifen=difference.to_millifen,
        derivation=difference.derivation,
        at=moment_message(difference.at) if difference.at else None,
    )


def sums_message(
    sums: Sequence[UsageSum], *, period: Period, at: datetime
) -> questions_pb2.SumUsageResponse:
    return questions_pb2.SumUsageResponse(
        sums=[
            questions_pb2.UsageSum(
                kind=one.kind,
                records=one.records,
                quantity=one.quantity,
                charged_millifen=one.millifen,
            )
            for one in sums
        ],
        since=moment_message(period.since),
        until=moment_message(period.until) if period.until else None,
        at=moment_message(at),
    )
