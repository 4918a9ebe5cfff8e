"""What requests name: numbers, orders, steps and limits, judged before anything is done."""

from collections.abc import Sequence

from kernel.errors import Invalid
from kernel.ids import is_id
from provisioning.vault.domain.numbers import msisdn_of


def msisdns_of(said: Sequence[str], *, field: str = "msisdns") -> tuple[str, ...]:
    """Return numbers. Raises Invalid FIELD_NOT_VALID with the place of the first that is none."""
    return tuple(msisdn_of(one, field=f"{field}[{place}]") for place, one in enumerate(said))


def order_id_of(said: str) -> str:
    """Return an order's id. Raises Invalid FIELD_NOT_VALID."""
    if not is_id(said):
        raise Invalid("FIELD_NOT_VALID", "This is no id of an order.", field="order_id")
    return said


def step_no_of(said: int) -> int:
    """Return a step's number. Raises Invalid FIELD_NOT_VALID."""
    if said < 0:
        raise Invalid("FIELD_NOT_VALID", "Steps are counted from 0.", field="step_no")
    return said


def limit_of(said: int) -> int:
    """Return how many rows are asked for. Raises Invalid FIELD_NOT_VALID."""
    if said < 0:
        raise Invalid("FIELD_NOT_VALID", "A list has no fewer than no rows.", field="limit")
    return said
