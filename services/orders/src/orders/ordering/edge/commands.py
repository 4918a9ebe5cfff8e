"""What is asked of orders over gRPC."""

from dataclasses import dataclass

from boss.orders.v1 import commands_pb2
from boss.orders.v1.questions_pb2 import Order as OrderMessage
from kernel.clock import Clock
from kernel.errors import Invalid
from kernel.ids import new_id
from orders.ordering.domain.lifecycle import MOVES_ON
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.values import CustomerId, ProofId, Role, SubscriberId
from orders.ordering.edge.calls import digest, patience, worded
from orders.ordering.edge.worker import OrderWorker
from orders.ordering.ports import NoAnswer, OrderReader, Processes, Standings, UnitOfWork
from orders.ordering.usecases import place_order as placing
from orders.ordering.usecases.place_order import ask_for_order
from orders.ordering.usecases.resolve_held_order import Decision, resolve_held_order
from orders.ordering.usecases.withdraw_order import withdraw_order
from orders.ordering.wire.orders import order_message
from orders.ordering.wire.requests import unpacked
from runtime.errors import Unanswered
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller
from runtime.telemetry.tracing import name_order

MOST_PROOFS = 8
CAPACITIES = tuple(one for one in Role if one not in {Role.USER, Role.GUARANTOR})
"""As whom somebody may ask; others are only checked beside them."""


@dataclass(frozen=True, slots=True)
class CommandParts:
    """What stands behind the commands; `leased` stores what we carry on ourselves."""

    answering: Answering
    processes: Processes
    uow: UnitOfWork
    leased: UnitOfWork
    standings: Standings
    reader: OrderReader
    worker: OrderWorker
    clock: Clock
    margin_seconds: float
    longest_seconds: float


class OrderCommands:
    """A part of boss.orders.v1.CommandService.

    Answers with the order as it stands when the caller's time nears its end.
    """

    def __init__(self, parts: CommandParts) -> None:
        self._parts = parts

    async def PlaceOrder(  # noqa: N802 - gRPC names it
        self, request: commands_pb2.PlaceOrderRequest, context: object
    ) -> commands_pb2.PlaceOrderResponse:
        """Place an order; raises what the process refuses before there is an order."""
        parts = self._parts
        command = self._command(request)
        name_order(command.id)
        try:
            order = await ask_for_order(
                command,
                current_caller(),
                now=parts.clock.now(),
                uow=parts.leased,
                standings=parts.standings,
            )
        except NoAnswer as problem:
            raise Unanswered(str(problem)) from problem
        if order.id == command.id and order.state in MOVES_ON:
            seconds = patience(parts.margin_seconds, longest=parts.longest_seconds)
            carried = await parts.worker.carry_beside(order, wait_seconds=seconds)
            if carried is not None and carried.state not in MOVES_ON:
                at_rest = order_message(carried, parts.clock.now())
                return commands_pb2.PlaceOrderResponse(order=at_rest)
        return commands_pb2.PlaceOrderResponse(order=await self._as_it_stands(order))

    async def WithdrawOrder(  # noqa: N802 - gRPC names it
        self, request: commands_pb2.WithdrawOrderRequest, context: object
    ) -> commands_pb2.WithdrawOrderResponse:
        """Turn an order back; what it held is given back by a worker."""
        id_, parts = OrderId(worded(request.order_id, "order_id")), self._parts

        async def act() -> commands_pb2.WithdrawOrderResponse:
            reason = worded(request.reason, "reason", may_be_empty=True)
            order = await withdraw_order(
                id_, current_caller(), reason=reason, now=parts.clock.now(), uow=parts.uow
            )
            return commands_pb2.WithdrawOrderResponse(order=order_message(order))

        return await parts.answering.once(request, commands_pb2.WithdrawOrderResponse, act)

    async def ResolveHeldOrder(  # noqa: N802 - gRPC names it
        self, request: commands_pb2.ResolveHeldOrderRequest, context: object
    ) -> commands_pb2.ResolveHeldOrderResponse:
        """Let a person decide what becomes of a held order."""
        parts = self._parts
        decision = Decision(
            order=OrderId(worded(request.order_id, "order_id")),
            resolution=worded(request.resolution, "resolution"),
            reason=worded(request.reason, "reason"),
        )

        async def act() -> commands_pb2.ResolveHeldOrderResponse:
            order = await resolve_held_order(
                decision, current_caller(), now=parts.clock.now(), uow=parts.uow
            )
            return commands_pb2.ResolveHeldOrderResponse(order=order_message(order))

        return await parts.answering.once(request, commands_pb2.ResolveHeldOrderResponse, act)

    async def _as_it_stands(self, order: Order) -> OrderMessage:
        shown = await self._parts.reader.get(order.id)
        return order_message(shown.order, shown.changed_at)

    def _command(self, request: commands_pb2.PlaceOrderRequest) -> placing.PlaceOrder:
        process = self._parts.processes(worded(request.process, "process"))
        asked = unpacked(process, request.request)
        caller = current_caller()
        return placing.PlaceOrder(
            id=OrderId(new_id()),
            process=process,
            subscriber=subscriber_of(process, request.subscriber_id),
            request=asked,
            origin=Origin(
                request_id=worded(request.request_id, "request_id"),
                digest=digest(request.SerializeToString(deterministic=True)),
                channel=caller.channel,
                actor=caller.id,
                proofs=proofs_of(request),
                role=role_of(request),
                at=self._parts.clock.now(),
            ),
            customer=process.customer(asked),
            named=CustomerId(worded(request.customer_id, "customer_id", may_be_empty=True)) or None,
        )


def subscriber_of(process: AnyProcess, named: str) -> SubscriberId:
    """Return whom the order is about; a new subscriber gets an id here."""
    if not process.opens_subscriber:
        return SubscriberId(worded(named, "subscriber_id"))
    if named:
        sentence = "A new subscriber has no id yet."
        raise Invalid("FIELD_NOT_VALID", sentence, field="subscriber_id")
    return SubscriberId(new_id())


def role_of(request: commands_pb2.PlaceOrderRequest) -> Role | None:
    """Return as whom somebody says they ask; None where nothing is said."""
    said = worded(request.capacity, "capacity", may_be_empty=True)
    try:
        return Role(said) if said else None
    except ValueError:
        sentence = f"Who asks is one of these: {', '.join(CAPACITIES)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="capacity") from None


def proofs_of(request: commands_pb2.PlaceOrderRequest) -> tuple[ProofId, ...]:
    ids = dict.fromkeys(worded(each, "proof_ids") for each in request.proof_ids)
    if len(ids) > MOST_PROOFS:
        raise Invalid("FIELD_NOT_VALID", "These are too many proofs.", field="proof_ids")
    return tuple(map(ProofId, ids))
