"""What the services call a field, and what it is called in the bodies of this door."""

from collections.abc import Mapping

from kernel.errors import Invalid, Refusal, TryLater

EVERYWHERE: Mapping[str, str] = {"request_id": "Idempotency-Key"}
FORM = "*"
"""Beside names: whatever else is a field of a process, and called here as it is there."""

FIELD_NOT_VALID = "FIELD_NOT_VALID"
OTHER_NAMES = frozenset(
    {
        "INVALID_ARGUMENT", "CODE_INVALID", "CUSTOMER_INVALID", "DATE_INVALID", "IMSI_INVALID",
        "INSTANT_NOT_VALID", "LIMIT_INVALID", "LIMIT_NOT_VALID", "MSISDN_INVALID",
        "NUMBER_INVALID", "OFFSET_INVALID", "ORDER_ID_INVALID", "ORDER_INVALID", "PREFIX_INVALID",
        "REASON_INVALID", "REQUEST_ID_NOT_VALID", "SUBSCRIBER_INVALID", "TEXT_INVALID",
        "VALUE_NOT_VALID",
    }
)  # fmt: skip
"""What services, or their images of before, call a bad field: it has one name at this door.

A code that tells more than that stays (`ID_NUMBER_INVALID`: its check digit is wrong).
"""
OF_A_TOKEN = "TOKEN_NOT_VALID"  # noqa: S105 - a code
"""Its field is a claim, whatever it is called elsewhere."""


class SaidHere(Invalid):
    """Its field is named as it was sent, whatever a service may call by that name."""


def in_rest_words(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """Return the refusal with its field as the one who asked knows it; a bad one has one code."""
    field = refusal.field or ""
    name = {**EVERYWHERE, **names}.get(field)
    is_known_here = FORM in names or not _is_of_a_service(field)
    if _is_as_sent(refusal) or (name is None and is_known_here):
        name = refusal.field
    code = FIELD_NOT_VALID if name and refusal.code in OTHER_NAMES else refusal.code
    if (code, name) == (refusal.code, refusal.field):
        return refusal
    if isinstance(refusal, TryLater):
        return TryLater(code, refusal.sentence, seconds=refusal.seconds, field=name)
    return type(refusal)(code, refusal.sentence, field=name)


def _is_as_sent(refusal: Refusal) -> bool:
    return isinstance(refusal, SaidHere) or refusal.code == OF_A_TOKEN


def _is_of_a_service(field: str) -> bool:
    """Tell whether only services call a field so: nobody who asked here could find it."""
    return "_" in field or field.endswith((".minor", ".currency"))
