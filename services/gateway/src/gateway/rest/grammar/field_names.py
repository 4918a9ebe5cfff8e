"""What the services call a field, and what it is called in the bodies of this door."""

from collections.abc import Mapping

from kernel.errors import Invalid, Refusal, TryLater

EVERYWHERE: Mapping[str, str] = {"request_id": "Idempotency-Key"}
FORM = "*"
"""Beside names: whatever else is a field of a process, and called here as it is there."""

OF_A_TOKEN = "TOKEN_NOT_VALID"  # noqa: S105 - a code
"""Its field is a claim, whatever it is called elsewhere."""


class SaidHere(Invalid):
    """Its field is named as it was sent, whatever a service may call by that name."""


def in_rest_words(refusal: Refusal, names: Mapping[str, str]) -> Refusal:
    """Return the refusal as it is, its field named as the one who asked knows it."""
    field = refusal.field or ""
    name = {**EVERYWHERE, **names}.get(field)
    is_known_here = FORM in names or not _is_of_a_service(field)
    if _is_as_sent(refusal) or (name is None and is_known_here):
        return refusal
    if isinstance(refusal, TryLater):
        return TryLater(refusal.code, refusal.sentence, seconds=refusal.seconds, field=name)
    return type(refusal)(refusal.code, refusal.sentence, field=name)


def _is_as_sent(refusal: Refusal) -> bool:
    return isinstance(refusal, SaidHere) or refusal.code == OF_A_TOKEN


def _is_of_a_service(field: str) -> bool:
    """Tell whether only services call a field so: nobody who asked here could find it."""
    return "_" in field or field.endswith((".minor", ".currency"))
