"""Builds orders and connects its doors."""

from functools import partial

from boss.orders.v1.commands_pb2_grpc import (
    CommandServiceServicer,
    add_CommandServiceServicer_to_server,
)
from boss.orders.v1.questions_pb2_grpc import add_QuestionServiceServicer_to_server
from orders.arrears.clients import RemoteLevels
from orders.arrears.edge.commands import ArrearsCommands
from orders.arrears.edge.listeners import arrears_listener
from orders.arrears.edge.work import ArrearsComparison, ArrearsNotices
from orders.arrears.storage import standing as arrears_standing
from orders.arrears.storage.notices import NoticeTable, RoundTable
from orders.ordering.clients.facts import RemoteFacts
from orders.ordering.clients.owners import RemoteOwners
from orders.ordering.domain.appointed import courses
from orders.ordering.edge.commands import CommandParts, OrderCommands
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.listeners import network_listeners
from orders.ordering.edge.questions import OrderQuestions
from orders.ordering.edge.timers import opening
from orders.ordering.edge.work import MovingOrders, WaitingOrders
from orders.ordering.edge.worker import OrderWorker
from orders.ordering.ports import Means
from orders.ordering.storage.queue import OrderQueueTable
from orders.ordering.storage.shown_orders import ShownOrderTable
from orders.ordering.storage.standing import HELD, IN_FLIGHT, WAITING
from orders.processes import finder, offered
from orders.settings import OrdersSettings
from orders.unit_of_work import Base, UnitOfWork
from runtime.host.doors import Parts, Plumbing, Service
from runtime.jobs.timers import Timers
from runtime.rpc.answering import Answering
from runtime.rpc.parts import together


def build(plumbing: Plumbing[OrdersSettings]) -> Parts:
    """Build what answers, listens and is due."""
    settings, database, clock = plumbing.settings, plumbing.database, plumbing.clock
    forms = offered(on=settings.ways_on, off=settings.ways_off, face=settings.face_too)
    process = finder(forms)
    lease, pause = settings.lease_seconds, settings.pause_seconds
    base = Base(database, plumbing.outbox, clock, process)
    uow, leased = UnitOfWork(base), UnitOfWork(base, lease_seconds=lease)
    facts = RemoteFacts(plumbing.channels, clock, settings.policy)
    levels = RemoteLevels(plumbing.channels)
    queue, reader = OrderQueueTable(database, lease, process), ShownOrderTable(database, process)
    means = Means(leased, facts, RemoteOwners(plumbing.channels), process, queue.lease)
    worker = OrderWorker(means, queue, pause_seconds=pause, at_once=settings.work_concurrency)
    handed = HandOver(database, uow, leased)
    answering = Answering(database)
    orders = OrderCommands(
        CommandParts(
            answering=answering,
            processes=process,
            uow=uow,
            leased=leased,
            standings=facts,
            reader=reader,
            worker=worker,
            clock=clock,
            margin_seconds=settings.answer_margin_seconds,
            longest_seconds=settings.call_seconds,
        )
    )
    commands = together(CommandServiceServicer, orders, ArrearsCommands(answering, uow, levels))
    questions = OrderQuestions(reader, tuple(forms.values()))
    rounds, notices = RoundTable(database), NoticeTable(database)
    return Parts(
        servicers=[
            (add_CommandServiceServicer_to_server, commands),
            (add_QuestionServiceServicer_to_server, questions),
        ],
        listeners=[*network_listeners(handed), arrears_listener(notices)],
        works=[
            MovingOrders(queue, worker, handed, lease),
            WaitingOrders(queue, leased, worker),
            ArrearsNotices(notices, uow, facts, process, lease, pause),
            ArrearsComparison(rounds, levels, uow, settings.compare_seconds, pause),
            Timers(opening(courses(forms.values()), uow), database, clock),
        ],
        standings=[HELD, IN_FLIGHT, WAITING, arrears_standing.OLDEST, arrears_standing.WAITING],
        closing=[worker.close, partial(handed.close, queue)],
    )


SERVICE = Service(name="orders", settings_type=OrdersSettings, build=build)
