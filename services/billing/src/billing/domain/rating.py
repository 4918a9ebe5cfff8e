"""Rating (domain 7.3, 7.5): record → tariff row → arithmetic → rounding, exact to 1/1000 fen."""

from billing.domain.account import CHARGED_FOR_USE, Account, AccountState
from billing.domain.catalogue import Catalogue, Catalogues, Rate
from billing.domain.usage import Charge, Judged, Reason, UsageRecord
from kernel.civil import civil_date
from kernel.errors import NotFound
from kernel.money import Rounding, divided

_LONGEST_SHORT_NUMBER = 7
"""Shorter numbers than subscribers have are reached inside the country (ITU-T E.164)."""
_UNIT_NAMES = {"voice": "s", "sms": "part"}


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
    charge = rate(record, catalogue=catalogue, offering=account.offering)
    return Judged(record, account.id, charge or Reason.NO_TARIFF)


def rate(record: UsageRecord, *, catalogue: Catalogue, offering: str) -> Charge | None:
    """Return what a record costs under a catalogue; None where that has no tariff for it."""
    if record.peer in catalogue.free_numbers:
        return Charge(0, f"{_said(record)}: free number, catalogue {catalogue.version} = 0 fen")
    if not is_domestic(record.peer, country_code=catalogue.country_code):
        return None
    found = catalogue.rate_for(record.kind, roam_type=record.roam_type, offering=offering)
    return _charged(record, found, catalogue) if found else None


def is_domestic(peer: str, *, country_code: str) -> bool:
    """Tell whether a number (international form without plus, or a short one) is in the country."""
    return len(peer) <= _LONGEST_SHORT_NUMBER or peer.startswith(country_code)


def _charged(record: UsageRecord, found: Rate, catalogue: Catalogue) -> Charge:
    units = divided(record.quantity, found.unit, rounding=Rounding.UP)
    millifen = units * found.price_millifen
    return Charge(
        millifen,
        f"{_said(record)}: {found.code}, catalogue {catalogue.version} valid from"
        f" {catalogue.valid_from}: {units} started x {found.unit} {_UNIT_NAMES[record.kind]}"
        f" x {in_fen(found.price_millifen)} = {in_fen(millifen)} fen, exact;"
        " whole fen are deducted, the rest is carried",
    )


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
