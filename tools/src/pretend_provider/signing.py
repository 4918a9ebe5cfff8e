"""What the provider and the operator sign for each other: HMAC (RFC 2104) by a shared secret."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

SIGNED = ("topUp", "amount", "currency", "expires")
"""Of a link, in this order."""


@dataclass(frozen=True, slots=True)
class Secret:
    key: bytes = field(repr=False)

    def is_of_link(self, said: Mapping[str, str]) -> bool:
        """Tell whether the operator made this link, and nobody altered it."""
        text = "link." + ".".join(said.get(name, "") for name in SIGNED)
        return hmac.compare_digest(
            self._seal(text.encode()).encode(), said.get("signature", "").encode()
        )

    def headers(self, content: bytes, *, at: datetime) -> Mapping[str, str]:
        """Return what goes with a notification, signed at this time of the machine."""
        timestamp = str(int(at.timestamp()))
        signature = self._seal(f"notification.{timestamp}.".encode() + content)
        return {
            "Content-Type": "application/json",
            "Kaitong-Timestamp": timestamp,
            "Kaitong-Signature": f"v1={signature}",
        }

    def _seal(self, octets: bytes) -> str:
        return hmac.new(self.key, octets, hashlib.sha256).hexdigest()
