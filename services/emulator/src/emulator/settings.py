"""The knobs of the pretend network; read only by bootstrap."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from runtime.settings.service_settings import ServiceSettings


class EmulatorSettings(ServiceSettings):
    """Environment, prefix `BOSS_`. The operator's password has no default."""

    mml_port: int = 7777
    gsup_port: int = 4222
    smpp_port: int = 2775

    operator_name: str = "boss"
    operator_password: SecretStr
    session_limit: int = Field(default=64, ge=1)
    session_idle_seconds: float = Field(default=600.0, gt=0)

    element_connections: int = Field(default=200, ge=1)
    """Connections to one door of an element; what is more is closed at once."""
    element_connections_of_address: int = Field(default=100, ge=1)
    element_first_seconds: float = Field(default=30.0, gt=0)
    """How long a connection to the MML door may stay without somebody logged in."""
    element_silence_seconds: float = Field(default=1200.0, gt=0)
    """How long a connection may be silent; longer than a session."""
    wrong_passwords_of_address: int = Field(default=10, ge=1)
    """Wrong passwords from one address within ten minutes; then it waits for a minute or longer."""

    imsi_ranges: tuple[str, ...] = ("460",)
    isdn_ranges: tuple[str, ...] = ("86",)
    capacity: int = Field(default=2_000_000, ge=1)
    country_code: str = "86"
    hotlines: frozenset[str] = frozenset({"10000", "10086"})
    switch_name: str = Field(default="MSC-A", pattern=r"^[A-Za-z0-9-]{1,32}$")

    charging_peer: str = ""
    """Who is asked before somebody is let through, by its name in `peers`; empty: nobody."""
    charging_seconds: float = Field(default=3.0, gt=0)
    """How long the switch waits for an answer."""
    charging_unanswered: Literal["let_through", "refuse"] = "let_through"
    """What it does without one."""

    cdr_dir: Path
    partial_seconds: int = Field(default=7200, ge=1)
    """A longer call is written down in several records (3GPP TS 32.250)."""
    cdr_records: int = Field(default=1000, ge=1)
    cdr_ms: int = Field(default=200, ge=1)

    @model_validator(mode="after")
    def is_not_in_production(self) -> Self:
        """Refuse to pretend where real subscribers are."""
        if self.environment == "production":
            raise ValueError("The pretend network never runs in production; use a real one.")
        return self
