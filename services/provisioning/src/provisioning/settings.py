"""The knobs of provisioning; read only by bootstrap."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.use import is_element
from runtime.settings.service_settings import ServiceSettings

NO_FOLDERS = frozenset({".", "..", "archive"})


def _element(name: str) -> str:
    if not is_element(name) or name in NO_FOLDERS or "/" in name:
        raise ValueError(f"{name!r} is no element that can have a folder of its own")
    return name


RecordElement = Annotated[str, AfterValidator(_element)]


class ProvisioningSettings(ServiceSettings):
    """Environment, prefix `BOSS_`. Secrets come from files and have no defaults."""

    mml_address: str = "127.0.0.1:7777"
    gsup_address: str = "127.0.0.1:4222"
    operator_name: str = "boss"
    element_password_file: Path
    element_session_limit: int = Field(default=48, ge=1)
    """Sessions all processes together may have at the HLR."""
    element_sessions: int = Field(default=16, ge=1)
    """Sessions of one process."""
    element_seconds: float = Field(default=5.0, gt=0)
    """How long an answer is waited for; then it is silence."""
    serving_nodes: tuple[str, ...] = ("MSC-A",)
    """Nodes an old card is evicted from, beside the one the HLR names."""

    keep_element_log_days: int = Field(default=190, ge=1)
    """How long commands and answers are kept (rules 1.6: logs for six months at least)."""

    vault_key_file: Path
    """One key of 64 hexadecimal digits a line; the first seals, all open."""

    cdr_dir: Path
    cdr_elements: tuple[RecordElement, ...] = ()
    """Elements whose files lie in a folder of their own, `<cdr_dir>/<element>`: these need no
    header to say whose they are.
    """
    cdr_unfinished_seconds: float = Field(default=30.0, ge=0)
    """So long after its last change a file without its trailer is taken for unfinished."""
    country_code: str = Field(default="86", pattern=r"^[1-9][0-9]{0,2}$")
    """Of the country whose numbers the switches write without a country code."""
    compare_nightly: bool = True
