"""A customer: a person whose identity paper was seen (rules 10.1)."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from accounts.customers.domain.identity_paper import IdentityPaper
from kernel.civil import civil_date
from kernel.errors import Invalid, Refusal
from kernel.person_name import compared

LONGEST = 200
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
"""A code as the catalogue's sale rules may name it."""


class Capture(StrEnum):
    """How the clerk took the paper down (R-OPEN-2)."""

    READER = "reader"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Person:
    """What is personal, apart from the paper; never logged, never said in an event."""

    name: str = field(repr=False)
    contact_phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    family_name: str = field(default="", repr=False)
    """As it was said, apart from the whole name; empty where nobody said which part it is."""
    given_name: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Raise `Invalid` with the field for what is missing or cannot be printed."""
        if not self.called:
            raise Invalid("FIELD_MISSING", "A customer has a name.", field="name")
        for name in ("name", "contact_phone", "address", "family_name", "given_name"):
            text: str = getattr(self, name)
            if len(text) > LONGEST or not text.isprintable():
                raise Invalid("FIELD_NOT_VALID", "Printable, at most 200 characters.", field=name)

    @property
    def called(self) -> str:
        """Return the name as it is compared: how it was typed does not matter."""
        return compared(self.name)


@dataclass(frozen=True, slots=True)
class Market:
    """For whom things are sold (rules 7.1): what kind of customer, and where the contract is.

    Codes the sale rules of the catalogue name, such as student and gz; empty: of none.
    """

    segment: str = ""
    region: str = ""

    def __post_init__(self) -> None:
        """Raise `FIELD_NOT_VALID` with the field for what no sale rule can name."""
        for name in ("segment", "region"):
            code: str = getattr(self, name)
            if code and not _CODE.fullmatch(code):
                sentence = "A letter, and at most 31 letters, digits, _ or - behind it."
                raise Invalid("FIELD_NOT_VALID", sentence, field=name)

    def with_changes(self, *, segment: str | None, region: str | None) -> "Market":
        """Return it with what is not None in its place; raises `FIELD_NOT_VALID`."""
        return Market(
            segment=self.segment if segment is None else segment,
            region=self.region if region is None else region,
        )


NOWHERE = Market()


class CustomerStanding(StrEnum):
    """Whether somebody may open a number here (G_NOT_BLACKLIST, G_REALNAME)."""

    ACTIVE = "active"
    BLACKLISTED = "blacklisted"
    DOUBTED = "doubted"
    """The name or paper they registered with may be another's, or forged (R-ID-3)."""


MAY_CHANGE_STANDING = frozenset({"supervisor", "operations"})


def read_standing(text: str) -> CustomerStanding | None:
    """Read a standing, nothing for none said; raises `Invalid` with `standing`."""
    try:
        return CustomerStanding(text) if text else None
    except ValueError:
        sentence = f"One of {', '.join(CustomerStanding)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="standing") from None


@dataclass(frozen=True, slots=True)
class MarketCodes:
    """The segments and regions this operator has; none named: every code is one."""

    segments: Collection[str] = ()
    regions: Collection[str] = ()

    def must_know(self, *, segment: str | None, region: str | None) -> None:
        """Raise `FIELD_NOT_VALID` with the field for what no sale rule means."""
        Market(segment or "", region or "")
        said = (("segment", segment, self.segments), ("region", region, self.regions))
        for name, code, known in said:
            if code and known and code not in known:
                sentence = f"There is no {name} {code}: it is one of {', '.join(known)}."
                raise Invalid("FIELD_NOT_VALID", sentence, field=name)


@dataclass(frozen=True, slots=True)
class Customer:
    """A registered person. `paper_valid_until` is the last civil day; None: without end."""

    id: str
    person: Person
    paper: IdentityPaper
    paper_valid_until: date | None
    captured_by: Capture
    registered_at: datetime
    version: int = 1
    standing: CustomerStanding = CustomerStanding.ACTIVE
    market: Market = NOWHERE

    @property
    def blacklisted(self) -> bool:
        return self.standing is CustomerStanding.BLACKLISTED

    @property
    def real_name_checked(self) -> bool:
        """Tell whether the name a reader or a copy took down (R-OPEN-2) is not doubted."""
        return self.standing is not CustomerStanding.DOUBTED

    def renewed(self, until: date | None) -> "Customer":
        """Return it with a paper that is valid for longer; itself where it is not."""
        before = self.paper_valid_until
        if before is None or until == before or (until is not None and until < before):
            return self
        return replace(self, paper_valid_until=until, version=self.version + 1)

    def standing_as(self, standing: CustomerStanding | None) -> "Customer":
        """Return it in this standing; itself where it is in it already, or none is said."""
        if standing in {None, self.standing}:
            return self
        return replace(self, standing=standing or self.standing, version=self.version + 1)

    def classified(self, market: Market) -> "Customer":
        """Return it as one of this segment and region; itself where it is so already."""
        if market == self.market:
            return self
        return replace(self, market=market, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer, and how many numbers the paper has: live ones and those held for orders."""

    customer: Customer
    numbers: int


def must_be_valid(until: date | None, *, now: datetime) -> None:
    """Raise `ID_EXPIRED` where a paper's last day has passed in Shanghai (R-ID-1)."""
    if until is not None and until < civil_date(now):
        raise Refusal("ID_EXPIRED", "The paper is no longer valid.", field="paper_valid_until")


def must_have_begun(begins: date | None, *, now: datetime) -> None:
    """Raise `FIELD_NOT_VALID` where a paper's first day has not come in Shanghai."""
    if begins is not None and begins > civil_date(now):
        sentence = "The paper is not valid yet."
        raise Invalid("FIELD_NOT_VALID", sentence, field="paper_valid_from")


def must_be_born(paper: IdentityPaper, *, now: datetime) -> None:
    """Raise `ID_NUMBER_INVALID` where a citizen's number names a day of birth yet to come."""
    born = paper.born
    if born is not None and born > civil_date(now):
        sentence = "The number names a day of birth that has not come yet."
        raise Invalid("ID_NUMBER_INVALID", sentence, field="paper_number")


def must_be_same_person(known: Customer, person: Person) -> None:
    """Raise `ID_MISMATCH` where one paper comes with two names (R-ID-3)."""
    if known.person.called != person.called:
        raise Refusal("ID_MISMATCH", "The paper belongs to somebody else.", field="name")


def must_have_room(numbers: int, *, most: int) -> None:
    """Raise `CARD_LIMIT_EXCEEDED` where a paper has as many numbers as it may (R10-4)."""
    if numbers >= most:
        raise Refusal("CARD_LIMIT_EXCEEDED", f"A paper has at most {most} numbers.")


def read_capture(text: str) -> Capture:
    """Read how a paper was taken down; raises `Invalid` with `captured_by`."""
    try:
        return Capture(text)
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "reader or copy.", field="captured_by") from None


def read_day(text: str, *, field: str = "paper_valid_until") -> date | None:
    """Read YYYY-MM-DD, nothing where none is said; raises `Invalid` with the field."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Invalid("FIELD_NOT_VALID", "A day is YYYY-MM-DD.", field=field)
    return day
