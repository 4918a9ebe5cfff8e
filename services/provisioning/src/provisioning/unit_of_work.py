"""One transaction over all that provisioning knows."""

from typing import assert_never

import runtime.database.unit_of_work
from provisioning.changes.domain.events import CardSeen, OrderDone, OrderRefused
from provisioning.changes.storage.awaited_cards import AwaitedCardTable
from provisioning.changes.storage.changes import (
    ChangeTable,
    HeldChangeTable,
    WaitingChangeTable,
)
from provisioning.changes.storage.element_log import ElementLogTable
from provisioning.changes.storage.profiles import ProfileTable
from provisioning.changes.wire.events import card_seen, order_done, order_refused
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.storage.usage import UsageTables
from provisioning.mediation.wire.events import usage_recorded
from provisioning.texts.storage.receipts import ReceiptTable
from provisioning.texts.storage.subscribers import SubscriberReadings
from provisioning.texts.storage.texts import TextTable
from provisioning.vault.domain.audited import Audited
from provisioning.vault.storage.puks import SealedPuks
from provisioning.vault.storage.vault import Seal, SealedVault
from provisioning.vault.wire import audited
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox, Outgoing

Event = Audited | OrderDone | OrderRefused | CardSeen | UsageRecorded
"""All that provisioning says."""


class UnitOfWork(runtime.database.unit_of_work.UnitOfWork[Event]):
    """Keys, changes, profiles, records of use, texts: in PostgreSQL."""

    def __init__(self, database: Database, outbox: Outbox, seal: Seal) -> None:
        super().__init__(database, publisher=outbox.publisher(message_of))
        self.vault = SealedVault(database, seal)
        self.puks = SealedPuks(database, seal)
        self.changes = ChangeTable(database, self.vault)
        self.waiting = WaitingChangeTable(database)
        self.held = HeldChangeTable(database)
        self.profiles = ProfileTable(database)
        self.cards = AwaitedCardTable(database)
        self.usage = UsageTables(database)
        self.log = ElementLogTable(database)
        self.texts = TextTable(database, seal)
        self.receipts = ReceiptTable(database, seal)
        self.subscribers = SubscriberReadings(database)


def message_of(event: Event) -> Outgoing:
    """Write an event as the message it is on the wire."""
    match event:
        case Audited():
            return audited(event)
        case OrderDone():
            return order_done(event)
        case OrderRefused():
            return order_refused(event)
        case CardSeen():
            return card_seen(event)
        case UsageRecorded():
            return usage_recorded(event)
        case _:
            assert_never(event)
