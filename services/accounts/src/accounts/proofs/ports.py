"""What the acts about proofs need."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from accounts.audit.domain import AuditRecorded
from accounts.customers.ports import Customers
from accounts.proofs.domain import unlocking
from accounts.proofs.domain.events import TextRequested
from accounts.proofs.domain.one_time_code import OneTimeCode, SentCodes
from accounts.proofs.domain.prepared_password import PreparedPassword
from accounts.proofs.domain.proof import Proof
from accounts.proofs.domain.representative import Representative
from accounts.proofs.domain.service_password import PasswordPolicy, ServicePassword
from accounts.proofs.domain.unlocking import LockKind
from accounts.subscribers.ports import Subscribers
from kernel.transaction import Transaction


class Proofs(Protocol):
    async def add(self, proof: Proof) -> None: ...
    async def get(self, proof_id: str) -> Proof | None: ...
    async def get_for_update(self, proof_id: str) -> Proof | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, proof: Proof) -> None: ...


class Representatives(Protocol):
    """Who acted for a customer, with the proof that says so; personal, and sealed."""

    async def add(self, proof_id: str, representative: Representative) -> None: ...
    async def get(self, proof_id: str) -> Representative | None: ...


class Passwords(Protocol):
    """The passwords of numbers, one each."""

    async def get_for_update(self, subscriber_id: str) -> ServicePassword | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, password: ServicePassword) -> None:
        """Keep it, the first one or the next."""
        ...


class PreparedPasswords(Protocol):
    """Passwords that were said, and no order has set yet."""

    async def add(self, password: PreparedPassword) -> None: ...
    async def get_for_update(self, password_id: str) -> PreparedPassword | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, password: PreparedPassword) -> None:
        """Keep which order has it."""
        ...


class FirstPasswords(Protocol):
    """What knows the digits of a first password, which are kept nowhere."""

    def kept(self, seed: str) -> str: ...
    def is_first(self, kept: str) -> bool: ...
    def digits(self, kept: str, *, owner: str) -> str: ...


class UntoldPasswords(Protocol):
    """Numbers whose first password was not told yet."""

    async def add(self, subscriber_id: str) -> None: ...
    async def delete(self, subscriber_id: str) -> None: ...
    async def claim(self, *, limit: int) -> Sequence[str]:
        """Return some that nobody else gets for a while."""
        ...

    async def has_any(self) -> bool: ...


class Unlockings(Protocol):
    """How often something of a number was unlocked on a day."""

    async def get_for_update(
        self, subscriber_id: str, lock: LockKind, *, day: date
    ) -> unlocking.Unlockings:
        """Return those of this day, locked until the transaction ends."""
        ...

    async def save(self, unlockings: unlocking.Unlockings) -> None: ...


class PasswordTries(Protocol):
    """Who has to wait before they try the password of a number again."""

    async def forget(self, subscriber_id: str, *, now: datetime) -> int:
        """Let everybody try at this number; answers how many had to wait."""
        ...


class Codes(Protocol):
    """The one-time codes of each number."""

    async def get_for_update(self, subscriber_id: str) -> SentCodes | None:
        """Return a number's, locked until the transaction ends."""
        ...

    async def save(self, codes: SentCodes) -> None:
        """Keep them instead of those before."""
        ...


class CodeMaking(Protocol):
    """What knows a code's digits, which are kept nowhere."""

    def digits(self, code: OneTimeCode) -> str: ...
    def fits(self, said: str, code: OneTimeCode) -> bool: ...


@dataclass(frozen=True, slots=True)
class CodeText:
    """A code on its way to a handset; the same id is sent once."""

    id: str
    msisdn: str
    code: str = field(repr=False)
    valid_seconds: int


class CodeSending(Protocol):
    """Whoever brings a text to a handset."""

    async def send(self, text: CodeText) -> None:
        """Raises what keeps codes from the number: `CODES_HELD`, `SIM_SWAPPED_RECENTLY`."""
        ...


class Hashing(Protocol):
    """What makes of a secret what may be kept."""

    async def hash(self, secret: str, *, owner: str) -> str:
        """Return what is kept of it; it fits this owner alone."""
        ...

    async def fits(self, secret: str, kept: str, *, owner: str) -> bool: ...


class UnitOfWork(Transaction, Protocol):
    """One transaction."""

    codes: Codes
    customers: Customers
    first_passwords: FirstPasswords
    passwords: Passwords
    password_policy: PasswordPolicy
    prepared_passwords: PreparedPasswords
    proofs: Proofs
    representatives: Representatives
    subscribers: Subscribers
    untold_passwords: UntoldPasswords
    password_tries: PasswordTries
    unlockings: Unlockings
    most_unlockings: int

    async def publish(
        self, events: Sequence[TextRequested | AuditRecorded], *, now: datetime
    ) -> None:
        """Publish events once the transaction commits."""
        ...
