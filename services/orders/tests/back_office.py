"""Orders with a real database and pretend neighbours: who asks, who answers, who carries on."""

from dataclasses import dataclass, field
from typing import Any

from harness.people import MONDAY
from harness.world import World
from kernel.clock import StandingClock
from orders.arrears.edge.commands import ArrearsCommands
from orders.arrears.edge.work import ArrearsNotices
from orders.arrears.storage.notices import NoticeTable, RoundTable
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.edge.commands import CommandParts, OrderCommands
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.questions import OrderQuestions
from orders.ordering.edge.work import MovingOrders, WaitingOrders
from orders.ordering.edge.worker import OrderWorker
from orders.ordering.ports import Means
from orders.ordering.storage.queue import OrderQueueTable
from orders.ordering.storage.shown_orders import ShownOrderTable
from orders.processes import CATALOGUE, process
from orders.unit_of_work import Base, UnitOfWork
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox
from runtime.rpc.answering import Answering


@dataclass
class BackOffice:
    """`world` plays accounts, billing and the network; orders stand in PostgreSQL."""

    database: Database
    world: World = field(default_factory=World)
    lease_seconds: float = 15.0
    clock: StandingClock = field(default_factory=lambda: StandingClock(MONDAY))

    @property
    def base(self) -> Base:
        return Base(self.database, Outbox(self.database), self.clock, process)

    @property
    def uow(self) -> UnitOfWork:
        return UnitOfWork(self.base)

    @property
    def leased(self) -> UnitOfWork:
        return UnitOfWork(self.base, lease_seconds=self.lease_seconds)

    @property
    def queue(self) -> OrderQueueTable:
        return OrderQueueTable(self.database, self.lease_seconds, process)

    @property
    def reader(self) -> ShownOrderTable:
        return ShownOrderTable(self.database, process)

    @property
    def notices(self) -> NoticeTable:
        return NoticeTable(self.database)

    @property
    def rounds(self) -> RoundTable:
        return RoundTable(self.database)

    @property
    def means(self) -> Means:
        return Means(self.leased, self.world, self.world, process)

    @property
    def worker(self) -> OrderWorker:
        return OrderWorker(self.means, self.queue, pause_seconds=0.0, at_once=32)

    @property
    def handed(self) -> HandOver:
        return HandOver(self.database, self.uow, self.leased)

    @property
    def commands(self) -> OrderCommands:
        return OrderCommands(
            CommandParts(
                answering=Answering(self.database),
                processes=process,
                uow=self.uow,
                leased=self.leased,
                standings=self.world,
                reader=self.reader,
                worker=self.worker,
                clock=self.clock,
                margin_seconds=0.0,
                longest_seconds=0.3,
            )
        )

    def arrears_commands(self, levels: Any) -> ArrearsCommands:
        return ArrearsCommands(Answering(self.database), self.uow, levels)

    @property
    def questions(self) -> OrderQuestions:
        return OrderQuestions(self.reader, tuple(CATALOGUE.values()))

    async def order(self, id_: str) -> Order:
        async with self.uow as uow:
            return await uow.orders.get_for_update(OrderId(id_))

    async def works(self) -> int:
        """Do once what is due; return how much it was."""
        found = 0
        for work in (
            MovingOrders(self.queue, self.worker, self.handed, self.lease_seconds),
            WaitingOrders(self.queue, self.leased, self.worker),
            ArrearsNotices(self.notices, self.uow, self.world, process, self.lease_seconds, 0.0),
        ):
            items: Any = await work.due()
            for item in items:
                found += 1
                await work.carry_out(item)
        return found

    async def works_until_quiet(self) -> None:
        """Do what is due until nothing is."""
        while await self.works():
            pass

    async def rows(self, statement: str) -> list[tuple[Any, ...]]:
        async with self.database.reading() as connection:
            return [tuple(row) for row in await connection.exec_driver_sql(statement)]
