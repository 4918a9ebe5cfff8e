"""The knobs of accounts; read only by bootstrap."""

from pathlib import Path

from pydantic import Field

from runtime.settings.service_settings import ServiceSettings


class AccountsSettings(ServiceSettings):
    """Environment, prefix `BOSS_`. The keys are files and have no default."""

    personal_data_key_file: Path
    """AES-256 keys of what is personal: 64 hexadecimal digits, or JSON with several (README)."""
    blind_index_key_file: Path
    """HMAC key of the search index over identity papers: 64 hexadecimal digits."""

    segments: tuple[str, ...] = ("student", "senior", "vip", "staff")
    """Kinds of customers there are, as the catalogue's sale rules name them; `[]`: any."""
    regions: tuple[str, ...] = ()
    """Where contracts are made, as the sale rules name them; none named: any."""

    number_hold_minutes: int = Field(default=30, ge=1, le=60 * 24 * 30)
    """How long a number waits for the customer it is held for (预占, rules 4.2)."""
    guardian_until_years: int = Field(default=16, ge=0, le=30)
    """Who is younger asks with a guardian (监护人) and not alone (rules 1.1); 0: everybody may."""
    of_age_years: int = Field(default=18, ge=0, le=30)
    """Who is younger acts and answers for nobody else."""
    most_numbers: int = Field(default=5, ge=1)
    """Live numbers one identity paper may have at this operator (G_CARD_LIMIT, C2)."""
    password_tries_a_day: int = Field(default=3, ge=1)
    """Wrong service passwords of one number; then it is locked until 00:00 in Shanghai (R-PW-3)."""
    password_changes_a_month: int = Field(default=3, ge=1)
    """Changes by the holder in a calendar month (R-PW-6)."""
    code_seconds: int = Field(default=300, ge=30, le=3600)
    """How long a one-time code is good."""
    codes_a_day: int = Field(default=15, ge=1)
    """One-time codes sent to one number between 00:00 and 00:00 in Shanghai (rules 1.6)."""
    code_tries: int = Field(default=3, ge=1)
    """Tries of one code, until another has to be sent."""
    unlockings_a_day: int = Field(default=3, ge=1)
    """How often one kind of lock of a number is opened in a day (rules 2.15)."""
    password_days: int = Field(default=90, ge=1)
    """A service password older than this has to be changed before it is used again."""
