"""What a revision does to a schema, and whether the image before can live with it.

Expand, then contract in the next release: what the image before reads and writes must stay.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script

_NAME = r'"?([\w.]+)"?'
_BREAKS = {
    re.compile(rf"\bDROP TABLE (?!IF EXISTS){_NAME}", re.I): "drops the table {0}",
    re.compile(rf"\bDROP TABLE IF EXISTS {_NAME}", re.I): "drops the table {0}",
    re.compile(rf"\bDROP COLUMN (?:IF EXISTS )?{_NAME}", re.I): "drops the column {0}",
    re.compile(rf"\bDROP VIEW (?:IF EXISTS )?{_NAME}", re.I): "drops the view {0}",
    re.compile(rf"\bRENAME (?:COLUMN )?(?:{_NAME} )?TO", re.I): "renames {0}",
    re.compile(rf"\bALTER (?:COLUMN )?{_NAME} SET NOT NULL", re.I): "lets {0} be nothing no more",
    re.compile(
        rf"\bALTER (?:COLUMN )?{_NAME} (?:SET DATA )?TYPE\b", re.I
    ): "changes the type of {0}",
    re.compile(rf"\bALTER (?:COLUMN )?{_NAME} DROP DEFAULT", re.I): "takes the default of {0}",
}
_NEW_COLUMN = re.compile(
    rf"\bADD COLUMN (?:IF NOT EXISTS )?{_NAME} ((?:[^,()';]|\([^()]*\)|'[^']*')*)", re.I
)
_DROPPED = re.compile(rf"\bDROP CONSTRAINT (?:IF EXISTS )?{_NAME}", re.I)
_ADDED = re.compile(rf"(?:\bADD CONSTRAINT|\bUNIQUE INDEX(?: CONCURRENTLY)?) {_NAME}", re.I)
_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True, slots=True)
class Step:
    """One revision, and what in it the image before cannot live with."""

    revision: str
    breaks: Sequence[str]


def judged(script: Script) -> Step:
    """Run a revision into the air and judge its statements."""
    return Step(script.revision, tuple(breaks_in(_statements(script))))


def breaks_in(text: str) -> Iterator[str]:
    """Say what in these statements the image before cannot live with."""
    plain = " ".join(_COMMENT.sub("", text).split())
    for pattern, sentence in _BREAKS.items():
        for match in pattern.finditer(plain):
            yield sentence.format(match.group(1) or "something")
    for name, rest in _NEW_COLUMN.findall(plain):
        wanted = rest.upper()
        if "NOT NULL" in wanted and "DEFAULT" not in wanted and "GENERATED" not in wanted:
            yield f"wants a value for {name}, which the image before does not give"
    added = set(_ADDED.findall(plain))
    for name in _DROPPED.findall(plain):
        if name not in added:
            yield f"drops the constraint {name}, which a statement may name"


def _statements(script: Script) -> str:
    said = io.StringIO()
    into_the_air = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said}
    )
    with Operations.context(into_the_air):
        script.module.upgrade()
    return said.getvalue()
