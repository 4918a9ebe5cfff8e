"""The levels billing wants and those accounts has, page by page in the order of ids."""

from collections.abc import AsyncIterator
from typing import Any

from boss.accounts.v1.questions_pb2 import ListSubscribersRequest
from boss.accounts.v1.questions_pb2_grpc import QuestionServiceStub as AccountsStub
from boss.billing.v1.questions_pb2 import ListWantedLevelsRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub as BillingStub
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.guards import NOT_IN_NETWORK
from orders.ordering.domain.values import Barring, StopReason, SubscriberId, SubscriberState
from orders.ordering.wire import facts as messages
from orders.ordering.wire.answers import answer
from runtime.rpc.client import Channels

PAGE = 1000


class RemoteLevels:
    """Reads both lists; raises NoAnswer."""

    def __init__(self, channels: Channels) -> None:
        self._accounts: Any = AccountsStub(channels["accounts"])
        self._billing: Any = BillingStub(channels["billing"])

    async def wanted(self) -> AsyncIterator[tuple[SubscriberId, Barring]]:
        after = ""
        while True:
            asked = ListWantedLevelsRequest(after_subscriber_id=after, limit=PAGE)
            page = (await answer(self._billing.ListWantedLevels(asked))).levels
            for wanted in page:
                yield SubscriberId(wanted.subscriber_id), messages.level(wanted.level)
            if not page:
                return
            after = page[-1].subscriber_id

    async def present(self) -> AsyncIterator[tuple[SubscriberId, Barring]]:
        after = ""
        while True:
            asked = ListSubscribersRequest(after_id=after, limit=PAGE)
            page = (await answer(self._accounts.ListSubscribers(asked))).subscribers
            for subscriber in page:
                if SubscriberState(subscriber.state) not in NOT_IN_NETWORK:
                    level = arrears_level(messages.stops(subscriber.stops))
                    yield SubscriberId(subscriber.id), level
            if not page:
                return
            after = page[-1].id


def arrears_level(stops: frozenset[Stop]) -> Barring:
    """Return how far a subscriber is stopped for arrears."""
    levels = (stop.level for stop in stops if stop.reason is StopReason.ARREARS)
    return max(levels, default=Barring.NONE)
