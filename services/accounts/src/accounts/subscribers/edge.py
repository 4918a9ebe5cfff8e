"""What accounts is asked about subscribers, and what they listen to."""

from collections.abc import Sequence
from typing import Any

import grpc

from accounts.subscribers.ports import UnitOfWork
from accounts.subscribers.usecases.follow_plans import follow_plans
from accounts.subscribers.usecases.read_subscriber import list_subscribers, read_subscriber
from accounts.subscribers.wire import plan_seen_of, subscriber_key, subscriber_message
from boss import topics
from boss.accounts.v1 import questions_pb2
from boss.billing.v1.events_pb2 import PlanChanged
from kernel.clock import Clock
from kernel.page import limit_of
from runtime.messaging.listener import Listener, Received
from runtime.rpc.calling import current_caller
from runtime.rpc.readable import must_be_readable

Context = grpc.aio.ServicerContext[Any, Any]
USUAL_PAGE = 100


class SubscriberQuestions:
    """A part of boss.accounts.v1.QuestionService."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def GetSubscriber(
        self, request: questions_pb2.GetSubscriberRequest, context: Context
    ) -> questions_pb2.GetSubscriberResponse:
        must_be_readable(request)
        key = subscriber_key(request)
        subscriber = await read_subscriber(key, caller=current_caller(), uow=self._uow)
        return questions_pb2.GetSubscriberResponse(subscriber=subscriber_message(subscriber))

    async def ListSubscribers(
        self, request: questions_pb2.ListSubscribersRequest, context: Context
    ) -> questions_pb2.ListSubscribersResponse:
        must_be_readable(request)
        subscribers = await list_subscribers(
            customer_id=request.customer_id,
            after_id=request.after_id,
            limit=limit_of(request.limit, usual=USUAL_PAGE),
            caller=current_caller(),
            uow=self._uow,
        )
        return questions_pb2.ListSubscribersResponse(
            subscribers=[subscriber_message(subscriber) for subscriber in subscribers]
        )


def plan_listener(uow: UnitOfWork, clock: Clock) -> Listener:
    """Keep the plan of a subscriber as billing says it."""

    async def handle(messages: Sequence[Received]) -> None:
        seen = [plan_seen_of(one.message) for one in messages]
        await follow_plans(seen, uow=uow, now=clock.now())

    return Listener(topics.PLAN_CHANGED, {PlanChanged: handle}, levels=True)
