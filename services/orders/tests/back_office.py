"""Orders with a real database and pretend neighbours: who asks, who answers, who carries on."""

from dataclasses import dataclass, field
from typing import Any

from harness.people import MONDAY
from harness.world import World
from kernel.clock import StandingClock
from orders.arrears.edge.commands import ArrearsCommands
from orders.arrears.edge.work import HeardLevels
from orders.arrears.ports import ARREARS
from orders.arrears.storage import PostgresArrearsBook, PostgresRounds
from orders.ordering.domain.order import Order, OrderId
from orders.ordering.edge.commands import Counter, CounterParts
from orders.ordering.edge.hand_over import HandOver
from orders.ordering.edge.questions import Questions
from orders.ordering.edge.work import MovingOrders, WaitingOrders
from orders.ordering.edge.worker import Carrier
from orders.ordering.ports import WAITING, Office
from orders.ordering.storage.desk import PostgresDesk, Premises
from orders.ordering.storage.queue import PostgresQueue
from orders.ordering.storage.shown_orders import PostgresShelf
from orders.ordering.wire.messages import ProtobufSpeech
from orders.processes import CATALOGUE, process
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
    def premises(self) -> Premises:
        return Premises(
            self.database,
            Outbox(self.database),
            self.clock,
            ProtobufSpeech(),
            process,
            (WAITING, ARREARS),
        )

    @property
    def queue(self) -> PostgresQueue:
        return PostgresQueue(self.database, self.lease_seconds, process)

    @property
    def shelf(self) -> PostgresShelf:
        return PostgresShelf(self.database, process)

    @property
    def book(self) -> PostgresArrearsBook:
        return PostgresArrearsBook(self.database)

    @property
    def rounds(self) -> PostgresRounds:
        return PostgresRounds(self.database)

    @property
    def office(self) -> Office:
        return Office(self.leased, self.world, self.world, process)

    @property
    def carrier(self) -> Carrier:
        return Carrier(self.office, self.queue, pause_seconds=0.0, at_once=32)

    @property
    def handed(self) -> HandOver:
        return HandOver(self.database, self.desk, self.leased)

    def desk(self) -> PostgresDesk:
        return PostgresDesk(self.premises)

    def leased(self) -> PostgresDesk:
        return PostgresDesk(self.premises, lease_seconds=self.lease_seconds)

    def counter(self) -> Counter:
        return Counter(
            CounterParts(
                answering=Answering(self.database),
                processes=process,
                desks=self.desk,
                leased=self.leased,
                witness=self.world,
                shelf=self.shelf,
                carrier=self.carrier,
                clock=self.clock,
                margin_seconds=0.0,
                longest_seconds=0.3,
            )
        )

    def arrears_commands(self, levels: Any) -> ArrearsCommands:
        return ArrearsCommands(Answering(self.database), self.desk, levels, self.book)

    def questions(self) -> Questions:
        return Questions(self.shelf, tuple(CATALOGUE.values()))

    async def order(self, id_: str) -> Order:
        async with self.desk() as desk:
            return await desk.order(OrderId(id_))

    async def works(self) -> int:
        """Do once what is due; return how much it was."""
        found = 0
        for work in (
            MovingOrders(self.queue, self.carrier, self.handed),
            WaitingOrders(self.queue, self.leased, self.carrier),
            HeardLevels(self.book, self.desk, self.world, process, self.lease_seconds, 0.0),
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
