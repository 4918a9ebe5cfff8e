"""Templates of texts: which fields each has, and its words in every language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum, auto
from string import Formatter

from kernel.errors import Invalid
from provisioning.texts.domain.language import Language

MOST_LETTERS = 335
"""Of rendered words: five short messages in Chinese."""
NIGHT = timedelta(hours=24)
"""A text that can wait must outlive any night."""
DUE_ON = "due_on"
"""The day on which what an order appointed is due."""
DUE_TIME = "due_time"
"""At what time of that day, in Shanghai."""
BACK = "back_fen"
"""What brings back who is stopped for money."""
_SAID_BY_ORDERS = frozenset({DUE_ON, DUE_TIME, BACK})
_LONGEST_WORD = 60
_CODE = re.compile(r"[0-9A-Za-z]{4,12}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class FieldKind(StrEnum):
    """What a field of a template holds, and so how it is shown."""

    YUAN = auto()
    """Fen, shown in yuan."""
    DATE = auto()
    NUMBER = auto()
    WORD = auto()
    USE = auto()
    """voice, sms, mms or data."""
    CODE = auto()


_USES: Mapping[str, Mapping[Language, str]] = {
    "voice": {Language.CHINESE: "语音", Language.ENGLISH: "voice"},
    "sms": {Language.CHINESE: "短信", Language.ENGLISH: "text message"},
    "mms": {Language.CHINESE: "彩信", Language.ENGLISH: "multimedia message"},
    "data": {Language.CHINESE: "流量", Language.ENGLISH: "data"},
}


@dataclass(frozen=True, slots=True)
class Template:
    """`valid` is how long it is worth anything; a secret one has a code, and is kept nowhere."""

    name: str
    fields: Mapping[str, FieldKind]
    words: Mapping[Language, str]
    is_urgent: bool
    valid: timedelta
    after: tuple[str, ...] = ()
    """Processes: it is sent when an order of one of them is fulfilled."""
    is_of_return: bool = False
    """It is sent only where the order has the number served again."""
    is_of_stop: bool = False
    """It is sent only where the order has the number barred."""
    without: Mapping[str, Mapping[Language, str]] = field(default_factory=dict)
    """The words where a field is not said; the first that is not said counts."""

    @property
    def is_secret(self) -> bool:
        return FieldKind.CODE in self.fields.values()

    def rendered(self, said: Mapping[str, str], *, language: Language) -> str:
        """Return the words with their fields. Raises FIELD_MISSING, FIELD_NOT_VALID."""
        lacked = next((name for name in self.without if name not in said), None)
        words = self.words if lacked is None else self.without[lacked]
        shown = {
            name: _shown(name, said, kind=kind, language=language)
            for name, kind in self.fields.items()
            if name != lacked
        }
        return words[language].format_map(shown)


class Templates:
    """All templates there are."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates
        self._after = {process: one for one in templates.values() for process in one.after}

    def after(self, process: str) -> Template | None:
        """Return what is told when an order of this process is fulfilled; mostly nothing."""
        return self._after.get(process)

    def get(self, name: str) -> Template:
        """Raises FIELD_NOT_VALID."""
        try:
            return self._templates[name]
        except KeyError:
            known = ", ".join(sorted(self._templates))
            sentence = f"There is no template {name[:_LONGEST_WORD]}: there are {known}."
            raise Invalid("FIELD_NOT_VALID", sentence, field="template") from None

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._templates)


def faults_of(template: Template) -> list[str]:
    """Return what is wrong with a template, in sentences; nothing where it may be used."""
    name = template.name
    faults = _faults_of_words(name, template.words, fields=set(template.fields))
    for lacked, words in template.without.items():
        if lacked not in template.fields:
            faults.append(f"{name}: there is no field {lacked}.")
        rest = set(template.fields) - {lacked}
        faults += _faults_of_words(f"{name}.without.{lacked}", words, fields=rest)
    faults += [f"{name}: {one} is no name of a field."
               for one in template.fields if not _NAME.fullmatch(one)]  # fmt: skip
    if not template.is_urgent and template.valid < NIGHT:
        faults.append(f"{name}: what can wait is valid for {NIGHT} at least.")
    if template.after and template.fields.keys() - _SAID_BY_ORDERS:
        said = ", ".join(sorted(_SAID_BY_ORDERS))
        faults.append(f"{name}: of its fields an order says {said} alone.")
    if len(template.without) > 1:
        faults.append(f"{name}: only one field may be left unsaid.")
    if template.is_secret and not template.is_urgent:
        faults.append(f"{name}: a code cannot wait.")
    return faults


def _faults_of_words(name: str, every: Mapping[Language, str], *, fields: set[str]) -> list[str]:
    faults = [f"{name}: {one.value} has no words." for one in Language if not every.get(one)]
    used: set[str] = set()
    for language, words in every.items():
        try:
            named = _fields_of(words)
        except ValueError as problem:
            faults.append(f"{name}.{language.value}: {problem}.")
            continue
        used |= named
        faults += [f"{name}.{language.value}: there is no field {one}."
                   for one in sorted(named - fields)]  # fmt: skip
        if len(words) > MOST_LETTERS:
            faults.append(f"{name}.{language.value}: more than {MOST_LETTERS} letters.")
    return faults + [f"{name}: {one} is in no words." for one in sorted(fields - used)]


def _fields_of(words: str) -> set[str]:
    """Raises ValueError for what is more than a field's name between braces."""
    fields: set[str] = set()
    for _, name, form, conversion in Formatter().parse(words):
        if name is None:
            continue
        if form or conversion or not _NAME.fullmatch(name):
            raise ValueError(f"{{{name}}} is no field")
        fields.add(name)
    return fields


def _shown(name: str, said: Mapping[str, str], *, kind: FieldKind, language: Language) -> str:
    if name not in said:
        raise Invalid("FIELD_MISSING", f"The text lacks {name}.", field=f"parameters.{name}")
    try:
        return _FORMS[kind](said[name], language)
    except ValueError:
        sentence = f"{name} is no {kind.value}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=f"parameters.{name}") from None


def _yuan(said: str, language: Language) -> str:
    fen = int(said)
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def _date(said: str, language: Language) -> str:
    day = date.fromisoformat(said[:10])
    return f"{day.year}年{day.month}月{day.day}日" if language is Language.CHINESE else f"{day}"


def _number(said: str, language: Language) -> str:
    return str(int(said))


def _word(said: str, language: Language) -> str:
    if not 0 < len(said) <= _LONGEST_WORD or not said.isprintable():
        raise ValueError("no word")
    return said


def _use(said: str, language: Language) -> str:
    if said not in _USES:
        raise ValueError("no kind of use")
    return _USES[said][language]


def _code(said: str, language: Language) -> str:
    if not _CODE.fullmatch(said):
        raise ValueError("no code")
    return said


_FORMS: Mapping[FieldKind, Callable[[str, Language], str]] = {
    FieldKind.YUAN: _yuan,
    FieldKind.DATE: _date,
    FieldKind.NUMBER: _number,
    FieldKind.WORD: _word,
    FieldKind.USE: _use,
    FieldKind.CODE: _code,
}
