"""Many rows in one statement: an array for each column, named and typed as in its table."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, TableValuedAlias, bindparam, cast, column, func


def given(*columns: ColumnElement[Any]) -> TableValuedAlias:
    """Return rows to select from: each column is a parameter of its name, which is an array.

    `by_column` makes the parameters. A value goes to PostgreSQL as it is.
    """
    names = [(each.name, each.type) for each in columns]
    arrays = [cast(bindparam(name), ARRAY(type_)) for name, type_ in names]
    rows = func.unnest(*arrays).table_valued(*(column(name, type_) for name, type_ in names))
    return rows.render_derived(name="given")


def by_column(
    names: Sequence[str], rows: Iterable[Sequence[object]]
) -> Mapping[str, Sequence[object]]:
    """Return the values of each column under its name; raises ValueError where a row has others."""
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: list(values_) for name, values_ in zip(names, values, strict=True)}
