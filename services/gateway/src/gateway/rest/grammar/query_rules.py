"""What a query may ask: each parameter once, known, of its kind; anything else is refused by name.

One grammar for all lists (TMF630 v4, 4.3 to 4.5). What a path understands stands in its table:
names it reads itself, and attributes of what it lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.rest.grammar.attributes import Attributes, Kind, Operator, Row, is_so, values, wanted
from gateway.rest.grammar.field_names import SaidHere

LONGEST_LIST = 100
"""Values of one parameter, parted by commas."""
ABOUT_THE_LIST = frozenset({"fields", "offset", "limit", "sort"})
"""Query parameters that are no attribute."""
OPERATORS: Mapping[str, Operator] = {one.value: one for one in Operator}


@dataclass(frozen=True, slots=True)
class Condition:
    """What one parameter asks of an attribute."""

    name: str
    """As it was written."""
    attribute: str
    kind: Kind
    operator: Operator
    said: tuple[str, ...]
    """Any of these."""

    def holds(self, row: Row) -> bool:
        """Tell whether one of the values of a row is as one of those that were said."""
        return any(
            is_so(value, self.kind, operator=self.operator, said=one)
            for value in values(row, self.attribute.split("."))
            for one in self.said
        )


def check_query(
    pairs: Iterable[tuple[str, str]], *, asks: Sequence[str], filters: Attributes
) -> None:
    """Let pass what is understood; raises `FIELD_UNKNOWN` or `FIELD_NOT_VALID` with its name."""
    seen: set[str] = set()
    for name, value in pairs:
        if not name:
            raise SaidHere("FIELD_UNKNOWN", "A parameter has a name.", field="query")
        if name in seen:
            sentence = f"{name} is said twice; several values are parted by commas."
            raise SaidHere("FIELD_NOT_VALID", sentence, field=name)
        seen.add(name)
        if not value:
            raise SaidHere("FIELD_NOT_VALID", f"{name} says nothing: leave it out.", field=name)
        if name not in asks:
            condition_of(name, value, filters=filters, asks=asks)


def conditions_of(
    pairs: Iterable[tuple[str, str]], *, filters: Attributes, known: Iterable[str] = ()
) -> list[Condition]:
    """Return what is asked of attributes, but for what is `known` to have been looked up."""
    others = {*ABOUT_THE_LIST, *known}
    return [
        condition_of(name, value, filters=filters) for name, value in pairs if name not in others
    ]


def condition_of(
    name: str, value: str, *, filters: Attributes, asks: Sequence[str] = ()
) -> Condition:
    """Read one parameter; raises `FIELD_UNKNOWN` or `FIELD_NOT_VALID` with its name."""
    attribute, kind, operator = _way_of(name, filters=filters, asks=asks)
    said = tuple(value.split(",")) if operator is Operator.EQ else (value,)
    if len(said) > LONGEST_LIST:
        sentence = f"At most {LONGEST_LIST} values belong here."
        raise SaidHere("FIELD_NOT_VALID", sentence, field=name)
    for word in said:
        try:
            wanted(kind, word)
        except ValueError:
            sentence = f"{attribute} is compared with {WORDS[kind]}."
            raise SaidHere("FIELD_NOT_VALID", sentence, field=name) from None
    return Condition(name, attribute, kind, operator, said)


def kind_of(attribute: str, filters: Attributes) -> Kind | None:
    """Return the kind of an attribute; None where there is no such one."""
    if attribute in filters:
        return filters[attribute]
    never = filters.get(attribute.partition(".")[0])
    return never if never is Kind.NEVER else None


WORDS: Mapping[Kind, str] = {
    Kind.TEXT: "a text",
    Kind.ANY: "a text or a number",
    Kind.NEVER: "a text",
    Kind.NUMBER: "a number, as in 10.50",
    Kind.MOMENT: "an instant with its offset, as in 2026-11-01T00:00:00+08:00, or a day",
    Kind.FLAG: "true or false",
}


def _way_of(name: str, *, filters: Attributes, asks: Sequence[str]) -> tuple[str, Kind, Operator]:
    if (kind := kind_of(name, filters)) is not None and kind is not Kind.NEVER:
        return name, kind, Operator.EQ
    attribute, _, last = name.rpartition(".")
    if last in OPERATORS and (kind := kind_of(attribute, filters)) is not None:
        return attribute, kind, OPERATORS[last]
    if kind_of(name, filters) is Kind.NEVER:
        return name, Kind.NEVER, Operator.EQ
    raise SaidHere("FIELD_UNKNOWN", _why_not(attribute, filters, asks), field=name)


def _why_not(attribute: str, filters: Attributes, asks: Sequence[str]) -> str:
    if kind_of(attribute, filters) is not None:
        return f"Attributes are compared by {', '.join(sorted(OPERATORS))} here."
    known = sorted({*asks, *filters} - {"@type"})
    return f"This cannot be asked here; what can: {', '.join(known) or 'nothing'}."
