"""Orders with a real database and pretend neighbours: who asks, who answers, who carries on."""

from dataclasses import dataclass, field
from typing import Any

from harness.people import MONDAY
from harness.world import World
from kernel.clock import StandingClock
from orders.domain.order import Order, OrderId
from orders.edge.carrier import Carrier
from orders.edge.counter import Counter, CounterParts
from orders.edge.handed import HandOver
from orders.edge.questions import Questions
from orders.edge.work import HeardLevels, MovingOrders, WaitingOrders
from orders.storage.arrears import PostgresArrearsBook, PostgresRounds
from orders.storage.desk import PostgresDesk, Premises
from orders.storage.queue import PostgresQueue
from orders.storage.shelf import PostgresShelf
from orders.usecases.ports import Office
from orders.wire.speech import ProtobufSpeech
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox


@dataclass
class BackOffice:
    """`world` plays accounts, billing and the network; orders stand in PostgreSQL."""

    database: Database
    world: World = field(default_factory=World)
    lease_seconds: float = 15.0
    clock: StandingClock = field(default_factory=lambda: StandingClock(MONDAY))

    @property
    def premises(self) -> Premises:
        return Premises(self.database, Outbox(self.database), self.clock, ProtobufSpeech())

    @property
    def queue(self) -> PostgresQueue:
        return PostgresQueue(self.database, self.lease_seconds)

    @property
    def shelf(self) -> PostgresShelf:
        return PostgresShelf(self.database)

    @property
    def book(self) -> PostgresArrearsBook:
        return PostgresArrearsBook(self.database)

    @property
    def rounds(self) -> PostgresRounds:
        return PostgresRounds(self.database)

    @property
    def office(self) -> Office:
        return Office(self.leased, self.world, self.world)

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

    def counter(self, levels: Any = None) -> Counter:
        return Counter(
            CounterParts(
                database=self.database,
                desks=self.desk,
                leased=self.leased,
                witness=self.world,
                levels=levels,
                book=self.book,
                shelf=self.shelf,
                carrier=self.carrier,
                clock=self.clock,
                margin_seconds=0.0,
                longest_seconds=0.3,
            )
        )

    def questions(self) -> Questions:
        return Questions(self.shelf)

    async def order(self, id_: str) -> Order:
        async with self.desk() as desk:
            return await desk.order(OrderId(id_))

    async def works(self) -> int:
        """Do once what is due; return how much it was."""
        found = 0
        for work in (
            MovingOrders(self.queue, self.carrier, self.handed),
            WaitingOrders(self.queue, self.leased, self.carrier),
            HeardLevels(self.book, self.desk, self.world, self.lease_seconds, 0.0),
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
