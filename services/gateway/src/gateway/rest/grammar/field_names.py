"""What the services call a field, and what it is called in the bodies of this door."""

from collections.abc import Mapping

from kernel.errors import Invalid, Refusal, TryLater

EVERYWHERE: Mapping[str, str] = {"request_id": "Idempotency-Key"}
FORM = "*"
"""Beside names: whatever else is a field of a process, and called here as it is there."""

OTHER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "INVALID_ARGUMENT", "CAPTURE_UNKNOWN", "CHANGE_UNKNOWN", "CHECK_UNKNOWN",
            "CODE_INVALID", "CODE_UNKNOWN", "CUSTOMER_INVALID", "DATE_INVALID", "ELEMENT_INVALID",
            "ID_INVALID", "IMSI_INVALID", "INSTANT_NOT_VALID", "KEY_INVALID", "LEVEL_UNKNOWN",
            "LIMIT_INVALID", "LIMIT_NOT_VALID", "MSISDN_INVALID", "NUMBER_INVALID",
            "OFFSET_INVALID", "ORDER_ID_INVALID", "ORDER_INVALID", "PREFIX_INVALID",
            "REASON_INVALID", "REASON_UNKNOWN", "REQUEST_ID_NOT_VALID", "STATE_UNKNOWN",
            "STEP_NO_INVALID", "STEP_NUMBER_INVALID", "STEP_UNKNOWN", "STOP_INVALID",
            "SUBSCRIBER_INVALID", "TEXT_INVALID", "TOO_MANY", "USAGE_INVALID", "VALUE_NOT_VALID",
        ),
        "FIELD_NOT_VALID",
    ),
    **dict.fromkeys(
        (
            "AGREEMENT_INCOMPLETE", "CHECK_MISSING", "ID_MISSING", "INSTANT_MISSING",
            "NAME_MISSING", "ORDER_MISSING", "PAPER_MISSING", "REQUEST_ID_MISSING",
            "SUBSCRIBER_MISSING",
        ),
        "FIELD_MISSING",
    ),
}  # fmt: skip
"""What services, or their images of before, call a bad field, and its one name at this door.

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
    is_of_a_field = isinstance(refusal, Invalid) and name
    code = OTHER_NAMES.get(refusal.code, refusal.code) if is_of_a_field else refusal.code
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
