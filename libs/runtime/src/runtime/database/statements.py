"""Statements over tables: written as SQLAlchemy Core or `text()`, run as text with `$1` by asyncpg.

A statement is a constant of its module. It is compiled once, when it is first run: that takes some
milliseconds. Parameters go by name: `bindparam("at")` in Core, `:at` in `text()`. A value that is
written into a statement stands in its text, as PostgreSQL must see it to choose a partial index.

In `text()` a type is said as CAST(:ids AS text[]): `:ids::text[]` is no parameter.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg, PGDialect_asyncpg
from sqlalchemy.sql.elements import BindParameter, ClauseElement

Statement = ClauseElement
"""Core of SQLAlchemy, or its `text()`."""

_Processor = Callable[[Any], Any]
_CAST = re.compile(r"(?<![:\w]):\w+::\w+")


class _Compiler(PGCompiler_asyncpg):
    """Writes values of the statement itself into its text; leaves `$1` for those of its call."""

    def visit_bindparam(  # type: ignore[override]  # it only passes the keywords on
        self, bindparam: BindParameter[Any], **kw: Any
    ) -> str:
        """Write a parameter, or the value it always has."""
        if not bindparam.required:
            kw["literal_binds"] = True
        written = super().visit_bindparam(bindparam, **kw)  # type: ignore[no-untyped-call]  # as it is
        return str(written)


class _Dialect(PGDialect_asyncpg):
    statement_compiler = _Compiler
    supports_statement_cache = True


_DIALECT = _Dialect()  # type: ignore[no-untyped-call]  # it has no types


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement as asyncpg runs it: its text, and which parameter is `$1`, `$2` …"""

    text: str
    names: Sequence[str]
    """By place."""
    processors: Sequence[tuple[int, _Processor]]
    """With their places, for values that asyncpg does not take as they are."""

    def values(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """Put parameters into their places. Raises TypeError where one is missing or unknown."""
        if len(parameters) != len(self.names):
            raise self._wrong(parameters)
        try:
            values = [parameters[name] for name in self.names]
        except KeyError:
            raise self._wrong(parameters) from None
        for place, process in self.processors:
            values[place] = process(values[place])
        return tuple(values)

    def _wrong(self, parameters: Mapping[str, Any]) -> TypeError:
        missing = [name for name in self.names if name not in parameters]
        unknown = [name for name in parameters if name not in self.names]
        return TypeError(f"parameters missing: {missing}, unknown: {unknown}, in: {self.text}")


_compiled: WeakKeyDictionary[Statement, Compiled] = WeakKeyDictionary()


def compiled(statement: Statement) -> Compiled:
    """Return a statement as asyncpg runs it; compiles it where it was not yet."""
    known = _compiled.get(statement)
    if known is None:
        known = _compiled[statement] = compile_statement(statement)
    return known


def compile_statement(statement: Statement) -> Compiled:
    """Compile a statement. Raises ValueError for `:x::type`, which is no parameter."""
    done = _Compiler(_DIALECT, statement)
    if cast := _CAST.search(done.string):
        raise ValueError(f"write CAST(:x AS type) instead of {cast.group()} in: {done.string}")
    names: Sequence[str] = done.positiontup or ()
    processors = [(place, _processor(done.binds[name])) for place, name in enumerate(names)]
    return Compiled(
        done.string, names, [(place, one) for place, one in processors if one is not None]
    )


def _processor(parameter: BindParameter[Any]) -> _Processor | None:
    process: _Processor | None = parameter.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return process
