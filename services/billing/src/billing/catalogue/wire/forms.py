"""What the forms of the catalogue's files have in common."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")]
Fen = Annotated[int, Field(ge=0, le=100_000_000)]
Millifen = Annotated[int, Field(ge=0, le=1_000_000_000)]
Number = Annotated[str, Field(pattern=r"^[0-9]{3,15}$")]
NumberClass = Annotated[str, Field(pattern=r"^([a-z_]{1,32}|[0-9]{2,12})$")]
"""A class of the numbering plan, or the beginning of numbers without a country code."""
Channel = Literal["hall", "app", "web", "hotline", "sms", "kiosk", "dealer", "system"]
RoamType = Literal["home", "domestic", "international"]


class Form(BaseModel):
    """Strict, frozen, and with nothing in it that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
