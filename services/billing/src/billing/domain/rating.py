"""Rating (domain 7.3, 7.5): record → tariff row → arithmetic → rounding, exact to 1/1000 fen."""

from billing.domain.account import CHARGED_FOR_USE, Account, AccountState
from billing.domain.catalogue import Catalogue, Catalogues
from billing.domain.tariff import Part, Priced, Tariff, price_of_month, reckon
from billing.domain.usage import Charge, Judged, Reason, ToCount, UsageRecord
from billing.domain.zones import is_domestic
from kernel.civil import civil_date
from kernel.errors import NotFound

__all__ = ["is_domestic", "judge_usage", "rate", "rate_in_month", "tariff_of"]
MOST_RECKONED = 20_000
_UNIT_NAMES = {"voice": "s", "sms": "part", "mms": "recipient", "data": "KB"}


def judge_usage(record: UsageRecord, *, account: Account | None, catalogues: Catalogues) -> Judged:
    """Return what a record costs its account, or why that cannot be said yet."""
    if account is None:
        return Judged(record, None, Reason.SUBSCRIBER_UNKNOWN)
    if (reason := _not_chargeable(account, record)) is not None:
        return Judged(record, account.id, reason)
    try:
        catalogue = catalogues.on(civil_date(record.started_at))
    except NotFound:
        return Judged(record, account.id, Reason.NO_TARIFF)
    outcome = _outcome(record, catalogue=catalogue, offering=account.offering)
    return Judged(record, account.id, outcome or Reason.NO_TARIFF)


def rate(record: UsageRecord, *, catalogue: Catalogue, offering: str) -> Charge | None:
    """Return what a record costs under a catalogue; None where that has no tariff for it.

    None too where its month is priced as a whole: see `rate_in_month`.
    """
    outcome = _outcome(record, catalogue=catalogue, offering=offering)
    return outcome if isinstance(outcome, Charge) else None


def _outcome(
    record: UsageRecord, *, catalogue: Catalogue, offering: str
) -> Charge | ToCount | None:
    if record.peer in catalogue.free_numbers:
        return Charge(0, f"{_said(record)}: free number, catalogue {catalogue.version} = 0 fen")
    found = tariff_of(record, catalogue=catalogue, offering=offering)
    if found is None:
        return None
    if found.stepping is not None:
        return ToCount(found, _row(found, catalogue))
    return _charged(record, found, catalogue)


def tariff_of(record: UsageRecord, *, catalogue: Catalogue, offering: str) -> Tariff | None:
    """Return the row that prices a record."""
    return catalogue.tariff_for(
        record.kind,
        peer=record.peer,
        roam_type=record.roam_type,
        offering=offering,
        at=record.started_at,
    )


def rate_in_month(record: UsageRecord, priced: ToCount, *, before: int) -> Charge:
    """Return what a record adds to its month, of which `before` units were used until then."""
    after = before + record.quantity
    costs = [price_of_month(priced.tariff, used) for used in (before, after)]
    millifen = costs[1] - costs[0]
    unit = _UNIT_NAMES.get(record.kind, "units")
    return Charge(
        millifen,
        f"{_said(record)}: {priced.said_as}: {civil_date(record.started_at):%Y-%m} with it"
        f" {after} {unit} = {in_fen(costs[1])}, without it {before} {unit} = {in_fen(costs[0])};"
        f" {in_fen(millifen)} fen, exact; whole fen are deducted, the rest is carried",
    )


def _charged(record: UsageRecord, found: Tariff, catalogue: Catalogue) -> Charge:
    """Return what a row charges: the same for the same quantity, so it is reckoned once."""
    key = (found.code, record.kind, record.quantity, record.roam_type)
    known: Charge | None = catalogue.reckoned.get(key)
    if known is None:
        known = _reckoned(record, found, catalogue)
        if len(catalogue.reckoned) >= MOST_RECKONED:
            catalogue.reckoned.clear()
        catalogue.reckoned[key] = known
    return known


def _reckoned(record: UsageRecord, found: Tariff, catalogue: Catalogue) -> Charge:
    quantity = record.quantity
    priced = reckon(found, quantity)
    unit = _UNIT_NAMES.get(found.kind, "units")
    terms = [_term(part, unit) for part in priced.parts]
    if found.connect_fee and quantity:
        terms.insert(0, f"connect fee {in_fen(found.connect_fee)}")
    if found.cap is not None and quantity:
        terms.append(f"cap {in_fen(found.cap.millifen)} {found.cap.rule}")
    return Charge(
        priced.millifen,
        f"{_said(record)}: {_row(found, catalogue)}: {' + '.join(terms) or 'nothing used'}"
        f" = {in_fen(priced.millifen)} fen, {_rounding(found, priced)};"
        " whole fen are deducted, the rest is carried",
    )


def _row(found: Tariff, catalogue: Catalogue) -> str:
    return f"{found.code}, catalogue {catalogue.version} valid from {catalogue.valid_from}"


def _term(part: Part, unit: str) -> str:
    slot = part.slot
    if slot.per_units == slot.increment and not slot.from_unit:
        started = part.units // slot.increment
        return f"{started} started x {slot.increment} {unit} x {in_fen(slot.millifen)}"
    since = f" from {slot.from_unit} on" if slot.from_unit else ""
    return f"{part.units} {unit}{since} x {in_fen(slot.millifen)} / {slot.per_units}"


def _rounding(found: Tariff, priced: Priced) -> str:
    if priced.is_exact:
        return "exact"
    return f"rounded once, {found.rounding} to {in_fen(found.to_millifen)}"


def _said(record: UsageRecord) -> str:
    unit = _UNIT_NAMES.get(record.kind, "units")
    return f"{record.kind} {record.quantity} {unit} ({record.roam_type})"


def in_fen(millifen: int) -> str:
    """Write thousandths of a fen as fen with three decimals."""
    return f"{millifen // 1000}.{millifen % 1000:03d}"


def _not_chargeable(account: Account, record: UsageRecord) -> Reason | None:
    if account.state is AccountState.PENDING:
        return Reason.ACCOUNT_PENDING
    if account.state not in CHARGED_FOR_USE:
        return Reason.ACCOUNT_CLOSED
    if not account.paid_for_at(record.started_at):
        return Reason.NOT_PAID_FOR_THEN
    return None
