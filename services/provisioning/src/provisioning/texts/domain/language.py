"""The languages every template is written in."""

from enum import StrEnum


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"
