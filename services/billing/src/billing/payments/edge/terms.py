"""What the operator has decided about voucher cards, read once from the settings."""

from dataclasses import dataclass, field

from kernel.errors import NotAllowed
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class VoucherTerms:
    """The key is empty where no vouchers are taken."""

    alone: Money
    """What one person may load of voucher cards alone in a day."""
    key: bytes = field(default=b"", repr=False)

    def key_or_refuse(self) -> bytes:
        """Return the key that seals codes; raises `VOUCHERS_NOT_TAKEN`."""
        if not self.key:
            raise NotAllowed("VOUCHERS_NOT_TAKEN", "This operator takes no vouchers.")
        return self.key
