"""The catalogue's files: read, put together, and checked as a whole.

`catalogue/schema.json` is made from these classes; editors and pipelines check files with it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from billing.catalogue.domain import catalogue as domain
from billing.catalogue.wire.catalogue_form import CatalogueForm, catalogue_from
from billing.catalogue.wire.honoured import Place, objections
from kernel.errors import Invalid

__all__ = ["CatalogueForm", "catalogue_of", "read_catalogue", "read_document", "schema"]
_CODE = "code"
_LATER = frozenset({"number_grades"})
"""Sections the release before does not know: where they say nothing they are not kept."""


def schema() -> dict[str, Any]:
    """Return the JSON schema of all files together."""
    made = CatalogueForm.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def read_catalogue(text: str) -> tuple[domain.Catalogue, str]:
    """Return the catalogue (its version still 0) and its document in the one canonical form.

    `text` is one JSON object, or one whose members are the files (`{"fees.yaml": {...}, ...}`), or
    a list of files. Raises `CATALOGUE_INVALID` with the field that is wrong, and says in which
    file and row it stands.
    """
    said = _merged(_loaded(text))
    form = _form(said)
    for place, sentence in objections(form):
        raise said.objection(place, sentence)
    whole = form.model_dump(mode="json")
    kept = {name: said for name, said in whole.items() if said or name not in _LATER}
    document = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return catalogue_from(form, version=0), document


def catalogue_of(document: str, *, version: int) -> domain.Catalogue:
    """Return the catalogue that a kept document says.

    What was accepted once stays readable, though it would be refused today.
    """
    return catalogue_from(CatalogueForm.model_validate_json(document), version=version)


def read_document(document: str) -> dict[str, Any]:
    """Return all that a document says, also what it left to say because it is usual."""
    return CatalogueForm.model_validate_json(document).model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class _Said:
    """All sections, and in which file each stands, where files have names."""

    content: Mapping[str, Any]
    files: Mapping[str, str]

    def objection(self, place: Place, sentence: str) -> Invalid:
        """Return what is said against something, with its file, row and field."""
        where = ".".join(["catalogue", *map(str, place)])
        named = ", ".join(filter(None, [self.files.get(str(place[0])) if place else "",
                                        _row(self.content, place)]))  # fmt: skip
        return _invalid(f"{where}{f' ({named})' if named else ''}: {sentence}", field=where)


def _row(content: object, place: Sequence[str | int]) -> str:
    """Return the codes of the things that hold this place, from the outside in."""
    codes, at = [], content
    for step in place:
        if isinstance(at, Mapping):
            at = at.get(step)
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
        else:
            break
        if isinstance(at, Mapping) and isinstance(at.get(_CODE), str):
            codes.append(at[_CODE])
    return " ".join(codes)


def _form(said: _Said) -> CatalogueForm:
    try:
        # As JSON, where strict dates are written as ISO 8601 says.
        return CatalogueForm.model_validate_json(json.dumps(said.content))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise said.objection(first["loc"], first["msg"]) from None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise _invalid(f"This is not JSON that can be read: {error}") from None


def _no_float(said: str) -> Any:
    raise ValueError(f"amounts are whole numbers: {said}")


def _merged(content: Any) -> _Said:
    """Put the files together; what two of them say is refused."""
    if isinstance(content, dict) and not _is_of_files(content):
        return _Said(content, {})
    if isinstance(content, list):
        named = [("", one) for one in content]
    else:
        named = list(content.items()) if isinstance(content, dict) else []
    if not named or not all(isinstance(one, dict) for _, one in named):
        raise _invalid("A catalogue is an object, or several files that are objects.")
    merged: dict[str, Any] = {}
    files: dict[str, str] = {}
    for name, file in named:
        if twice := sorted(set(merged) & set(file)):
            raise _invalid(f"Two files say {', '.join(twice)}.", field=f"catalogue.{twice[0]}")
        merged |= file
        files |= dict.fromkeys(file, name)
    return _Said(merged, files)


def _is_of_files(content: Mapping[str, Any]) -> bool:
    return not set(content) & set(CatalogueForm.model_fields)


def _invalid(sentence: str, *, field: str = "catalogue") -> Invalid:
    return Invalid("CATALOGUE_INVALID", sentence, field=field)
