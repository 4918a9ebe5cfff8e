"""The knobs of accounts; read only by bootstrap."""

from pathlib import Path

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
