"""Take the subscriber's slot for a request, wait for it, or be refused."""

from dataclasses import dataclass, replace

from kernel.errors import Invalid, NotAllowed, Refusal
from orders.ordering.domain.admission import Visitor, admit
from orders.ordering.domain.order import ORDER, Asking, Order, OrderAct, OrderId, OrderState, Passed
from orders.ordering.domain.process import AnyProcess, Asked, Opener
from orders.ordering.domain.values import CustomerId, ProofId, SubscriberId
from orders.ordering.ports import Audit, Desk, Desks, Witness


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    id: OrderId
    process: AnyProcess
    subscriber: SubscriberId
    request: object
    asking: Asking
    customer: CustomerId | None = None
    named: CustomerId | None = None
    """Whose it is said to be, where anything is said."""


async def ask_for_order(
    command: PlaceOrder, visitor: Visitor, *, desks: Desks, witness: Witness
) -> Order:
    """
    Place what a person asks for; what is refused here leaves no order, but a trace.

    :raises Refusal: if it is not opened this way, not theirs, or the slot is taken.
    """
    try:
        proofs = await admitted(command, visitor, witness)
        proved = replace(command, asking=replace(command.asking, proofs=proofs))
        return await place_order(proved, desk=desks())
    except Refusal as refusal:
        async with desks() as desk:
            # Asked again, its proofs are used up: by itself.
            if before := await asked_before(command, desk):
                return before
            await desk.audit(refused(command, visitor, refusal.code))
        raise


async def admitted(command: PlaceOrder, visitor: Visitor, witness: Witness) -> tuple[ProofId, ...]:
    """Look who asks; raise what `admit` raises, and `NOT_SAME_CUSTOMER`."""
    process = command.process
    process.ways_through(visitor.channel)
    about = None if process.opens_subscriber else command.subscriber
    standing = await witness.look(about, proofs=command.asking.proofs)
    if process.opens_subscriber:
        standing = replace(standing, holder=command.customer)
    proofs = admit(process, visitor, standing)
    if command.named not in {None, standing.holder}:
        sentence = "This is not the customer the order is about."
        raise Invalid("NOT_SAME_CUSTOMER", sentence, field="customer_id")
    return proofs


async def place_order(command: PlaceOrder, *, desk: Desk, opener: Opener | None = None) -> Order:
    """
    Store the order with the slot; what a system or a clock asks for waits where it is taken.

    :raises NotAllowed: `OPEN_ORDER_EXISTS` if a person asks while the slot is taken.
    """
    if opener is not None:
        command.process.admit(opener)
    order = asked(command, OrderState.JUDGING)
    if await desk.begin(order):
        return order
    async with desk:
        if before := await asked_before(command, desk):
            return before
        if opener is None or isinstance(opener, Asked):
            raise NotAllowed("OPEN_ORDER_EXISTS", "Another order of this subscriber is open.")
        return await wait_for_slot(command, desk)


async def wait_for_slot(command: PlaceOrder, desk: Desk) -> Order:
    """Let the order wait, instead of an older one of its kind."""
    if older := await desk.waiting(command.subscriber, command.process.name):
        await desk.keep([older.moved(OrderAct.REPLACED, turn=older.turn)])
    waiting = asked(command, OrderState.WAITING)
    await desk.begin(waiting)
    return waiting


async def asked_before(command: PlaceOrder, desk: Desk) -> Order | None:
    """
    Return the order this very request was answered with.

    :raises Refusal: `REQUEST_ID_REUSED` if it was for something else.
    """
    before = await desk.asked_before(command.asking.request_id)
    if before and before.asking.digest != command.asking.digest:
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
        asking=command.asking,
        customer=command.customer,
        msisdn=command.process.number(command.request),
        passed=(Passed(OrderAct.ASKED, start),),
    )


def refused(command: PlaceOrder, visitor: Visitor, code: str) -> Audit:
    about = command.subscriber or command.customer or ""
    return Audit(visitor.id, visitor.channel, f"place {command.process.name}", about, code)
