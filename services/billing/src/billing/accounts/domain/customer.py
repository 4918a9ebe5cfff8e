"""What billing knows of a customer: for whom they count where something is sold (rules 7.1)."""

from kernel.value import named_value


@named_value
class Customer:
    """Codes of their segment and home region, empty for none, as of this version."""

    id: str
    version: int = 0
    segment: str = ""
    region: str = ""
