"""Take the subscriber's slot for a request, wait for it, or be refused."""

from dataclasses import dataclass, replace
from datetime import datetime

from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed, Refusal
from orders.ordering.domain.admission import Admitted, admit
from orders.ordering.domain.audit import AuditRecorded
from orders.ordering.domain.lifecycle import ORDER, OrderAct, OrderState
from orders.ordering.domain.order import Order, OrderId, Origin, Passed
from orders.ordering.domain.process import AnyProcess, OnEvent, OnTimer
from orders.ordering.domain.values import CustomerId, SubscriberId
from orders.ordering.ports import Standings, UnitOfWork


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    id: OrderId
    process: AnyProcess
    subscriber: SubscriberId
    request: object
    origin: Origin
    customer: CustomerId | None = None
    named: CustomerId | None = None
    """Whose it is said to be, where anything is said."""


async def ask_for_order(
    command: PlaceOrder, caller: Caller, *, now: datetime, uow: UnitOfWork, standings: Standings
) -> Order:
    """
    Place what a person asks for; what is refused here leaves no order, but a trace.

    :raises Refusal: if it is not opened this way, not theirs, or the slot is taken.
    """
    try:
        let_in, holder = await admitted(command, caller, standings)
        origin = replace(command.origin, proofs=let_in.proofs, role=let_in.role)
        # Theirs from the first moment on, also while it is judged.
        proved = replace(command, origin=origin, customer=command.customer or holder)
        return await place_order(proved, uow=uow)
    except Refusal as refusal:
        async with uow:
            # Asked again, its proofs are used up: by itself.
            if before := await asked_before(command, uow):
                return before
            await uow.publish([refused(command, caller, refusal.code, now)], now=now)
        raise


async def admitted(
    command: PlaceOrder, caller: Caller, standings: Standings
) -> tuple[Admitted, CustomerId | None]:
    """Look who asks, and about whose; raise what `admit` raises, and `NOT_SAME_CUSTOMER`."""
    process = command.process
    process.ways_through(caller.channel)
    origin = command.origin
    about = None if process.opens_subscriber else command.subscriber
    customer = command.customer if process.opens_subscriber else None
    guarantor = process.guarantor(command.request)
    standing = await standings.look(
        about, customer=customer, proofs=origin.proofs, guarantor=guarantor
    )
    standing = replace(standing, kind=process.kind(command.request))
    let_in = admit(process, caller, standing, role=origin.role)
    process.must_be_said_by(command.request, caller.roles)
    if command.named not in {None, standing.holder}:
        sentence = "This is not the customer the order is about."
        raise Invalid("NOT_SAME_CUSTOMER", sentence, field="customer_id")
    return let_in, standing.holder


async def place_order(
    command: PlaceOrder, *, uow: UnitOfWork, opener: OnEvent | OnTimer | None = None
) -> Order:
    """
    Store the order with the slot; what a system or a clock asks for waits where it is taken.

    :raises NotAllowed: `OPEN_ORDER_EXISTS` if a person asks while the slot is taken.
    """
    if opener is not None:
        command.process.must_be_opened_by(opener)
    order = asked(command, OrderState.JUDGING)
    if await uow.orders.add(order):
        return order
    async with uow:
        if before := await asked_before(command, uow):
            return before
        if opener is None:
            raise NotAllowed("OPEN_ORDER_EXISTS", "Another order of this subscriber is open.")
        return await wait_for_slot(command, uow)


async def wait_for_slot(command: PlaceOrder, uow: UnitOfWork) -> Order:
    """Let the order wait, instead of an older one of its kind."""
    if older := await uow.orders.get_waiting_for_update(command.subscriber, command.process.name):
        await uow.orders.save([older.moved(OrderAct.REPLACED, turn=older.turn)])
    waiting = asked(command, OrderState.WAITING)
    await uow.orders.add(waiting)
    return waiting


async def asked_before(command: PlaceOrder, uow: UnitOfWork) -> Order | None:
    """
    Return the order this very request was answered with.

    :raises Refusal: `REQUEST_ID_REUSED` if it was for something else.
    """
    before = await uow.orders.get_by_request(command.origin.request_id)
    if before and before.origin.digest != command.origin.digest:
        sentence = "This id was used for another request."
        raise Refusal("REQUEST_ID_REUSED", sentence, field="request_id")
    return before


def asked(command: PlaceOrder, start: OrderState) -> Order:
    return Order(
        command.id,
        command.process.name,
        command.subscriber,
        command.request,
        ORDER.begin(start),
        origin=command.origin,
        customer=command.customer,
        msisdn=command.process.number(command.request),
        passed=(Passed(OrderAct.ASKED, start),),
    )


def refused(command: PlaceOrder, caller: Caller, code: str, now: datetime) -> AuditRecorded:
    about = command.subscriber or command.customer or ""
    return AuditRecorded(
        caller.id, caller.channel, f"place {command.process.name}", about, code, now
    )
