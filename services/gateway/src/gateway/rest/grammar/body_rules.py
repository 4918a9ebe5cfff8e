"""What a body may say, attribute by attribute: honoured or refused by name, never overlooked.

A client that is answered yes must be able to believe it. So every body has a table: what is taken,
what may only say what is so anyway, what would change the deed and is not offered, and what is
without consequence. What stands in no table is refused, too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gateway.rest.grammar.field_names import SaidHere
from gateway.rest.grammar.numbers import number_typed

Plain: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The attributes of one object of a body."""

    taken: Mapping[str, "Body | None"]
    """Read by who answers; None: a plain value, else an object or a list of such."""
    only: Mapping[str, tuple[Plain, ...]] = field(default_factory=dict)
    """Taken where it says what is so anyway; anything else would change the deed."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """TM Forum knows it and it would change the deed: why it is not offered."""
    harmless: Mapping[str, str] = field(default_factory=dict)
    """Read by nobody, and why nothing depends on it."""
    echoes: Collection[str] = ()
    """Taken where they repeat its id, or without one its name: an address ends in it."""
    optional: Collection[str] = ()
    """Of what is taken: what may be left out and is read where it says something.

    An empty text says nothing, so it is refused here; elsewhere whoever reads it refuses it.
    """


def plain(*names: str) -> dict[str, None]:
    """Return attributes whose values are no objects of ours."""
    return dict.fromkeys(names)


def because(reason: str, *names: str) -> dict[str, str]:
    """Return attributes with the one reason they share."""
    return dict.fromkeys(names, reason)


OF_ITS_SCHEMA = because("names a schema", "@type", "@baseType", "@schemaLocation")
OF_A_REFERENCE = OF_ITS_SCHEMA | because("its id alone counts", "name", "@referredType")
ADDRESS = ("href",)
REFERENCE = Body(taken=plain("id"), harmless=OF_A_REFERENCE, echoes=ADDRESS)
"""Something that is named by its id."""
CHANNEL = Body(
    taken=plain("id", "name"),
    harmless=OF_ITS_SCHEMA | because("its id or name counts", "role", "@referredType"),
    echoes=ADDRESS,
    optional=("id", "name"),
)
NOTHING = Body(taken={})
"""A body that has nothing to say."""
IS_TOLD = "is decided here and told in the answer, never said by who asks"
FOR_THE_SENDER = "is kept nowhere here: keep it beside the id of the answer"


def check_body(said: Mapping[str, Any], body: Body, *, within: str = "") -> None:
    """Let pass what is honoured; raises `FIELD_UNKNOWN` or `FIELD_NOT_VALID` with its path."""
    for name, value in said.items():
        where = f"{within}{name}"
        _check_says_something(value, name, body, where)
        if name in body.taken:
            _check_inside(value, body.taken[name], where)
        elif name in body.only:
            _check_only(value, body.only[name], where)
        elif name in body.echoes:
            _check_echo(value, said.get("id") or said.get("name"), where)
        elif name in body.refused:
            if not _says_nothing(value):
                raise SaidHere("FIELD_NOT_VALID", f"{where}: {body.refused[name]}", field=where)
        elif name not in body.harmless:
            sentence = f"{where} is not known here, so it cannot be honoured; see /openapi.json."
            raise SaidHere("FIELD_UNKNOWN", sentence, field=where)


def _check_says_something(value: Any, name: str, body: Body, where: str) -> None:
    if value == "" and name in {*body.optional, *body.echoes, *body.refused}:
        # What it would stand for nobody knows.
        raise SaidHere("FIELD_NOT_VALID", f"{where} is empty: leave it out.", field=where)


def _check_inside(value: Any, body: Body | None, where: str) -> None:
    if body is None or value is None:
        return
    for element in _objects(value, where):
        check_body(element, body, within=f"{where}.")


def _objects(value: Any, where: str) -> Iterator[Mapping[str, Any]]:
    many: Sequence[Any] = value if isinstance(value, list) else [value]
    for element in many:
        if not isinstance(element, dict):
            raise SaidHere("FIELD_NOT_VALID", f"{where} holds objects.", field=where)
        yield element


def _check_only(value: Any, allowed: Sequence[Plain], where: str) -> None:
    # True is no 1: they are the same to Python, and not to who wrote the body.
    is_so = any(
        value == one and isinstance(value, bool) is isinstance(one, bool) for one in allowed
    )
    if value is not None and not is_so:
        said = " or ".join(str(one) for one in allowed)
        raise SaidHere("FIELD_NOT_VALID", f"{where} can only be {said} here.", field=where)


def _check_echo(value: Any, known: Any, where: str) -> None:
    if _says_nothing(value):
        return
    last = value.rstrip("/").rpartition("/")[2] if isinstance(value, str) else ""
    if not (last and isinstance(known, str) and number_typed(last) == number_typed(known)):
        sentence = f"{where} is of something else than the id beside it."
        raise SaidHere("FIELD_NOT_VALID", sentence, field=where)


def _says_nothing(value: Any) -> bool:
    return value is None or value in ([], {})
