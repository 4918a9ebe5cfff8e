"""What billing knows of a customer: for whom she counts where something is sold (domain 7.1)."""

from kernel.value import named_value


@named_value
class Customer:
    """Codes of her segment and home region, empty for none, as they are at this version of her."""

    id: str
    version: int = 0
    segment: str = ""
    region: str = ""
