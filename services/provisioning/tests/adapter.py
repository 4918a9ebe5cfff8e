"""Drives provisioning in tests: what it hears, what it says, and the network before it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from google.protobuf import descriptor_pool, message_factory
from pretend_network import PASSWORD, Card, PretendNetwork

from boss.provisioning.v1 import events_pb2
from kernel.ids import new_id
from provisioning.bootstrap import (
    account_of,
    centre_of,
    code_rules,
    node_of,
    quiet_hours_of,
    read_seal,
)
from provisioning.changes.domain.change import AskedOrder, Change, What
from provisioning.changes.edge.awaited_cards import AwaitedCards
from provisioning.changes.edge.network_changes import NetworkChanges
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.storage.reading import Readings
from provisioning.changes.usecases.queue_orders import queue_orders
from provisioning.elements.hlr.clients.driver import MmlHlr
from provisioning.elements.hlr.clients.sessions import SessionPool
from provisioning.elements.hlr.storage import SeatTable
from provisioning.elements.network import Network
from provisioning.elements.serving_node.clients import GsupLink, GsupNode
from provisioning.elements.sms_centre.clients import SmppLink
from provisioning.mediation.clients import RecordDirectory
from provisioning.mediation.edge.usage_records import UsageRecords
from provisioning.mediation.storage.reading import RecordReadings
from provisioning.settings import ProvisioningSettings
from provisioning.texts.clients import read_templates
from provisioning.texts.edge.due_texts import DueTexts
from provisioning.texts.edge.receipts import Receipts
from provisioning.texts.edge.texts import Codes, TextServicer
from provisioning.texts.edge.texts_requested import TextsRequested
from provisioning.texts.storage.reading import TextReadings
from provisioning.texts.usecases.send_text import Sending
from provisioning.unit_of_work import UnitOfWork
from provisioning.vault.domain.authentication import CardKeys
from runtime.database.database import Database
from runtime.jobs.work import Workers
from runtime.messaging.outbox import Outbox

ANSWER_SECONDS = 0.4
_POOL = descriptor_pool.Default()


def knobs(
    url: str, folder: Path, *, vault_key: str = "ab" * 32, **more: Any
) -> ProvisioningSettings:
    key, password = folder / "vault.key", folder / "element-password"
    key.write_text(vault_key)
    password.write_text(PASSWORD)
    return ProvisioningSettings(
        service="provisioning", database_url=url, kafka="nowhere:1", call_key_file=key,
        vault_key_file=key, element_password_file=password, element_seconds=ANSWER_SECONDS,
        **{"cdr_dir": folder / "cdr", **more},
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One event in the outbox."""

    topic: str
    key: str
    message: Any


class Adapter:
    """Provisioning's works, running; `sleep` stops them as a crash does."""

    def __init__(
        self, database: Database, settings: ProvisioningSettings, network: PretendNetwork
    ) -> None:
        self.database, self.settings, self.network = database, settings, network
        self.clock = network.clock
        self._outbox = Outbox(database)
        self._seal = read_seal(settings.vault_key_file)
        self._running: asyncio.Task[None] | None = None
        self.readings, self.records = Readings(database), RecordReadings(database)
        self.folder = RecordDirectory(settings.cdr_dir, elements=settings.cdr_elements)
        self.folder.prepare()
        self.templates = read_templates(settings.text_templates)
        self.texts = TextReadings(database, self._seal)
        self._linked: asyncio.Task[None] | None = None
        self.wakes_up_with_new_sessions()

    def wakes_up_with_new_sessions(self) -> None:
        seats = SeatTable(self.database, holder=new_id(), limit=self.settings.element_session_limit)
        account = account_of(self.settings)
        self.pool = SessionPool(account, seats, most=self.settings.element_sessions)
        self.link = GsupLink(node_of(self.settings, name=f"BOSS-{new_id()[-6:]}"))
        nodes = self.settings.serving_nodes
        self.element = Network(MmlHlr(self.pool), GsupNode(self.link, nodes=nodes))

        receipts = Receipts(self.uow, self.clock, self.settings.smsc_receipt_ids)
        self.centre = SmppLink(centre_of(self.settings), receipts.take)

    @property
    def texts_requested(self) -> TextsRequested:
        language = self.settings.text_language
        return TextsRequested(self.uow, self.templates, language, self.clock)

    @property
    def text_service(self) -> Any:
        codes = Codes(self.uow, self.templates, code_rules(self.settings), self.clock)
        return TextServicer(self.database, codes, self.texts)

    def uow(self) -> UnitOfWork:
        return UnitOfWork(self.database, self._outbox, self._seal)

    async def __aenter__(self) -> Self:
        self.starts()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stops()
        await self.pool.close()
        await self.link.close()

    def starts(self) -> None:
        works: list[Any] = [
            NetworkChanges(self.uow, self.element, self.clock, self.readings.changes_in_flight),
            AwaitedCards(self.uow, self.element, self.clock),
            UsageRecords(self.uow, self.folder, self.clock),
            DueTexts(
                self.uow,
                Sending(self.centre, quiet_hours_of(self.settings), self.clock),
                self.texts,
            ),
        ]
        self.workers = Workers(works, concurrency=8)
        self._running = asyncio.create_task(self.workers.run())
        self._linked = asyncio.create_task(self.centre.run())

    async def stops(self) -> None:
        if self._running is not None:
            self.workers.stop()
            await self._running
            self._running = None
        await self.unlinks()

    async def unlinks(self) -> None:
        """Lose the link to the SMS centre."""
        if self._linked is not None:
            self._linked.cancel()
            await asyncio.gather(self._linked, return_exceptions=True)
            self._linked = None

    async def crashes(self) -> None:
        """Die in the middle of whatever is done; leases run out at once for the next life."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None
        await self.unlinks()
        await self.pool.close()
        await self.link.close()
        async with self.database.transaction() as connection:
            await connection.exec_driver_sql("UPDATE network_change SET leased_until = NULL")
            await connection.exec_driver_sql("UPDATE text_message SET leased_until = NULL")
            await connection.exec_driver_sql("TRUNCATE element_session")
        self.wakes_up_with_new_sessions()

    async def knows_keys(self, *cards: Card) -> None:
        async with self.uow() as uow:
            await uow.vault.load([keys_of(card) for card in cards])

    async def hears(self, *changes: What, order_id: str = "", subscriber: str = "anna") -> str:
        order = AskedOrder(order_id or new_id(), subscriber, 7, changes)
        await queue_orders([order], uow=self.uow(), now=self.clock.now())
        return order.order_id

    async def carries_out(self, *changes: What, subscriber: str = "anna") -> Any:
        """Hear an order and wait until its outcome is said."""
        order_id = await self.hears(*changes, subscriber=subscriber)
        return await self.outcome(order_id)

    async def outcome(self, order_id: str) -> Any:
        kinds = (events_pb2.ProvisioningCompleted, events_pb2.ProvisioningFailed)
        found: list[Any] = []

        async def is_said() -> bool:
            found[:] = [
                one.message
                for one in await self.said()
                if isinstance(one.message, kinds) and one.message.order_id == order_id
            ]
            return bool(found)

        await eventually(is_said)
        assert len(found) == 1
        return found[0]

    async def opens(self, card: Card, *, subscriber: str = "anna") -> None:
        await self.knows_keys(card)
        done = await self.carries_out(
            CreateSubscription(card.isdn, card.imsi), subscriber=subscriber
        )
        assert isinstance(done, events_pb2.ProvisioningCompleted), done

    async def said(self) -> list[Said]:
        rows = await self.rows(
            "SELECT topic, key, event_type, payload FROM said_event ORDER BY id, place"
        )
        return [
            Said(row.topic, row.key, _class_of(row.event_type).FromString(row.payload))
            for row in rows
        ]

    async def changes(self, order_id: str = "") -> Sequence[Change]:
        found = await self.readings.changes(state="", order_id=order_id, limit=0)
        return list(reversed(found))

    async def change(self, order_id: str) -> Change:
        (only,) = await self.changes(order_id)
        return only

    async def rows(self, statement: str) -> Sequence[Any]:
        async with self.database.reading() as connection:
            return (await connection.exec_driver_sql(statement)).all()


def keys_of(card: Card) -> CardKeys:
    return CardKeys(card.imsi, bytes.fromhex(card.k), bytes.fromhex(card.opc))


async def eventually(condition: Callable[[], Awaitable[bool]], *, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - whatever it is, it has no event
            await asyncio.sleep(0.02)


def _class_of(name: str) -> Any:
    return message_factory.GetMessageClass(_POOL.FindMessageTypeByName(name))
