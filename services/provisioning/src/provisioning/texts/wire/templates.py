"""The catalogue of templates as YAML."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provisioning.texts.domain.language import Language
from provisioning.texts.domain.template import FieldKind, Template, Templates, faults_of

Words = Annotated[str, Field(min_length=1)]


class BadTemplates(Exception):
    """The catalogue cannot be used; it says what is wrong, line by line."""


class WrittenWords(BaseModel):
    """Words in every language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Words
    en: Words


class WrittenTemplate(BaseModel):
    """One template as the file has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    fields: dict[str, FieldKind] = Field(default_factory=dict)
    after: tuple[str, ...] = ()
    when_served: bool = False
    when_stopped: bool = False
    urgent: bool = False
    valid_hours: int = Field(default=48, ge=1, le=168)
    without: dict[str, WrittenWords] = Field(default_factory=dict)
    zh: Words
    en: Words


class WrittenTemplates(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    templates: dict[str, WrittenTemplate]


def templates_of(content: str) -> Templates:
    """Read the catalogue. Raises BadTemplates with everything that is wrong."""
    try:
        written = WrittenTemplates.model_validate(yaml.safe_load(content))
    except (yaml.YAMLError, ValidationError) as problem:
        raise BadTemplates(str(problem)) from problem
    templates = {name: _template(name, one) for name, one in written.templates.items()}
    faults = [fault for one in templates.values() for fault in faults_of(one)]
    after = [process for one in templates.values() for process in one.after]
    faults += [f"Two templates are sent after {one}." for one, n in Counter(after).items() if n > 1]
    if faults:
        raise BadTemplates("\n".join(faults))
    return Templates(templates)


def _template(name: str, written: WrittenTemplate) -> Template:
    return Template(
        name=name,
        fields=written.fields,
        words=_words(written),
        without={lacked: _words(one) for lacked, one in written.without.items()},
        after=written.after,
        is_of_return=written.when_served,
        is_of_stop=written.when_stopped,
        is_urgent=written.urgent,
        valid=timedelta(hours=written.valid_hours),
    )


def _words(written: WrittenTemplate | WrittenWords) -> Mapping[Language, str]:
    return {
        Language.CHINESE: " ".join(written.zh.split()),
        Language.ENGLISH: " ".join(written.en.split()),
    }
