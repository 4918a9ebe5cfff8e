"""The levels billing wants and those accounts has, page by page in the order of ids."""

from collections.abc import AsyncIterator
from typing import Any

from boss.accounts.v1.questions_pb2 import ListSubscribersRequest
from boss.accounts.v1.questions_pb2_grpc import QuestionServiceStub as AccountsStub
from boss.billing.v1.questions_pb2 import ListWantedLevelsRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub as BillingStub
from orders.arrears.domain import Level
from orders.ordering.domain.facts import Subscriber
from orders.ordering.domain.guards import NOT_IN_NETWORK
from orders.ordering.domain.values import CREDIT, Barring, SubscriberId
from orders.ordering.wire import facts as messages
from orders.ordering.wire.answers import answer
from runtime.rpc.client import Channels

PAGE = 1000


class RemoteLevels:
    """Reads both lists; raises NoAnswer."""

    def __init__(self, channels: Channels) -> None:
        self._accounts: Any = AccountsStub(channels["accounts"])
        self._billing: Any = BillingStub(channels["billing"])

    async def wanted(self) -> AsyncIterator[Level]:
        after = ""
        while True:
            asked = ListWantedLevelsRequest(after_subscriber_id=after, limit=PAGE)
            page = (await answer(self._billing.ListWantedLevels(asked))).levels
            for wanted in page:
                subscriber, level = SubscriberId(wanted.subscriber_id), messages.level(wanted.level)
                yield Level(subscriber, level, is_let_be=wanted.is_sub_card)
            if not page:
                return
            after = page[-1].subscriber_id

    async def present(self) -> AsyncIterator[Level]:
        after = ""
        while True:
            asked = ListSubscribersRequest(after_id=after, limit=PAGE)
            page = (await answer(self._accounts.ListSubscribers(asked))).subscribers
            for subscriber in page:
                if (level := present_level(messages.subscriber(subscriber))) is not None:
                    yield level
            if not page:
                return
            after = page[-1].id


def present_level(subscriber: Subscriber) -> Level | None:
    """Return how far credit control has them stopped; None of whom it has no say now.

    What a window lets be is followed when it ends.
    """
    if subscriber.state in NOT_IN_NETWORK or subscriber.open_until is not None:
        return None
    level = max((subscriber.level_for(reason) for reason in CREDIT), default=Barring.NONE)
    return Level(subscriber.id, level, is_let_be=subscriber.is_kept_by_wish)
