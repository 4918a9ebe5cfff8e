"""The knobs of the gateway."""

from pathlib import Path

from pydantic import Field

from runtime.settings.service_settings import ServiceSettings


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
    calls_at_once: int = Field(default=50, ge=1)
    """What one actor may have in hand at once; more is answered 429."""
    streams_of_one: int = Field(default=5, ge=1)
    """Streams of events one actor may read at once."""
    streams: int = Field(default=500, ge=1)
    """Streams of events all may read at once from one process."""
    stream_seconds: float = Field(default=1800.0, gt=0)
    """How long a stream lasts at most; who reads it opens the next."""
    failed_sign_ins_per_second: float = Field(default=1.0, gt=0)
    """How many bad tokens one address may show, on average; more is answered 429."""
    failed_sign_in_burst: int = Field(default=60, ge=1)
    open_calls_per_second: float = Field(default=20.0, gt=0)
    """What one address may ask without a token, on average; more is answered 429."""
    open_call_burst: int = Field(default=100, ge=1)
    order_seconds: float = 4.0
    """How long a caller of PlaceOrder waits at most for the desk's work."""
    quiet_seconds: float = 60.0
    """How long a move of the clock waits for all services to be quiet."""
