"""In which language who has a number is written to (rules 2.13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Language(StrEnum):
    """Every text is written in each of them."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class ChosenLanguage:
    """What was chosen last, and before that; None: nothing, and so the operator's."""

    subscriber_id: str
    language: Language | None = None
    before: Language | None = None
    version: int = 0

    def chosen(self, language: Language) -> ChosenLanguage:
        """Return it with another choice."""
        return self._next(language, before=self.language)

    def taken_back(self) -> ChosenLanguage:
        """Return it with the choice before."""
        return self._next(self.before, before=None)

    def _next(self, language: Language | None, *, before: Language | None) -> ChosenLanguage:
        return replace(self, language=language, before=before, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """Said after each choice."""

    chosen: ChosenLanguage
    order_id: str
    at: datetime
