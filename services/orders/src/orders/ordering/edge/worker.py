"""Carrying orders on: claimed by a worker, or beside the one who waits for the answer."""

import asyncio
from contextvars import Context

from prometheus_client import Counter

from kernel.errors import Stale
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Order
from orders.ordering.ports import Means, NoAnswer, OrderQueue
from orders.ordering.usecases.carry_on_order import carry_on
from orders.ordering.usecases.judge_order import NOT_JUDGED
from runtime.telemetry.logs import logger
from runtime.telemetry.tracing import current_traceparent, span

HELD = Counter("kaitong_orders_held", "Orders that came to need a person", ["process"])
_log = logger("orders")


class OrderWorker:
    """Carries an order on until it waits for somebody else, has ended, or gets no answer."""

    def __init__(
        self, means: Means, queue: OrderQueue, *, pause_seconds: float, at_once: int
    ) -> None:
        self._means = means
        self._queue = queue
        self._pause = pause_seconds
        # Who no longer waits leaves the order behind: these must not pile up on the database.
        self._room = asyncio.Semaphore(at_once)
        self._beside: set[asyncio.Task[Order]] = set()

    async def carry(self, order: Order) -> Order:
        """Carry it on; where there is no answer, leave it to be asked again after a pause."""
        try:
            async with self._room:
                async for moved in carry_on(order, means=self._means):
                    order = moved
            if order.state is OrderState.HELD:
                self._alert(order)
            elif order.refused_with == NOT_JUDGED:
                _log.error("an order cannot be judged", order_id=order.id, bug=order.note)
        except NoAnswer as problem:
            _log.info("no answer, to be asked again", order_id=order.id, problem=str(problem))
            await self._queue.rest(order.id, turn=order.turn, seconds=self._pause)
        except Stale:
            _log.info("somebody else moved the order", order_id=order.id)
        return order

    async def carry_traced(self, order: Order, *, traceparent: str) -> Order:
        """Carry it on as a part of the trace in which it was asked for."""
        with span("carry on order", traceparent=traceparent, order_id=order.id):
            return await self.carry(order)

    async def carry_beside(self, order: Order, *, wait_seconds: float) -> Order | None:
        """Carry it on in a task of its own; return where it came to rest while somebody waited."""
        trace = current_traceparent(order.id)
        work = self.carry_traced(order, traceparent=trace)
        # In an empty context: the deadline of who waits is not that of the order.
        task = asyncio.create_task(work, context=Context(), name=f"order {order.id}")
        self._beside.add(task)
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=wait_seconds)
        return task.result() if done and task.exception() is None else None

    async def close(self) -> None:
        """Let go of what is still carried beside requests: its leases bring it back."""
        for task in tuple(self._beside):
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    def _alert(self, order: Order) -> None:
        HELD.labels(order.process).inc()
        _log.warning("held for a person", order_id=order.id, refused_with=order.refused_with)

    def _ended(self, task: asyncio.Task[Order]) -> None:
        self._beside.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("an order could not be carried on; its lease brings it back", exc_info=error)
