"""Numbers as people type them: with a plus, with blanks, with or without the country code."""

from kernel.plan_of_china import CHINA


def number_typed(typed: str) -> str:
    """Return a number as our services know it; what is no number stays as it is."""
    return CHINA.normal(typed)


def names_number(typed: str) -> bool:
    """Tell whether this names a number and not one of our ids."""
    return (typed.isascii() and typed.isdecimal()) or CHINA.read(typed) is not None


def by_number_or(field: str, typed: str) -> dict[str, str]:
    """Return who is named: by the number, or else by an id in this field."""
    return {"msisdn": number_typed(typed)} if names_number(typed) else {field: typed}
