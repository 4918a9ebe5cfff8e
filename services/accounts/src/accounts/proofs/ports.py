"""What the acts about proofs need."""

from dataclasses import dataclass, field
from typing import Protocol

from accounts.customers.ports import Customers
from accounts.proofs.domain.one_time_code import OneTimeCode
from accounts.proofs.domain.proof import Proof
from accounts.proofs.domain.representative import Representative
from accounts.proofs.domain.service_password import ServicePassword
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


class Codes(Protocol):
    """The last one-time code of each number."""

    async def get_for_update(self, subscriber_id: str) -> OneTimeCode | None:
        """Return one, locked until the transaction ends."""
        ...

    async def save(self, code: OneTimeCode) -> None:
        """Keep it instead of the one before."""
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
    passwords: Passwords
    proofs: Proofs
    representatives: Representatives
    subscribers: Subscribers
