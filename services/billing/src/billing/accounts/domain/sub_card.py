"""Sub-cards (副卡): numbers an account pays for beside its own, sharing what it allows (7.2)."""

from datetime import datetime

from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Barring
from billing.accounts.domain.window import Window
from kernel.value import named_value


@named_value
class SubCard:
    """A number with a fee of its own; all it uses is charged to the account it is a card of."""

    subscriber_id: str
    msisdn: str
    offering: str
    paid_from: datetime
    started_at: datetime | None = None
    """When it was first in service; None: its order is under way."""
    paid_to: datetime | None = None
    kept: Kept | None = None
    subscriber_version: int = 0
    barred_since: datetime | None = None
    """When the network last barred it both ways, for whatever reason; None: it is not."""
    barring: Barring = Barring.NONE
    window: Window | None = None
    """Open though money is owed; None: accounts say that no such window is open."""

    @property
    def is_in_service(self) -> bool:
        """Tell whether it has a fee, and may be stopped."""
        return self.started_at is not None and self.paid_to is None

    @property
    def keeps_number(self) -> bool:
        """Tell whether they asked to be stopped now."""
        return self.kept is not None and self.kept.is_wished

    def paid_for_at(self, moment: datetime) -> bool:
        """Tell whether the account paid for it then."""
        return self.paid_from <= moment and (self.paid_to is None or moment < self.paid_to)

    def was_in_service_at(self, moment: datetime) -> bool:
        begun = self.started_at is not None and self.started_at < moment
        return begun and self.paid_for_at(moment)

    def was_kept_at(self, moment: datetime) -> bool:
        """Tell whether a month that began then costs the keep fee."""
        return self.kept is not None and self.kept.holds_at(moment)
