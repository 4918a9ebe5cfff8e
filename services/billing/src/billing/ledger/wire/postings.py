"""Postings and totals, as messages."""

from billing.accounts.wire.values import moment_message, money_message
from billing.ledger.ports.ledger import PostedLine, Totals
from boss.billing.v1 import questions_pb2


def posting_message(line: PostedLine) -> questions_pb2.Posting:
    return questions_pb2.Posting(
        id=line.id,
        entry_id=line.entry_id,
        ledger_account=line.book,
        amount=money_message(line.amount),
        cause=line.why,
        cause_id=line.cause_id,
        at=moment_message(line.at),
    )


def totals_message(totals: Totals) -> questions_pb2.CountLedgerResponse:
    return questions_pb2.CountLedgerResponse(
        sum_minor=totals.sum_minor,
        postings=totals.postings,
        usage_heard=totals.received,
        usage_rated=totals.rated,
        usage_waiting=totals.waiting,
        usage_duplicate=totals.duplicate,
        payments=totals.payments,
    )
