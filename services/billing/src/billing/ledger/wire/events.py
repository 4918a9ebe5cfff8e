"""What is said of ledger: each event with its topic and its key."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.accounts.wire.values import (
    level_message,
    moment_message,
    money_message,
    reason_message,
    write_moment,
    write_money,
)
from billing.ledger.domain import events
from boss import topics
from boss.billing.v1 import events_pb2
from runtime.messaging.outbox import Outgoing


def _balance_changed(event: events.BalanceChanged) -> Outgoing:
    message = events_pb2.BalanceChanged(
        account_id=event.account_id, version=event.version, cause=event.cause
    )
    write_money(message.balance, event.balance)
    write_moment(message.occurred_at, event.occurred_at)
    return Outgoing(topics.BALANCE_CHANGED, event.account_id, message)


def _level_changed(event: events.ArrearsLevelChanged) -> Outgoing:
    message = events_pb2.ArrearsLevelChanged(
        subscriber_id=event.subscriber_id,
        account_id=event.account_id,
        level=level_message(event.level),
        reason=reason_message(event.reason),
        version=event.version,
        occurred_at=moment_message(event.occurred_at),
    )
    return Outgoing(topics.ARREARS, event.subscriber_id, message)


def _limit_changed(event: events.CreditLimitChanged) -> Outgoing:
    message = events_pb2.CreditLimitChanged(
        account_id=event.account_id,
        limit=money_message(event.limit),
        version=event.version,
        occurred_at=moment_message(event.occurred_at),
    )
    if event.until is not None:
        message.until.CopyFrom(moment_message(event.until))
    return Outgoing(topics.CREDIT_LIMIT_CHANGED, event.account_id, message)


OUTGOING: Mapping[type[Any], Callable[[Any], Outgoing]] = {
    events.BalanceChanged: _balance_changed,
    events.ArrearsLevelChanged: _level_changed,
    events.CreditLimitChanged: _limit_changed,
}
