"""Builds orders and connects its doors."""

from functools import partial

from boss.orders.v1.commands_pb2_grpc import add_CommandServiceServicer_to_server
from boss.orders.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from kernel.ids import new_id
from orders.clients.facts import RemoteFacts
from orders.clients.levels import RemoteLevels
from orders.clients.owners import RemoteOwners
from orders.domain.appointed import TERM_END
from orders.domain.order import OrderId
from orders.edge.carrier import Carrier
from orders.edge.counter import Counter, CounterParts
from orders.edge.handed import HandOver
from orders.edge.listeners import listeners
from orders.edge.questions import Questions
from orders.edge.work import ArrearsComparison, HeardLevels, MovingOrders, WaitingOrders
from orders.settings import OrdersSettings
from orders.storage.arrears import PostgresArrearsBook, PostgresRounds
from orders.storage.desk import PostgresDesk, Premises
from orders.storage.queue import PostgresQueue
from orders.storage.shelf import PostgresShelf
from orders.storage.standing import HEARD, HELD, IN_FLIGHT, WAITING
from orders.usecases.end_term import end_term
from orders.usecases.ports import Desk, Office
from orders.wire.speech import ProtobufSpeech
from runtime.host.doors import Parts, Plumbing, Service
from runtime.jobs.timers import DueTimer, Timers


def build(plumbing: Plumbing[OrdersSettings]) -> Parts:
    """Build the counter, the listeners and the work of orders."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    premises = Premises(database, plumbing.outbox, clock, ProtobufSpeech())
    lease, pause = settings.lease_seconds, settings.pause_seconds

    def desks() -> Desk:
        return PostgresDesk(premises)

    def leased() -> Desk:
        return PostgresDesk(premises, lease_seconds=lease)

    async def term_ended(due: DueTimer) -> None:
        await end_term(due.key, order=OrderId(new_id()), desk=desks())

    facts, levels = RemoteFacts(plumbing.channels, clock), RemoteLevels(plumbing.channels)
    queue, book = PostgresQueue(database, lease), PostgresArrearsBook(database)
    shelf = PostgresShelf(database)
    office = Office(leased, facts, RemoteOwners(plumbing.channels), queue.lease)
    carrier = Carrier(office, queue, pause_seconds=pause, at_once=settings.work_concurrency)
    handed = HandOver(database, desks, leased)
    counter = Counter(
        CounterParts(
            database=database,
            desks=desks,
            leased=leased,
            witness=facts,
            levels=levels,
            book=book,
            shelf=shelf,
            carrier=carrier,
            clock=clock,
            margin_seconds=settings.answer_margin_seconds,
            longest_seconds=settings.call_seconds,
        )
    )
    return Parts(
        servicers=[
            (add_CommandServiceServicer_to_server, counter),
            (add_QuestionServiceServicer_to_server, Questions(shelf)),
        ],
        listeners=listeners(handed, book),
        works=[
            MovingOrders(queue, carrier, handed),
            WaitingOrders(queue, leased, carrier),
            HeardLevels(book, desks, facts, lease, pause),
            ArrearsComparison(
                PostgresRounds(database), levels, desks, book, settings.compare_seconds, pause
            ),
            Timers({TERM_END: term_ended}, database, clock),
        ],
        standings=[HELD, IN_FLIGHT, HEARD, WAITING],
        closing=[carrier.close, partial(handed.close, queue)],
    )


SERVICE = Service(name="orders", settings_type=OrdersSettings, build=build)
