"""Compare what orders asked for with what the network has: every subscription, in pages.

What looks different in the pages is read once more, number by number: pages are not of one
moment, and who has a change in flight is skipped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from provisioning.changes.domain.profile import Profile, profile_of
from provisioning.changes.ports import UnitOfWork
from provisioning.comparison.domain.difference import Difference, difference
from provisioning.elements.domain.answers import Shown
from provisioning.elements.domain.commands import ReadNumber
from provisioning.elements.domain.subscription import Record
from provisioning.elements.ports import Element, ElementSilent


@dataclass(frozen=True, slots=True)
class Comparison:
    """`last` is the number to go on behind; empty: that was all."""

    differences: tuple[Difference, ...]
    compared: int
    skipped: int
    last: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Differences of numbers behind `after`, at most `limit` of them."""

    after: str
    limit: int


async def compare_network(window: Window, *, uow: UnitOfWork, element: Element) -> Comparison:
    """
    Return how the network differs, by number.

    :raises ElementSilent: where the element stops showing what it has.
    """
    suspects: set[str] = set()
    compared, first = 0, ""
    async for page in element.dump():
        if page:
            suspects |= _suspects(await uow.profiles.between(first, page[-1].imsi), page)
            compared, first = compared + len(page), page[-1].imsi
    suspects |= _suspects(await uow.profiles.between(first, ""), ())
    chosen = sorted(one for one in suspects if one > window.after)
    comparison = await compare_numbers(chosen, limit=window.limit, uow=uow, element=element)
    # Who goes on behind a number has counted all of them before.
    return replace(comparison, compared=0 if window.after else max(compared, comparison.compared))


async def compare_numbers(
    msisdns: Sequence[str], *, limit: int, uow: UnitOfWork, element: Element
) -> Comparison:
    """
    Compare these numbers on a fresh read each.

    :raises ElementSilent: where the element does not answer.
    """
    busy = await uow.profiles.in_flight(msisdns)
    desired = await uow.profiles.get(msisdns)
    differences: list[Difference] = []
    at = 0
    while at < len(msisdns) and len(differences) < limit:
        msisdn = msisdns[at]
        at += 1
        if msisdn not in busy:
            actual = await _read(msisdn, element)
            if differs := difference(desired.get(msisdn, Profile(msisdn)), actual):
                differences.append(differs)
    await uow.profiles.saw([one.actual for one in differences])
    begun = await uow.profiles.in_flight([one.msisdn for one in differences])
    return Comparison(
        differences=tuple(one for one in differences if one.msisdn not in begun),
        compared=at,
        skipped=len((busy | begun) & set(msisdns[:at])),
        last=msisdns[at - 1] if 0 < at < len(msisdns) else "",
    )


async def _read(msisdn: str, element: Element) -> Profile:
    exchange = await element.tell(ReadNumber(msisdn), None)
    match exchange.answer:
        case Shown(record=Record() as record):
            return profile_of(record)
        case Shown():
            return Profile(msisdn)
        case _:
            raise ElementSilent(exchange.says)


def _suspects(desired: Iterable[Profile], page: Sequence[Record]) -> set[str]:
    wanted = {one.msisdn: one for one in desired}
    there = {one.msisdn: profile_of(one) for one in page}
    return {
        msisdn
        for msisdn in wanted.keys() | there.keys()
        if difference(wanted.get(msisdn, Profile(msisdn)), there.get(msisdn, Profile(msisdn)))
    }
