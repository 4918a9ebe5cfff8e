"""Codes out of a key that no database has: who reads the rows alone cannot tell one."""

import hashlib
import hmac

from accounts.proofs.domain.one_time_code import DIGITS, OneTimeCode

PURPOSE = b"kaitong one-time codes"


class KeyedCodes:
    """Makes the digits of a code, the same ones whenever they are asked for."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, PURPOSE, hashlib.sha256)

    def digits(self, code: OneTimeCode) -> str:
        wanted = code.wanted
        said = (wanted.subscriber_id, wanted.holder_id, wanted.channel, wanted.request_id)
        # The moment keeps a request that is sent again, later, from getting the code it had before.
        text = "\0".join((*said, code.sent_at.isoformat()))
        digest = hmac.digest(self._key, text.encode(), hashlib.sha256)
        return f"{int.from_bytes(digest[:16]) % 10**DIGITS:0{DIGITS}d}"

    def fits(self, said: str, code: OneTimeCode) -> bool:
        """Tell whether somebody said it, in a time that tells nothing."""
        return hmac.compare_digest(said.encode(), self.digits(code).encode())
