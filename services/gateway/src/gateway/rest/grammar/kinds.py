"""Kinds of attributes, said in bulk: references, amounts, periods, characteristics."""

from gateway.rest.grammar.attributes import Kind


def kinds(
    texts: str = "",
    *,
    moments: str = "",
    numbers: str = "",
    flags: str = "",
    never: str = "",
) -> dict[str, Kind]:
    said = {
        Kind.TEXT: texts,
        Kind.MOMENT: moments,
        Kind.NUMBER: numbers,
        Kind.FLAG: flags,
        Kind.NEVER: never,
    }
    return {name: kind for kind, names in said.items() for name in names.split()}


def refs(*names: str, more: str = "") -> dict[str, Kind]:
    """Return what a reference, or each of a list of them, has."""
    parts = ("id", "href", "name", "@referredType", *more.split())
    return dict.fromkeys([f"{name}.{part}" for name in names for part in parts], Kind.TEXT)


def quantities(*names: str) -> dict[str, Kind]:
    """Return what TMF's `Quantity` has."""
    return {
        **dict.fromkeys([f"{name}.amount" for name in names], Kind.NUMBER),
        **dict.fromkeys([f"{name}.units" for name in names], Kind.TEXT),
    }


def amounts(*names: str) -> dict[str, Kind]:
    return {
        **dict.fromkeys([f"{name}.value" for name in names], Kind.NUMBER),
        **dict.fromkeys([f"{name}.unit" for name in names], Kind.TEXT),
    }


def periods(*names: str) -> dict[str, Kind]:
    ends = ("startDateTime", "endDateTime")
    return dict.fromkeys([f"{name}.{end}" for name in names for end in ends], Kind.MOMENT)


def characteristics(name: str) -> dict[str, Kind]:
    """Return what a list of characteristics has."""
    return {**kinds(f"{name}.name {name}.valueType"), f"{name}.value": Kind.ANY}


THING = kinds("id href @type")
