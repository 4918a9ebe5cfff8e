"""What was let through - a call, a text, a message or data - and what it costs."""

from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from billing.catalogue.domain.tariff import CapRule, Span, Tariff
from kernel.civil import civil_date, first_of_month
from kernel.value import named_value, value


class Reason(StrEnum):
    """Why a record waits and is not rated yet."""

    SUBSCRIBER_UNKNOWN = "subscriber_unknown"
    ACCOUNT_PENDING = "account_pending"
    ACCOUNT_CLOSED = "account_closed"
    NOT_PAID_FOR_THEN = "not_paid_for_then"
    NO_TARIFF = "no_tariff"
    NOT_BEGUN = "not_begun"
    """It begins later than the clock of a switch may be ahead, or ends later than a call that is
    told may: nobody can have used it yet."""
    SET_ASIDE = "set_aside"
    """A person decided that it is not charged; nothing brings it up again."""


Once = tuple[datetime, str]
"""A key: when it began, and the words that tell it from others; no word has a line feed."""


@named_value
class Origin:
    """What tells a use from others, as mediation says it: whose, and what the element numbered."""

    element: str = ""
    """Empty: the record was said before elements were."""
    record_seq: int = 0
    rating_group: int = 0
    partial: int = 0
    """Which of the records of one call or session this is, from 1 on; 0: it is the only one."""
    session_id: str = ""
    alike: int = 0
    """So many uses that are alike stand before it in its file."""
    units: int = 0
    """Seconds, parts, recipients or octets, not rounded."""
    before: int = 0
    """Of a partial record: seconds or KB of the same call or session that were received before."""


OF_BEFORE = Origin()


@named_value
class UsageRecord:
    """As the switch wrote it (rules 7.11)."""

    id: str
    subscriber_id: str
    kind: str
    """voice, sms, mms or data."""
    msisdn: str
    peer: str
    started_at: datetime
    quantity: int
    """Seconds of a call, parts of a text, recipients of a message, KB of data."""
    roam_type: str
    file_seq: int
    message_id: str = field(default="", compare=False)
    """Under which id it was sent; empty where it came otherwise."""
    visited_plmn: str = ""
    """Abroad: the network that served them (3GPP TS 23.003); empty where nobody said."""

    origin: Origin = OF_BEFORE

    @property
    def once(self) -> Once:
        """What two records of the same use have in common (rules 7.11).

        Of an element all that tells one use from another counts; of records that name none, the
        file does.
        """
        origin = self.origin
        if not origin.element:
            return self.started_at, f"{self.msisdn}\n{self.kind}\n{self.peer}\n{self.file_seq}"
        return self.started_at, (
            f"{self.msisdn}\n{self.kind}\n{self.peer}\n{origin.element}\n{origin.units}"
            f"\n{self.roam_type}\n{self.visited_plmn}\n{origin.rating_group}\n{origin.partial}"
            f"\n{origin.alike}"
        )

    @property
    def session(self) -> Once | None:
        """What all records of one call or session have in common; None where it has only one."""
        origin = self.origin
        if not origin.partial:
            return None
        own = f"{origin.element}\n{origin.rating_group}\n{origin.session_id}"
        return self.started_at, f"{self.msisdn}\n{self.kind}\n{self.peer}\n{own}"


@value
class Charge:
    """What a record costs, in thousandths of a fen, and why."""

    millifen: int
    derivation: str
    allowance_used: int = 0
    """Started minutes, parts, recipients or KB that allowances paid for."""


@value
class ToCount:
    """The row that prices a record; a stepped one does with the rest of its month or day."""

    tariff: Tariff
    said_as: str
    """The row and its version of the catalogue, as a derivation says it."""

    @property
    def is_daily(self) -> bool:
        stepping = self.tariff.stepping
        return stepping is not None and stepping.span is Span.DAY

    @property
    def may_reopen(self) -> bool:
        """Tell whether a month that was cut off can be opened again."""
        stepping = self.tariff.stepping
        if stepping is None or stepping.rule is not CapRule.CUTS_OFF or self.is_daily:
            return False
        # Only data is opened again at their request.
        return self.tariff.kind == "data"

    def span_at(self, moment: datetime) -> date:
        """Return the day, or the first of the month, that holds this moment."""
        day = civil_date(moment)
        return day if self.is_daily else first_of_month(day)

    def span_said(self, moment: datetime) -> str:
        """Return it as a derivation says it."""
        return self.span_at(moment).strftime("%Y-%m-%d" if self.is_daily else "%Y-%m")

    def counted_as(self, subscriber_id: str, moment: datetime, *, turn: int) -> "MonthOfUse":
        """Return under which key it is counted; a span opened again is counted anew."""
        name = f"{self.tariff.code}@day" if self.is_daily else self.tariff.code
        if turn:
            name = f"{name}/{turn}"
        return MonthOfUse(subscriber_id, self.span_at(moment), name)


@named_value
class ToDraw:
    """A use that may draw on allowances of an account, and the row that prices what is beyond."""

    account_id: str
    offering: str
    row: ToCount
    catalogue: int
    """The version of it the row is from."""
    zone: str
    holidays: frozenset[str]
    country_group: str = ""
    """Of use abroad."""
    peer: str = ""
    """The other side, in the one way to write it."""


@value
class MonthOfUse:
    """One subscriber's use under one row in one month or day; also the key of what is counted.

    What allowances paid for is not counted.
    """

    subscriber_id: str
    month: date
    """Its first day, or the day."""
    tariff: str
    """The row's code; `@day` behind it where days are counted, and how often it was reopened."""


Outcome = Charge | Reason | ToCount | ToDraw


@value
class Judged:
    """A record with its charge, or the reason why it waits; counted ones have neither yet."""

    record: UsageRecord
    account_id: str | None
    outcome: Outcome

    @property
    def row(self) -> ToCount | None:
        """The row of what is counted."""
        match self.outcome:
            case ToCount() as row:
                return row
            case ToDraw(row=row):
                return row
            case Charge() | Reason():
                return None
            case _:
                assert_never(self.outcome)

    @property
    def charge(self) -> Charge | None:
        return self.outcome if isinstance(self.outcome, Charge) else None

    @property
    def reason(self) -> Reason | None:
        return self.outcome if isinstance(self.outcome, Reason) else None
