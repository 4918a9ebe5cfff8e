"""The knobs of provisioning; read only by bootstrap."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.use import is_element
from provisioning.texts.domain.language import Language
from provisioning.texts.domain.receipt import ReceiptIds
from runtime.settings.service_settings import ServiceSettings

_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
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

    smsc_address: str = "127.0.0.1:2775"
    smsc_name: str = Field(default="boss", pattern=r"^[!-~]{1,15}$")
    """As whom we bind to the SMS centre."""
    smsc_password_file: Path | None = None
    """Without one it is the element's password. SMPP has room for eight letters of either."""
    smsc_sender: str = Field(default="10086", pattern=r"^[0-9A-Za-z]{1,20}$")
    """Who texts are from, as the handset shows it."""
    smsc_receipt_ids: ReceiptIds = ReceiptIds.SAME
    """How receipts of this centre spell the ids it answered: same, decimal or hexadecimal."""

    text_templates: Path | None = None
    """The operator's own catalogue of templates; without one it is ours."""
    text_language: Language = Language.CHINESE
    """Of who has chosen none."""
    quiet_hours: str = Field(default="20:00-08:00", pattern=rf"^{_CLOCK}-{_CLOCK}$")
    """In Shanghai: what is not urgent waits until they are over; none where both are the same."""
    code_cooldown_hours: int = Field(default=72, ge=0)
    """So long after a card was replaced its number gets no one-time codes."""
    swap_warning_seconds: float = Field(default=5.0, ge=0, le=300)
    """So long at most a replacement of a card waits until the old one was warned; 0: none is."""
    keep_texts_days: int = Field(default=190, ge=1)
    """How long what was sent is kept (rules 1.6: texts for five months at least)."""

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
