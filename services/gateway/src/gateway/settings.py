"""The knobs of the gateway."""

from pathlib import Path

from runtime.settings import ServiceSettings


class GatewaySettings(ServiceSettings):
    """What the gateway needs beside everybody's knobs."""

    token_keys_file: Path
    """Public keys tokens are verified with, a JSON Web Key Set (RFC 7517)."""
    token_issuer: str = ""
    """Only tokens of this issuer are taken; empty: of any whose key is in the set."""
    token_audience: str = "kaitong"  # noqa: S105 - a name, no secret
    calls_per_second: float = 200.0
    """What one actor may ask for, on average; more is answered 429."""
    call_burst: int = 400
    order_seconds: float = 4.0
    """How long a caller of PlaceOrder waits at most for the desk's work."""
    quiet_seconds: float = 60.0
    """How long a move of the clock waits for all services to be quiet."""
