"""What is true at the moment an order is judged: read once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kernel.errors import NotFound
from kernel.money import Money, fen
from kernel.numbering import Iccid, Imsi, Msisdn
from orders.ordering.domain.followed import NO_ORDER, Followed
from orders.ordering.domain.numbers import NumberGrade, PhoneNumber
from orders.ordering.domain.permission import OFF, Permission
from orders.ordering.domain.policy import USUAL, Policy
from orders.ordering.domain.service_setting import ServiceSetting
from orders.ordering.domain.values import (
    NO_ACCOUNT,
    AbroadService,
    AccountId,
    Barring,
    Channel,
    CustomerId,
    FeeCode,
    OfferingCode,
    Role,
    Service,
    StopReason,
    SubscriberId,
    SubscriberState,
)

NOTHING = fen(0)


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """Why a subscriber is stopped, and how far. Several may hold at once."""

    reason: StopReason
    level: Barring


@dataclass(frozen=True, slots=True)
class Sim:
    iccid: Iccid
    imsi: Imsi
    in_stock: bool = False


@dataclass(frozen=True, slots=True)
class Subscriber:
    id: SubscriberId
    msisdn: Msisdn
    sim: Sim
    holder: CustomerId
    state: SubscriberState
    sim_since: datetime | None = None
    stops: frozenset[Stop] = frozenset()
    activated_at: datetime | None = None
    suspended_until: datetime | None = None
    """When the term of the suspension they asked for is over; None: not asked, or of no term."""
    open_until: datetime | None = None
    """Then the window ends that lets `paused` be (紧急开机, 担保开机); None: none is open."""
    paused: frozenset[Stop] = frozenset()
    ended_by: Mapping[str, frozenset[Stop]] = field(default_factory=dict)
    terminated_at: datetime | None = None
    number_state: str = ""
    number_grade: str = ""
    debt_since: datetime | None = None
    """Since when arrears stop them both ways, or would but for a window."""
    bound_until: datetime | None = None
    """Until then they may not leave, as they agreed with a lucky number."""
    abroad: Mapping[AbroadService, Permission] = field(default_factory=dict)
    """Those that are open."""
    services: Mapping[Service, ServiceSetting] = field(default_factory=dict)

    def permission(self, service: AbroadService) -> Permission:
        return self.abroad.get(service, OFF)

    def switched(self, service: AbroadService, permission: Permission) -> Subscriber:
        abroad = {**self.abroad, service: permission}
        kept = {one: said for one, said in abroad.items() if said.is_open}
        return replace(self, abroad=kept)

    @property
    def barring(self) -> Barring:
        """Return the strictest level any reason asks for."""
        return max((stop.level for stop in self.stops), default=Barring.NONE)

    @property
    def is_kept_by_wish(self) -> bool:
        return self.level_for(StopReason.VOLUNTARY) is not Barring.NONE

    @property
    def is_given_up(self) -> bool:
        """Tell whether they are pre-terminated for arrears (欠费预销)."""
        return self.level_for(StopReason.PRE_CANCEL) is not Barring.NONE

    def level_for(self, reason: StopReason) -> Barring:
        """Return the level this one reason asks for."""
        return max((one.level for one in self.stops if one.reason is reason), default=Barring.NONE)

    def with_stop(self, stop: Stop) -> Subscriber:
        return replace(self, stops=self.stops | {stop})

    def without(self, reason: StopReason) -> Subscriber:
        return replace(self, stops=frozenset(s for s in self.stops if s.reason is not reason))


@dataclass(frozen=True, slots=True)
class Customer:
    id: CustomerId
    real_name_checked: bool
    numbers: int
    paper_valid_until: date | None = None
    blacklisted: bool = False
    segment: str = ""
    """What kind of customer this is, as sale rules name it; empty: of none. So is the region."""
    region: str = ""
    version: int = 0
    needs_guardian: bool = False
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What billing says: what has to be paid, what is left, the level credit control wants now.

    The balance of who pays later is below zero by what was used; the limit says how far it may.
    """

    id: AccountId
    owes: Money
    balance: Money
    cash: Money = NOTHING
    """Of the balance, what is no gift."""
    wanted_level: Barring = Barring.NONE
    wanted_reason: StopReason = StopReason.ARREARS
    """Why that level is wanted: for arrears, or for high use (高额)."""
    offering: OfferingCode | None = None
    is_closing: bool = False
    credit_limit: Money = NOTHING
    next_offering: OfferingCode | None = None
    """The plan that is booked, and from when on; None: the one they have goes on."""
    next_offering_from: datetime | None = None
    sub_cards: frozenset[SubscriberId] = frozenset()
    """Further subscribers it pays for (副卡)."""
    brings_back: Money = NOTHING
    """The smallest payment that has who is stopped for money served again."""

    def wants(self, reason: StopReason) -> Barring:
        """Return how far credit control wants this subscriber stopped for this reason."""
        return self.wanted_level if reason is self.wanted_reason else Barring.NONE

    @property
    def spendable(self) -> Money:
        return self.balance + self.credit_limit

    def has_card(self, subscriber: SubscriberId) -> bool:
        """Tell whether this subscriber is a sub-card of it, and not its main line."""
        return subscriber in self.sub_cards


@dataclass(frozen=True, slots=True)
class Offering:
    code: OfferingCode
    sellable: bool
    channels: frozenset[str]
    prepayment: Money
    no_suspension: bool = False
    sub_cards: int = 0
    """How many sub-cards an account with this plan may have."""
    is_sub_card: bool = False
    segments: frozenset[str] = frozenset()
    """Only for these kinds of customers; empty: for all. So are the regions."""
    regions: frozenset[str] = frozenset()
    name: str = ""
    payment_plan: str = "prepaid"
    """Or postpaid; a sub-card is paid as its main line is."""
    monthly_fee: Money = NOTHING

    def is_called(self, said: str) -> bool:
        """Tell whether a paper that says this is about this offering: its code, or its name."""
        return said in {self.code, self.name}

    def is_for_segment_of(self, customer: Customer) -> bool:
        return not self.segments or customer.segment in self.segments

    def is_for_region_of(self, customer: Customer) -> bool:
        return not self.regions or customer.region in self.regions

    def is_sold_through(self, channel: Channel | None) -> bool:
        return self.sellable and channel is not None and channel in self.channels


@dataclass(frozen=True, slots=True)
class Facts:
    """`now` is the time. What the order is not about was not read.

    Of an order that opens a sub-card, the known subscriber and account are those of the main line.
    `subscriber_id` and `new_account`: where what is opened will be; `next_account`: who pays next.
    """

    now: datetime
    subscriber_id: SubscriberId
    new_account: AccountId
    next_account: AccountId = NO_ACCOUNT
    known_subscriber: Subscriber | None = None
    known_account: Account | None = None
    channel: Channel | None = None
    role: Role | None = None
    """As whom somebody asks; None where no person does."""
    policy: Policy = USUAL
    guarantor: Facts | None = None
    """What is true of who answers for the debt; None: nobody does, or nobody knows them."""
    followed: Followed = NO_ORDER
    """The last order of those the process follows."""
    times: int = 0
    """How often this month what the process counts was done for them already."""
    most_numbers: int = 0
    """How many numbers one paper may have; 0 where accounts does not say."""
    sims: tuple[Sim, ...] = ()
    customers: tuple[Customer, ...] = ()
    numbers: tuple[PhoneNumber, ...] = ()
    offerings: tuple[Offering, ...] = ()
    fees: tuple[tuple[FeeCode, Money], ...] = ()
    grades: tuple[NumberGrade, ...] = ()
    """Of lucky numbers, as they are sold today."""

    @property
    def subscriber(self) -> Subscriber:
        """Return whom the order is about; raise `NO_SUCH_SUBSCRIBER` where there is none."""
        if self.known_subscriber is None:
            raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.")
        return self.known_subscriber

    @property
    def account(self) -> Account:
        """Return the account that pays for the subscriber; raise `NO_SUCH_ACCOUNT` without one."""
        if self.known_account is None:
            raise NotFound("NO_SUCH_ACCOUNT", "No account pays for this subscriber.")
        return self.known_account

    def has_free_sim(self, iccid: Iccid) -> bool:
        return any(sim.in_stock for sim in self.sims if sim.iccid == iccid)

    def has_free_number(self, msisdn: Msisdn, *, customer: CustomerId) -> bool:
        return any(one.is_free_for(customer) for one in self.numbers if one.msisdn == msisdn)

    def grade_of(self, msisdn: Msisdn) -> str:
        """Return how lucky a number is; empty: not at all."""
        return next((one.grade for one in self.numbers if one.msisdn == msisdn), "")

    def terms_of(self, msisdn: Msisdn) -> NumberGrade | None:
        """Return what a lucky number asks for; None: nothing, or nobody says what."""
        code = self.grade_of(msisdn)
        return next((one for one in self.grades if one.code == code), None)

    def imsi_of(self, iccid: Iccid) -> Imsi:
        """Return what the network calls this card; raise `SIM_NOT_AVAILABLE` if it is unknown."""
        for sim in self.sims:
            if sim.iccid == iccid:
                return sim.imsi
        raise NotFound("SIM_NOT_AVAILABLE", "This SIM card is not known.")

    def customer(self, id_: CustomerId) -> Customer:
        """Return a customer; raise `NO_SUCH_CUSTOMER` where there is none."""
        for customer in self.customers:
            if customer.id == id_:
                return customer
        raise NotFound("NO_SUCH_CUSTOMER", "There is no such customer.")

    def offering(self, code: OfferingCode | None) -> Offering | None:
        return next((one for one in self.offerings if one.code == code), None)

    def fee(self, code: FeeCode) -> Money:
        """Return a fee in fen; raise `NO_SUCH_FEE` where the catalogue has none."""
        for known, amount in self.fees:
            if known is code:
                return amount
        raise NotFound("NO_SUCH_FEE", f"The catalogue has no fee {code}.")
