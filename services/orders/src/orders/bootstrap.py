"""Builds orders and connects its doors."""

from functools import partial

from boss.orders.v1.commands_pb2_grpc import (
    CommandServiceServicer,
    add_CommandServiceServicer_to_server,
)
from boss.orders.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from kernel.ids import new_id
from orders.arrears.clients import RemoteLevels
from orders.arrears.edge.commands import ArrearsCommands
from orders.arrears.edge.listeners import arrears_listener
from orders.arrears.edge.work import ArrearsComparison, HeardLevels
from orders.arrears.ports import ARREARS
from orders.arrears.storage import PostgresArrearsBook, PostgresRounds
from orders.ordering.clients.facts import RemoteFacts
from orders.ordering.clients.owners import RemoteOwners
from orders.ordering.domain.appointed import TERM_END
from orders.ordering.domain.order import OrderId
from orders.ordering.edge.commands import Counter, CounterParts
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.listeners import network_listeners
from orders.ordering.edge.questions import Questions
from orders.ordering.edge.work import MovingOrders, WaitingOrders
from orders.ordering.edge.worker import Carrier
from orders.ordering.ports import WAITING as WAITING_ORDERS
from orders.ordering.ports import Desk, Office
from orders.ordering.storage.desk import PostgresDesk, Premises
from orders.ordering.storage.queue import PostgresQueue
from orders.ordering.storage.shown_orders import PostgresShelf
from orders.ordering.storage.standing import HEARD, HELD, IN_FLIGHT, WAITING
from orders.ordering.usecases.end_term import end_term
from orders.ordering.wire.messages import ProtobufSpeech
from orders.processes import CATALOGUE, process
from orders.settings import OrdersSettings
from runtime.host.doors import Parts, Plumbing, Service
from runtime.jobs.timers import DueTimer, Timers
from runtime.rpc.answering import Answering
from runtime.rpc.parts import together


def build(plumbing: Plumbing[OrdersSettings]) -> Parts:
    """Build the counter, the listeners and the work of orders."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    premises = Premises(
        database, plumbing.outbox, clock, ProtobufSpeech(), process, (WAITING_ORDERS, ARREARS)
    )
    lease, pause = settings.lease_seconds, settings.pause_seconds

    def desks() -> Desk:
        return PostgresDesk(premises)

    def leased() -> Desk:
        return PostgresDesk(premises, lease_seconds=lease)

    async def term_ended(due: DueTimer) -> None:
        await end_term(due.key, order=OrderId(new_id()), desk=desks(), processes=process)

    facts, levels = RemoteFacts(plumbing.channels, clock), RemoteLevels(plumbing.channels)
    queue, book = PostgresQueue(database, lease, process), PostgresArrearsBook(database)
    shelf = PostgresShelf(database, process)
    office = Office(leased, facts, RemoteOwners(plumbing.channels), process, queue.lease)
    carrier = Carrier(office, queue, pause_seconds=pause, at_once=settings.work_concurrency)
    handed = HandOver(database, desks, leased)
    answering = Answering(database)
    counter = Counter(
        CounterParts(
            answering=answering,
            processes=process,
            desks=desks,
            leased=leased,
            witness=facts,
            shelf=shelf,
            carrier=carrier,
            clock=clock,
            margin_seconds=settings.answer_margin_seconds,
            longest_seconds=settings.call_seconds,
        )
    )
    return Parts(
        servicers=[
            (
                add_CommandServiceServicer_to_server,
                together(
                    CommandServiceServicer,
                    counter,
                    ArrearsCommands(answering, desks, levels, book),
                ),
            ),
            (add_QuestionServiceServicer_to_server, Questions(shelf, tuple(CATALOGUE.values()))),
        ],
        listeners=[*network_listeners(handed), arrears_listener(book)],
        works=[
            MovingOrders(queue, carrier, handed),
            WaitingOrders(queue, leased, carrier),
            HeardLevels(book, desks, facts, process, lease, pause),
            ArrearsComparison(
                PostgresRounds(database), levels, desks, book, settings.compare_seconds, pause
            ),
            Timers({TERM_END: term_ended}, database, clock),
        ],
        standings=[HELD, IN_FLIGHT, HEARD, WAITING],
        closing=[carrier.close, partial(handed.close, queue)],
    )


SERVICE = Service(name="orders", settings_type=OrdersSettings, build=build)
