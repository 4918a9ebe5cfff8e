"""What the acts about allowances need from outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from billing.allowances.domain.allowance import Allowance
from billing.allowances.domain.drawing import ClassOfUse
from billing.catalogue import ports as catalogue


@dataclass(frozen=True, slots=True)
class Wanted:
    """The allowances of an account for one kind of use that may be used since a moment."""

    account_id: str
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Allowances, and the classes of use that began since the moment asked for."""

    allowances: Sequence[Allowance]
    classes: Sequence[ClassOfUse]


class Allowances(Protocol):
    """What accounts may use without a price. Who changes it has the account locked."""

    async def add(self, allowances: Sequence[Allowance]) -> None:
        """Keep those that are new by their id."""
        ...

    async def grant_until(self, account_id: str, month: date) -> None:
        """Remember that the account was given its allowances for this month, as the last one."""
        ...

    async def held(self, wanted: Collection[Wanted]) -> Held: ...
    async def save(self, allowances: Sequence[Allowance]) -> None: ...
    async def save_classes(self, classes: Sequence[ClassOfUse]) -> None: ...
    async def drop_classes(self, classes: Sequence[ClassOfUse]) -> None: ...
    async def get(self, allowance_id: str) -> Allowance | None: ...
    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Allowance]: ...
    async def has_had(self, account_id: str, *, offering: str) -> bool:
        """Tell whether the account ever had a pack of this code that was not given back."""
        ...


class AllowanceReads(Protocol):
    """Allowances as they stand, read without a lock."""

    async def usable(self, account_id: str, *, at: datetime) -> Held:
        """Return what may be used then, and the classes of use of that month."""
        ...


class UnitOfWork(catalogue.UnitOfWork, Protocol):
    """What the acts about allowances change together."""

    @property
    def allowances(self) -> Allowances: ...
