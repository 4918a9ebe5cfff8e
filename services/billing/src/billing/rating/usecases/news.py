"""Which records of a batch are new: not kept yet, and the first of the batch that tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from billing.allowances.domain.usage import Once, UsageRecord
from billing.rating.ports.unit_of_work import UnitOfWork


@dataclass(slots=True)
class News:
    """Takes each new record once, by its id and by what makes it the same use as another."""

    ids: set[str]
    uses: set[Once] = field(default_factory=set)

    def takes(self, record: UsageRecord) -> bool:
        """Tell whether this is the first record of a use that is new."""
        if record.id not in self.ids or record.once in self.uses:
            return False
        self.ids.discard(record.id)
        self.uses.add(record.once)
        return True


async def news_among(records: Sequence[UsageRecord], *, uow: UnitOfWork) -> News:
    """Return those that are not kept yet."""
    return News(set(await uow.usage.new_among(records)))
