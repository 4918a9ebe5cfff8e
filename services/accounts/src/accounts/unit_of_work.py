"""One transaction over all that accounts owns."""

from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from accounts.audit.domain import AuditRecorded
from accounts.audit.ports import Audit
from accounts.audit.storage import AuditTable
from accounts.audit.wire import audit_recorded
from accounts.customers.domain.events import CustomerChanged
from accounts.customers.ports import Customers, Places
from accounts.customers.storage.customers import CustomerTable
from accounts.customers.storage.places import PlaceTable
from accounts.customers.storage.safe import Safe
from accounts.customers.wire import customer_changed
from accounts.facts.ports import FactReader
from accounts.facts.storage import FactTables
from accounts.proofs.domain.events import TextRequested
from accounts.proofs.domain.service_password import PasswordPolicy
from accounts.proofs.ports import (
    Codes,
    FirstPasswords,
    Passwords,
    PasswordTries,
    PreparedPasswords,
    Proofs,
    Representatives,
    Unlockings,
    UntoldPasswords,
)
from accounts.proofs.storage.codes import CodeTable
from accounts.proofs.storage.first_passwords import KeyedFirstPasswords, UntoldPasswordTable
from accounts.proofs.storage.passwords import PasswordTable
from accounts.proofs.storage.prepared_passwords import PreparedPasswordTable
from accounts.proofs.storage.proofs import ProofTable
from accounts.proofs.storage.representatives import RepresentativeTable
from accounts.proofs.storage.unlockings import PasswordTryTable, UnlockingTable
from accounts.proofs.wire import text_requested
from accounts.stock.ports import Stock
from accounts.stock.storage.stock import StockTables
from accounts.subscribers.domain.events import SubscriberChanged
from accounts.subscribers.domain.language import LanguageChosen
from accounts.subscribers.ports import Languages, Subscribers
from accounts.subscribers.storage.languages import LanguageTable
from accounts.subscribers.storage.subscribers import SubscriberTables
from accounts.subscribers.wire import language_chosen, subscriber_changed
from runtime.database import unit_of_work
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox, Outgoing

Event: TypeAlias = (
    SubscriberChanged | CustomerChanged | AuditRecorded | TextRequested | LanguageChosen
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator has set: how many numbers a paper may have, what passwords go by."""

    most_numbers: int = 5
    passwords: PasswordPolicy = field(default_factory=PasswordPolicy)
    most_unlockings: int = 3


class UnitOfWork(unit_of_work.UnitOfWork[Event]):
    """The repositories of accounts, in the transaction of whoever uses them."""

    def __init__(self, database: Database, *, outbox: Outbox, safe: Safe, limits: Limits) -> None:
        super().__init__(database, publisher=outbox.publisher(message_of))
        self.audit: Audit = AuditTable(database, safe)
        self.codes: Codes = CodeTable(database)
        self.customers: Customers = CustomerTable(database, safe)
        self.facts: FactReader = FactTables(database, safe)
        self.first_passwords: FirstPasswords = KeyedFirstPasswords(safe.blind_key)
        self.languages: Languages = LanguageTable(database)
        self.passwords: Passwords = PasswordTable(database)
        self.password_policy = limits.passwords
        self.places: Places = PlaceTable(database, most=limits.most_numbers)
        self.prepared_passwords: PreparedPasswords = PreparedPasswordTable(database)
        self.proofs: Proofs = ProofTable(database)
        self.representatives: Representatives = RepresentativeTable(database, safe)
        self.stock: Stock = StockTables(database)
        self.subscribers: Subscribers = SubscriberTables(database)
        self.password_tries: PasswordTries = PasswordTryTable(database)
        self.unlockings: Unlockings = UnlockingTable(database)
        self.most_unlockings = limits.most_unlockings
        self.untold_passwords: UntoldPasswords = UntoldPasswordTable(database)


def message_of(event: Event) -> Outgoing:
    """Write an event under its topic and key."""
    match event:
        case SubscriberChanged():
            return subscriber_changed(event)
        case CustomerChanged():
            return customer_changed(event)
        case AuditRecorded():
            return audit_recorded(event)
        case LanguageChosen():
            return language_chosen(event)
        case TextRequested():
            return text_requested(event)
        case _:
            assert_never(event)
