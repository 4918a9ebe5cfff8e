"""Numbers of subscribers and cards, judged before anything is done with them."""

from kernel.errors import Invalid
from kernel.numbering import Imsi, Msisdn


def msisdn_of(said: str, *, field: str = "msisdn") -> str:
    """Return a number. Raises Invalid FIELD_NOT_VALID: nothing else may reach an element."""
    try:
        return Msisdn(said).value
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "A number has 8 to 15 digits.", field=field) from None


def imsi_of(said: str, *, field: str = "imsi") -> str:
    """Return the IMSI of a card. Raises Invalid FIELD_NOT_VALID."""
    try:
        return Imsi(said).value
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "An IMSI has 6 to 15 digits.", field=field) from None
