"""The knobs of orders; read only by bootstrap."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias

from pydantic import Field, NonNegativeInt, field_validator

from kernel.money import fen
from orders.ordering.domain.policy import (
    ABROAD_TERMS,
    USUAL,
    AbroadTerms,
    AtOnce,
    PaidFor,
    Policy,
)
from runtime.settings.service_settings import ServiceSettings

Rung: TypeAlias = tuple[NonNegativeInt, NonNegativeInt, NonNegativeInt]
Ladders: TypeAlias = Mapping[PaidFor, tuple[Rung, ...]]


def usual_ladders() -> Ladders:
    return {
        paid: tuple((one.from_months, one.spendable.minor, one.most_days or 0) for one in ladder)
        for paid, ladder in ABROAD_TERMS.items()
    }


class OrdersSettings(ServiceSettings):
    """Environment, prefix `BOSS_`; seconds are of the machine's clock."""

    lease_seconds: float = Field(default=15.0, gt=0)
    """For how long whoever carries an order on may be silent before another takes it."""
    pause_seconds: float = Field(default=0.5, gt=0)
    """After no answer, before the same is asked again."""
    answer_margin_seconds: float = Field(default=0.3, gt=0)
    """How long before its deadline a call is answered with the order as it stands."""
    compare_seconds: float = Field(default=3600.0, gt=0)
    """Between two comparisons of the levels wanted with the stops."""
    most_months_away: int = Field(default=USUAL.most_months_away, ge=1, le=60)
    """For how many months a number is kept at most; then it is asked for again (R-VS-4)."""
    months_before_away: int = Field(default=USUAL.months_before_away, ge=0)
    """Calendar months, the one of its opening counted, in which a number is not kept yet."""
    free_swap_after_days: int = Field(default=365, ge=0)
    """Another card is free once the last one is so old (rules 2.9); 0: it always has its fee."""
    swap_in_arrears: bool = False
    """Whether who owes gets another card without a supervisor's word (C8)."""
    first_passwords: bool = USUAL.first_passwords
    """Off while the release before runs beside: it cannot read orders that give a password."""
    given_up_after_days: int = Field(default=USUAL.given_up_after.days, ge=1)
    """Prepaid: days stopped both ways for arrears until pre-termination (4.5)."""
    given_up_after_days_postpaid: int = Field(default=USUAL.given_up_after_postpaid.days, ge=1)
    """So of who pays later."""
    unpaid_after_days: int = Field(default=USUAL.unpaid_after.days, ge=1)
    """Days pre-terminated for arrears until termination."""
    provisional_loss_hours: int = Field(default=48, ge=1, le=720)
    """For how many hours a loss nobody confirmed stops a number (临时挂失, R-SIM-5)."""
    provisional_losses_a_month: int = Field(default=USUAL.provisional_losses_a_month, ge=0, le=100)
    """How often a number is stopped so in a calendar month."""
    emergency_hours: int = Field(default=24, ge=24, le=72)
    """For how many hours a number is opened in an emergency (R-AR-3)."""
    emergencies_a_month: int = Field(default=USUAL.emergencies_a_month, ge=0)
    """How often a number is opened so in a calendar month."""
    most_days_guaranteed: int = Field(default=USUAL.most_days_guaranteed, ge=1, le=31)
    """For how many days a guarantor has a number opened at most (R-AR-3)."""
    guarantees_a_month: int = Field(default=USUAL.guarantees_a_month, ge=0)
    """How often a number is opened so in a calendar month."""
    abroad_terms: Ladders = Field(default_factory=usual_ladders)
    """What long distance and roaming ask of a number (2.16), by how it is paid for: rungs of whole
    months in the network, fen on its account, days it is opened for at most (0: for good)."""
    plan_at_once: AtOnce = USUAL.plan_at_once
    """Which plans may begin at once: never, upwards or always (R-PC-1)."""
    country_code: str = Field(default=USUAL.country_code, pattern=r"^[1-9][0-9]{0,2}$")
    """Of the country this network is in: numbers are read by its plan."""
    hidden_in_hall_only: bool = USUAL.hidden_in_hall_only
    """Whether hiding one's number (CLIR) is provided in halls alone (R-SS-4)."""
    months_before_transfer: int = Field(default=USUAL.months_before_transfer, ge=0, le=24)
    """For how many months a number is in the network before it may be another's (2.11)."""
    transfers_a_month: int = Field(default=USUAL.transfers_a_month, ge=0)
    """How often a number becomes another's in a calendar month (R-TR-8)."""
    transfer_after_swap_hours: int = Field(default=72, ge=0)
    """For how many hours after its card was replaced it is nobody else's (R-SIM-2)."""
    bill_run_days: int = Field(default=USUAL.bill_run_days, ge=0, le=10)
    """On how many first days of a month no number becomes another's: the bill is not out yet."""
    ways_on: tuple[str, ...] = ()
    """Ways of asking that are offered beside the usual ones, such as `termination/hall/agent`."""
    ways_off: tuple[str, ...] = ()
    """Ways of asking that are not offered here."""

    face_too: tuple[str, ...] = ()
    """Ways of asking in which the holder's face is checked beside the rest (V9), such as
    `new_subscription/hall/holder`."""

    @field_validator("abroad_terms")
    @classmethod
    def _both_begin_at_once(cls, said: Ladders) -> Ladders:
        """Every number stands on a rung."""
        if set(said) != set(ABROAD_TERMS):
            raise ValueError(f"say a ladder for each of {', '.join(ABROAD_TERMS)}")
        for paid, ladder in said.items():
            months = [rung[0] for rung in ladder]
            if not months or months[0] != 0 or months != sorted(set(months)):
                raise ValueError(f"{paid}: the first rung is from 0 months, each later than before")
        return said

    @property
    def policy(self) -> Policy:
        """Return what this operator decides for itself."""
        days = self.free_swap_after_days
        return Policy(
            most_months_away=self.most_months_away,
            months_before_away=self.months_before_away,
            free_swap_after=timedelta(days=days) if days else None,
            swap_in_arrears=self.swap_in_arrears,
            first_passwords=self.first_passwords,
            given_up_after=timedelta(days=self.given_up_after_days),
            given_up_after_postpaid=timedelta(days=self.given_up_after_days_postpaid),
            unpaid_after=timedelta(days=self.unpaid_after_days),
            provisional_loss=timedelta(hours=self.provisional_loss_hours),
            provisional_losses_a_month=self.provisional_losses_a_month,
            emergency_window=timedelta(hours=self.emergency_hours),
            emergencies_a_month=self.emergencies_a_month,
            most_days_guaranteed=self.most_days_guaranteed,
            guarantees_a_month=self.guarantees_a_month,
            abroad={
                paid: tuple(
                    AbroadTerms(months, fen(minor), days or None) for months, minor, days in ladder
                )
                for paid, ladder in self.abroad_terms.items()
            },
            plan_at_once=self.plan_at_once,
            country_code=self.country_code,
            hidden_in_hall_only=self.hidden_in_hall_only,
            months_before_transfer=self.months_before_transfer,
            transfers_a_month=self.transfers_a_month,
            transfer_after_swap=timedelta(hours=self.transfer_after_swap_hours),
            bill_run_days=self.bill_run_days,
        )
