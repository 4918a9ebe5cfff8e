"""Orders by which numbers get other cards: the old ones are warned first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kernel.clock import Clock
from provisioning.changes.domain.change import AskedOrder
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.texts.domain.template import Templates
from provisioning.texts.ports import UnitOfWork
from provisioning.texts.usecases.warn_old_card import Replacing, WarningRules, warn_old_cards


@dataclass(frozen=True, slots=True)
class OldCards:
    """Called where orders were queued, in their transaction."""

    units: Callable[[], UnitOfWork]
    templates: Templates
    rules: WarningRules
    clock: Clock

    async def warn(self, orders: Sequence[AskedOrder]) -> None:
        replacing = [
            Replacing(order.order_id, order.subscriber_id, change.msisdn)
            for order in orders
            for change in order.changes
            if isinstance(change, ReplaceImsi)
        ]
        await warn_old_cards(
            replacing,
            uow=self.units(),
            templates=self.templates,
            rules=self.rules,
            now=self.clock.now(),
        )
