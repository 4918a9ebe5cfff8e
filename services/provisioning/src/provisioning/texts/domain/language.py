"""The languages every template is written in, and who has chosen which."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Choice:
    """In which language a subscriber is written to; None: as the operator's settings say."""

    subscriber_id: str
    language: Language | None
    version: int
