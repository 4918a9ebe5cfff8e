"""What a month's use may draw on when a catalogue is tried: as it is, and as proposed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import is_away
from billing.allowances.domain.allowance import Allowance, Source, allowances_of
from billing.allowances.domain.drawing import given_back
from billing.allowances.ports import Held, Wanted
from billing.catalogue.domain.catalogue import Catalogue
from billing.rating.ports.trial import Trial
from billing.rating.usecases.replay_usage import KINDS
from kernel.civil import civil_date, start_of_day

_TRIED = "tried"


@dataclass(frozen=True, slots=True)
class ProposedMonth:
    """An account as it would be, and what it would be allowed in this month."""

    account: Account
    held: Held


async def held_in(
    month: date, accounts: Collection[Account], *, trial: Trial
) -> Mapping[str, Held]:
    """Return what accounts could draw on when the month began and was not used, by their ids.

    What was used of it in earlier months stays used.
    """
    since = start_of_day(month)
    wanted = [
        Wanted(one.id, kind, since)
        for one in accounts
        if one.granted_month is not None
        for kind in KINDS
    ]
    if not wanted:
        return {}
    held = await trial.allowances.held(wanted)
    own: dict[str, list[Allowance]] = {}
    for allowance in given_back(held.allowances, held.classes):
        own.setdefault(allowance.account_id, []).append(allowance)
    return {account_id: Held(allowances, ()) for account_id, allowances in own.items()}


def proposed_month(
    account: Account, held: Held, *, month: date, proposed: Catalogue
) -> ProposedMonth:
    """Return the same month with the plan's allowances as they are proposed.

    Packs and what rolled over into the month stay; a kept number is given nothing.
    """
    plan = proposed.offering(account.offering).plan
    given = [one for one in held.allowances if _is_of(one, month)]
    others = [one for one in held.allowances if one not in given]
    if not plan.included or is_away(account.kept, at=start_of_day(month)):
        return ProposedMonth(account, Held(others, ()))
    begins = (civil_date(one.valid_from) for one in given)
    first_day = min(begins, default=max(month, civil_date(account.paid_from)))
    added = allowances_of(plan, account_id=account.id, first_day=first_day, cause_id=_TRIED)
    return ProposedMonth(replace(account, granted_month=month), Held([*others, *added], ()))


def _is_of(allowance: Allowance, month: date) -> bool:
    return (
        allowance.source is Source.PLAN and civil_date(allowance.valid_from).replace(day=1) == month
    )
