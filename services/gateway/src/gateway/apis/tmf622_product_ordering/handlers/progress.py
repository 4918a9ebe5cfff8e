"""Live progress of an order: every move once and in order, until it ended or long enough."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from boss.orders.v1.questions_pb2 import Order
from gateway.apis.tmf622_product_ordering.mapping.states import ENDS, TMF_STATES
from gateway.clients.order_watch import OrderWatch
from gateway.domain.at_once import AtOnce
from gateway.rest.door.limits import CountedStream, caller_of
from gateway.rest.request.api_request import ApiRequest
from kernel.clock import monotonic
from runtime.rpc.calling import acting

BEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Live:
    """Who watches; a stream ends after some time, and who still watches opens the next."""

    watch: OrderWatch
    streams: AtOnce
    stream_seconds: float

    def of(
        self, order: Order, *, request: ApiRequest, read: Callable[[ApiRequest], Awaitable[Order]]
    ) -> CountedStream:
        """Return the stream of an order; raises `TOO_MANY_STREAMS`."""
        stream = CountedStream(
            self._moves(order, request=request, read=read),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )
        return stream.count(self.streams, caller=caller_of(request.actor))

    async def _moves(
        self, order: Order, *, request: ApiRequest, read: Callable[[ApiRequest], Awaitable[Order]]
    ) -> AsyncIterator[str]:
        until = monotonic() + self.stream_seconds
        async with self.watch.of(order.id) as queue:
            # Read again: it may have moved before we began to listen.
            with acting(request.actor):
                order = await read(request)
            state, turn = order.state, order.turn
            yield _event(turn, state, order.refused_with)
            while state not in ENDS and (left := until - monotonic()) > 0:
                try:
                    moved = await asyncio.wait_for(queue.get(), min(BEAT_SECONDS, left))
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if moved.version > turn:
                    state, turn = moved.state, moved.version
                    yield _event(turn, state, moved.refused_with)


def _event(turn: int, state: str, refused_with: str) -> str:
    data = {"state": TMF_STATES[state], "x-state": state, "refusedWith": refused_with}
    return f"id: {turn}\nevent: ProductOrderStateChangeEvent\ndata: {json.dumps(data)}\n\n"
