"""What the steps of orders need: all that the areas below need, and the memory of steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from accounts.audit.domain import AuditRecorded
from accounts.customers.domain.events import CustomerChanged
from accounts.customers.ports import Customers, Places
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
from accounts.steps.domain import StepRef
from accounts.stock.ports import Stock
from accounts.subscribers.domain.events import SubscriberChanged
from accounts.subscribers.domain.language import LanguageChosen
from accounts.subscribers.ports import Languages, Subscribers, Timers
from kernel.transaction import Transaction


class Steps(Protocol):
    """The memory of steps."""

    async def is_new(self, step: StepRef, *, digest: str) -> bool:
        """Tell whether this step is to be done now; False when it was done before.

        Raises `STEP_TAKEN_BACK` where it comes too late, `REQUEST_ID_REUSED` with other content.
        """
        ...

    async def is_to_be_undone(self, step: StepRef) -> bool:
        """Tell whether this step is to be undone now; False when it never came or was undone."""
        ...

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        """Tell which of these steps are to be done now; raises as `is_new`."""
        ...

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        """Tell which of these steps are to be undone now."""
        ...


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    customers: Customers
    places: Places
    codes: Codes
    languages: Languages
    first_passwords: FirstPasswords
    passwords: Passwords
    password_policy: PasswordPolicy
    prepared_passwords: PreparedPasswords
    proofs: Proofs
    representatives: Representatives
    stock: Stock
    subscribers: Subscribers
    untold_passwords: UntoldPasswords
    password_tries: PasswordTries
    unlockings: Unlockings
    most_unlockings: int

    @property
    def steps(self) -> Steps: ...
    @property
    def timers(self) -> Timers: ...

    async def publish(
        self,
        events: Sequence[
            CustomerChanged | SubscriberChanged | AuditRecorded | TextRequested | LanguageChosen
        ],
        *,
        now: datetime,
    ) -> None:
        """Publish events once the transaction commits."""
        ...
