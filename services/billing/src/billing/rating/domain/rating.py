"""Rating (rules 7.3, 7.5): record → tariff row → arithmetic → rounding, exact to 1/1000 fen."""

from billing.accounts.domain.account import CHARGED_FOR_USE, Account, AccountState
from billing.accounts.domain.lines import card_of
from billing.accounts.domain.plans import offering_at
from billing.allowances.domain.usage import Charge, Judged, Reason, ToCount, ToDraw, UsageRecord
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.countries import INTERNATIONAL
from billing.catalogue.domain.reached import is_free, number_of
from billing.catalogue.domain.tariff import (
    ITEM,
    Part,
    Priced,
    Pricing,
    Tariff,
    counted,
    price_of_span,
    reckon,
)
from billing.catalogue.domain.zones import DOMESTIC, is_domestic
from kernel.civil import civil_date
from kernel.errors import NotFound

__all__ = ["is_domestic", "judge_usage", "rate", "rate_alone", "rate_in_span", "tariff_of"]
MOST_RECKONED = 20_000
UNIT_NAMES = {"voice": "s", "sms": "part", "mms": "recipient", "data": "KB", ITEM: "fen"}


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
    offering = offering_at(account, record.started_at)
    outcome = _outcome(record, catalogue=catalogue, offering=offering, account=account)
    return Judged(record, account.id, outcome or Reason.NO_TARIFF)


def rate(record: UsageRecord, *, catalogue: Catalogue, offering: str) -> Charge | None:
    """Return what a record costs under a catalogue; None where that has no tariff for it.

    None too where its month or day is priced as a whole: see `rate_in_span`.
    """
    outcome = _outcome(record, catalogue=catalogue, offering=offering)
    return outcome if isinstance(outcome, Charge) else None


def _outcome(
    record: UsageRecord, *, catalogue: Catalogue, offering: str, account: Account | None = None
) -> Charge | ToCount | ToDraw | None:
    if is_free(catalogue, kind=record.kind, peer=record.peer):
        return Charge(0, f"{said(record)}: free number, catalogue {catalogue.version} = 0 fen")
    tariff = tariff_of(record, catalogue=catalogue, offering=offering)
    if tariff is None:
        return None
    draws = account is not None and account.granted_month is not None and tariff.prices_evenly
    if not draws and tariff.stepping is None:
        return _reckoned_once(record, tariff, catalogue)
    row = _row_of(record, tariff, catalogue)
    if account is not None and draws:
        return _to_draw(record, row, account=account, catalogue=catalogue)
    return row


def _reckoned_once(record: UsageRecord, tariff: Tariff, catalogue: Catalogue) -> Charge:
    """Return what a record costs by itself: the same for all of the same quantity."""
    if record.origin.before:
        return rate_alone(record, _row_of(record, tariff, catalogue))
    key = (tariff.code, record.kind, record.quantity, record.roam_type, record.visited_plmn)
    known: Charge | None = catalogue.reckoned.get(key)
    if known is None:
        known = rate_alone(record, _row_of(record, tariff, catalogue))
        if len(catalogue.reckoned) >= MOST_RECKONED:
            catalogue.reckoned.clear()
        catalogue.reckoned[key] = known
    return known


def _to_draw(
    record: UsageRecord, row: ToCount, *, account: Account, catalogue: Catalogue
) -> ToDraw:
    return ToDraw(
        account_id=account.id,
        offering=offering_at(account, record.started_at),
        row=row,
        catalogue=catalogue.version,
        zone=catalogue.zone_of(record.kind, record.peer) or DOMESTIC,
        holidays=catalogue.holidays,
        country_group=_group_of(record, catalogue),
        peer=number_of(catalogue, kind=record.kind, peer=record.peer),
    )


def _row_of(record: UsageRecord, tariff: Tariff, catalogue: Catalogue) -> ToCount:
    said_as = row_said(tariff, catalogue)
    if record.roam_type == INTERNATIONAL:
        said_as += catalogue.countries.said(record.visited_plmn)
    return ToCount(tariff, said_as)


def _group_of(record: UsageRecord, catalogue: Catalogue) -> str:
    if record.roam_type != INTERNATIONAL:
        return ""
    return catalogue.countries.group_of(record.visited_plmn) or ""


def tariff_of(record: UsageRecord, *, catalogue: Catalogue, offering: str) -> Tariff | None:
    """Return the row that prices a record; None where there is none, or for no such country."""
    place: str | None = record.roam_type
    # Nobody looks for a country at home, where nearly all use is.
    if place == INTERNATIONAL:
        place = catalogue.countries.place_of(record.visited_plmn)
    if place is None:
        return None
    return catalogue.tariff_for(
        record.kind,
        peer=record.peer,
        roam_type=place,
        offering=offering,
        at=record.started_at,
    )


def rate_in_span(record: UsageRecord, priced: ToCount, *, before: int) -> Charge:
    """Return what a record adds to its month or day, of which `before` units were used by then."""
    after = before + counted_of(record, priced.tariff)
    costs = [price_of_span(priced.tariff, used) for used in (before, after)]
    millifen = costs[1] - costs[0]
    unit = UNIT_NAMES.get(record.kind, "units")
    return Charge(
        millifen,
        f"{said(record)}: {priced.said_as}{_how(priced.tariff)}: {_span(record, priced)} with it"
        f" {after} {unit} = {in_fen(costs[1])}, without it {before} {unit} = {in_fen(costs[0])};"
        f" {in_fen(millifen)} fen, exact; whole fen are deducted, the rest is carried",
    )


def counted_of(record: UsageRecord, tariff: Tariff) -> int:
    """Return what a record counts in its span, beside those of the same call before it."""
    before = record.origin.before
    more = counted(tariff, before + record.quantity)
    return more - counted(tariff, before) if before else more


def _how(tariff: Tariff) -> str:
    """Tell what is unusual about how a span is counted and priced."""
    stepping = tariff.stepping
    if stepping is None:
        return ""
    each = f", each use in whole {stepping.each}" if stepping.each > 1 else ""
    by_volume = stepping.pricing is Pricing.VOLUME
    return each + (", all by the slot that is reached" if by_volume else "")


def _span(record: UsageRecord, priced: ToCount) -> str:
    return priced.span_said(record.started_at)


def rate_alone(record: UsageRecord, row: ToCount) -> Charge:
    """Return what a record costs by itself, or beside those of the same call before it."""
    if record.origin.before:
        return _rate_more(record, row)
    tariff, quantity = row.tariff, record.quantity
    priced = reckon(tariff, quantity)
    unit = UNIT_NAMES.get(tariff.kind, "units")
    terms = [_term(part, unit) for part in priced.parts]
    if tariff.connect_fee and quantity:
        terms.insert(0, f"connect fee {in_fen(tariff.connect_fee)}")
    if tariff.cap is not None and quantity:
        terms.append(f"cap {in_fen(tariff.cap.millifen)} {tariff.cap.rule}")
    return Charge(
        priced.millifen,
        f"{said(record)}: {row.said_as}: {' + '.join(terms) or 'nothing used'}"
        f" = {in_fen(priced.millifen)} fen, {_rounding(tariff, priced)};"
        " whole fen are deducted, the rest is carried",
    )


def _rate_more(record: UsageRecord, row: ToCount) -> Charge:
    """Return what a partial record adds: fees and rounding are those of the whole."""
    before = record.origin.before
    after = before + record.quantity
    costs = [reckon(row.tariff, units).millifen for units in (before, after)]
    millifen = costs[1] - costs[0]
    unit = UNIT_NAMES.get(record.kind, "units")
    return Charge(
        millifen,
        f"{said(record)}, part {record.origin.partial}: {row.said_as}: with it {after} {unit}"
        f" = {in_fen(costs[1])}, without it {before} {unit} = {in_fen(costs[0])};"
        f" {in_fen(millifen)} fen; whole fen are deducted, the rest is carried",
    )


def row_said(tariff: Tariff, catalogue: Catalogue) -> str:
    """Return a row and its version of the catalogue, as a derivation says it."""
    return f"{tariff.code}, catalogue {catalogue.version} valid from {catalogue.valid_from}"


def _term(part: Part, unit: str) -> str:
    slot = part.slot
    if unit == UNIT_NAMES[ITEM] and not slot.millifen * 10 % slot.per_units:
        since = f" from {slot.from_unit} fen on" if slot.from_unit else ""
        return f"{part.units} fen{since} x {_percent(slot.millifen * 10 // slot.per_units)}"
    if slot.per_units == slot.increment and not slot.from_unit:
        started = part.units // slot.increment
        return f"{started} started x {slot.increment} {unit} x {in_fen(slot.millifen)}"
    since = f" from {slot.from_unit} on" if slot.from_unit else ""
    return f"{part.units} {unit}{since} x {in_fen(slot.millifen)} / {slot.per_units}"


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def _rounding(tariff: Tariff, priced: Priced) -> str:
    if priced.is_exact:
        return "exact"
    return f"rounded once, {tariff.rounding} to {in_fen(tariff.to_millifen)}"


def said(record: UsageRecord) -> str:
    """Return what was used, as a derivation says it."""
    unit = UNIT_NAMES.get(record.kind, "units")
    where = record.roam_type
    if where == INTERNATIONAL and record.visited_plmn:
        where = f"{where}, {record.visited_plmn}"
    return f"{record.kind} {record.quantity} {unit} ({where})"


def in_fen(millifen: int) -> str:
    """Write thousandths of a fen as fen with three decimals."""
    whole, rest = divmod(abs(millifen), 1000)
    return f"{'-' if millifen < 0 else ''}{whole}.{rest:03d}"


def _not_chargeable(account: Account, record: UsageRecord) -> Reason | None:
    if account.state is AccountState.PENDING:
        return Reason.ACCOUNT_PENDING
    if account.state not in CHARGED_FOR_USE:
        return Reason.ACCOUNT_CLOSED
    card = card_of(account, record.subscriber_id) if account.cards else None
    if card is not None and card.started_at is None and card.paid_to is None:
        return Reason.ACCOUNT_PENDING
    if not (card or account).paid_for_at(record.started_at):
        return Reason.NOT_PAID_FOR_THEN
    return None
