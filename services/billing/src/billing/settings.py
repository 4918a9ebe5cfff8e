"""The knobs of billing, and what they say in the words of its areas; read only by bootstrap."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from billing.charging.usecases.reserve_units import GrantTerms
from billing.ledger.domain.approval import ApprovalLimits, CreditApproval
from billing.payments.domain.payment import PaymentLimits
from billing.payments.usecases.ask_top_up import TopUpTerms
from billing.rating.usecases.judge_records import Ahead
from kernel.money import fen
from runtime.errors import Misconfigured
from runtime.settings.service_settings import ServiceSettings

KEY_OCTETS = 32


class ProviderSettings(BaseModel):
    """A payment provider that signs with a secret it shares with us."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: str = Field(pattern="^https?://")
    """Where customers pay; what is to be paid is added as a query."""
    key_file: Path
    """64 hexadecimal digits, the same as the provider has."""


class BillingSettings(ServiceSettings):
    """Environment, prefix `BOSS_`. Amounts in fen (rules 2.18: 1 to 5000 yuan online)."""

    online_payment_least: int = Field(default=100, ge=1)
    online_payment_most: int = Field(default=500_000, ge=1)

    reservation_seconds: int = Field(default=3600, ge=1)
    """Business time a grant is valid; the network asks again before it is over."""
    reservation_hold_days: int = Field(default=31, ge=1)
    """How long a use that has ended keeps its money aside while its record does not come."""

    window_credit: int = Field(default=2_000, ge=0)
    """What may be used in a window that is open though money is owed, in fen; it is owed."""

    switch_clock_ahead_seconds: int = Field(default=300, ge=0)
    """So much the clock of a switch may be ahead; what begins later waits until it has begun."""
    switch_call_ahead_seconds: int = Field(default=86_400, ge=0)
    """So long a call may still go on that a switch has written; one that ends later waits."""

    keep_use_counts_days: int = Field(default=400, ge=190)
    """How long what was counted of use is kept, and may be rated again; lists show six months."""
    keep_charged_months_days: int = Field(default=200, ge=124)
    """How long sums of months are kept; three are compared with the one there is (rules 4.5)."""

    approval_limit: int = Field(default=10_000, ge=0)
    """What one person may adjust, give, return or pay out alone at once, in fen."""
    approval_limit_of_person: int = Field(default=50_000, ge=0)
    """The same, of all that one person moves alone in a day."""
    approval_limit_of_account: int = Field(default=20_000, ge=0)
    """The same, of all that is moved alone for one account in a day, whoever does."""

    vouchers_alone: int = Field(default=1_000_000, ge=0)
    """What one person may load of voucher cards alone in a day, in fen of what they are worth."""

    credit_limit_alone: int = Field(default=200_000, ge=0)
    """How high one person may set a credit limit alone, in fen; above it a second one decides."""
    credit_limits_of_person: int = Field(default=1_000_000, ge=0)
    """By how much one person may raise credit limits alone in a day, of all accounts, in fen."""

    payment_providers: dict[str, ProviderSettings] = Field(default_factory=dict)
    """JSON, by name: who collects what customers pay themselves, the first one for what is asked
    from now on. Without one nobody asks for a top-up."""
    top_up_minutes: int = Field(default=30, ge=1)
    """Business time a customer has to pay what they asked for; later it is booked, too."""
    top_ups_pending: int = Field(default=20, ge=1)
    """How many of one customer may wait at a time."""
    notification_seconds: int = Field(default=300, ge=1)
    """How far the time a provider signed may be from the machine's clock, either way."""

    voucher_key_file: Path | None = None
    """Key of 64 hexadecimal digits that seals the codes of vouchers; without it none are taken."""


def grants_of(settings: BillingSettings) -> GrantTerms:
    """Return how long money is kept aside."""
    return GrantTerms(
        validity=timedelta(seconds=settings.reservation_seconds),
        hold=timedelta(days=settings.reservation_hold_days),
        ahead=timedelta(seconds=settings.switch_clock_ahead_seconds),
        window_credit=fen(settings.window_credit),
    )


def ahead_of(settings: BillingSettings) -> Ahead:
    """Return how far the records of a switch are believed to be ahead of our clock."""
    return Ahead(
        clock=timedelta(seconds=settings.switch_clock_ahead_seconds),
        goes_on=timedelta(seconds=settings.switch_call_ahead_seconds),
    )


def payment_limits_of(settings: BillingSettings) -> PaymentLimits:
    """Return what may be paid online at once."""
    return PaymentLimits(fen(settings.online_payment_least), fen(settings.online_payment_most))


def approval_of(settings: BillingSettings) -> ApprovalLimits:
    """Return what one person may move by hand alone."""
    return ApprovalLimits(
        at_once=fen(settings.approval_limit),
        of_person=fen(settings.approval_limit_of_person),
        of_account=fen(settings.approval_limit_of_account),
    )


def credit_approval_of(settings: BillingSettings) -> CreditApproval:
    """Return how far one person may raise credit limits alone."""
    return CreditApproval(
        at_most=fen(settings.credit_limit_alone),
        of_person=fen(settings.credit_limits_of_person),
    )


def use_kept_of(settings: BillingSettings) -> timedelta:
    """Return how long what was counted of use is there, and so can be rated again."""
    return timedelta(days=settings.keep_use_counts_days)


def top_up_terms_of(settings: BillingSettings, limits: PaymentLimits) -> TopUpTerms:
    """Return how top-ups are asked for; the provider named first collects them."""
    return TopUpTerms(
        limits=limits,
        provider=next(iter(settings.payment_providers), ""),
        validity=timedelta(minutes=settings.top_up_minutes),
        most_pending=settings.top_ups_pending,
    )


def read_voucher_key(path: Path) -> bytes:
    """Read the key that seals the codes of vouchers. Raises Misconfigured."""
    what = "BOSS_VOUCHER_KEY_FILE"
    keys = read_keys(path, what)
    if len(keys) > 1:
        raise Misconfigured(f"{what} must hold one key: what it sealed cannot be sealed again.")
    return keys[0]


def read_keys(path: Path, what: str) -> Sequence[bytes]:
    """Read keys that stand in a file, a line each. Raises Misconfigured."""
    try:
        keys = [bytes.fromhex(word) for word in path.read_text().split()]
    except OSError as problem:
        raise Misconfigured(f"{what} cannot be read: {problem}.") from problem
    except ValueError:
        keys = []
    if not keys or any(len(key) != KEY_OCTETS for key in keys):
        raise Misconfigured(f"{what} must hold a key of 64 hexadecimal digits.")
    return keys
