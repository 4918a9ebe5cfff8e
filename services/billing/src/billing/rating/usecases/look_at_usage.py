"""Look at what was used: the customer sees their own, others' they may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.accounts.domain.events import AuditRecorded
from billing.accounts.ports import AccountReads, BySubscriber, Slice
from billing.accounts.usecases.find_account import may_see, not_there, sees_all
from billing.catalogue.domain.countries import INTERNATIONAL
from billing.catalogue.ports import CatalogueReads
from billing.rating.domain.itemised import Period, earliest_kept
from billing.rating.ports.unit_of_work import UnitOfWork
from billing.rating.ports.usage import UsageHistory, UsageLine, UsageSum, WhoseUse
from kernel.caller import Caller

NO_SUCH_USE = (
    "No record of use has this id, or it is older than the six months that are shown: the list of"
    " the number's use has the ids."
)


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, when, and where that is found and noted."""

    caller: Caller
    now: datetime
    accounts: AccountReads
    history: UsageHistory
    uow: UnitOfWork

    async def note(self, action: str, object_id: str) -> None:
        """Have it audited that somebody looked (R-CDR-4)."""
        seen = AuditRecorded(
            action=action, object_id=object_id, reason="", outcome="done", at=self.now
        )
        async with self.uow:
            await self.uow.publish([seen], now=self.now)


@dataclass(frozen=True, slots=True)
class WhichUsage:
    """What part of whose use; `kind` empty: all kinds."""

    subscriber_id: str
    period: Period
    kind: str
    part: Slice


async def list_usage(which: WhichUsage, *, looking: Looking) -> tuple[Sequence[UsageLine], int]:
    """Return rated records, newest first, and how many there are; raises as `find_account` does."""
    whose = await whose_use(which.subscriber_id, looking=looking)
    await looking.note("usage.listed", which.subscriber_id)
    return await looking.history.usage(whose, period=which.period, kind=which.kind, part=which.part)


async def whose_use(subscriber_id: str, *, looking: Looking) -> WhoseUse:
    """Return whose use of a number is shown: of a customer what was theirs, whoever has it now.

    Staff see that of who has it; nobody hears from them of who had it (R-TR-4). Raises as
    `find_account` does.
    """
    accounts, caller = looking.accounts, looking.caller
    former = () if sees_all(caller) else await accounts.get_former(subscriber_id)
    own = [one.id for one in former if may_see(one, caller=caller)]
    paying = await accounts.get(BySubscriber(subscriber_id))
    if paying is not None and may_see(paying, caller=caller):
        own.append(paying.id)
    if not own:
        raise not_there("ACCOUNT_UNKNOWN", "There is no such account.", caller=caller)
    return WhoseUse(subscriber_id, own)


async def find_usage(record_id: str, *, looking: Looking) -> UsageLine:
    """Return one rated record of the six months; raises `USAGE_UNKNOWN`, `NOT_YOURS`."""
    line = await looking.history.usage_record(record_id)
    if line is None or line.record.started_at < earliest_kept(looking.now):
        raise not_there("USAGE_UNKNOWN", NO_SUCH_USE, caller=looking.caller)
    whose = await whose_use(line.record.subscriber_id, looking=looking)
    if line.account_id not in whose.accounts:
        raise not_there("USAGE_UNKNOWN", NO_SUCH_USE, caller=looking.caller)
    await looking.note("usage.read", line.record.subscriber_id)
    return line


async def countries_of(
    lines: Sequence[UsageLine], *, catalogues: CatalogueReads
) -> Mapping[str, str]:
    """Return the country each record was made in, by its id; at home nobody looks for one.

    It is what the catalogue of its day says; nothing is said of a network that does not know.
    """
    abroad = [one.record for one in lines if one.record.roam_type == INTERNATIONAL]
    if not abroad:
        return {}
    known = await catalogues.all()
    countries = {one.id: known.country_of(one.visited_plmn, at=one.started_at) for one in abroad}
    return {record_id: country for record_id, country in countries.items() if country}


async def sum_usage(subscriber_id: str, *, period: Period, looking: Looking) -> Sequence[UsageSum]:
    """Return what was used of each kind; raises as `find_account` does."""
    whose = await whose_use(subscriber_id, looking=looking)
    return await looking.history.usage_sums(whose, period=period)
