"""Fold the revisions of a service's database into one: `make baseline SERVICE=accounts`.

When a release is made, what its database holds becomes the first revision of the next one. It is
written from the tables as they are said, once: a later change of these does not change it. HEAD
names the last revision the release had, where there are later ones; these stay, and what they add
is taken out of the `.sql` by hand. `tests/architecture/test_baselines.py` tells what differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_mock_engine
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.ddl import ExecutableDDLElement

from launch.tables import RUNTIME, tables_of
from runtime.database.migrations import config_of
from stages import ROOT, say

REVISION = '''"""What the database of {service} held with release {release}."""

from runtime.database.migrations.baseline import make_all_of

revision = "{head}"
down_revision = None
branch_labels = ("{service}",)
depends_on = None
release = "{release}"
folded = {folded}
"""Revisions that led here: a database that stands at one of them is brought on by that release."""


def upgrade() -> None:
    make_all_of(__file__)
'''
PLACES = {RUNTIME: "libs/runtime/src/runtime/database"}


def statements_of(metadata: MetaData) -> Sequence[str]:
    """Return what makes the tables, in an order that is the same whenever it is asked for."""
    made: list[tuple[bool, str]] = []

    def write(statement: ExecutableDDLElement, *_: object) -> None:
        is_index = isinstance(statement, CreateIndex)
        made.append((is_index, laid_out(str(statement.compile(dialect=engine.dialect)))))

    engine = create_mock_engine("postgresql+asyncpg://", write)
    metadata.create_all(engine, checkfirst=False)
    runs = groupby(made, key=lambda each: each[0])
    # A table keeps its indexes in a set.
    return [text for is_index, run in runs for text in in_order(run, sort=is_index)]


def in_order(run: Iterator[tuple[bool, str]], *, sort: bool) -> Sequence[str]:
    texts = [text for _, text in run]
    return sorted(texts) if sort else texts


def laid_out(statement: str) -> str:
    """Write a statement without blank lines: these part statements."""
    lines = (line.rstrip() for line in statement.expandtabs(4).splitlines())
    return "\n".join(line for line in lines if line) + ";"


def branch_up_to(head: str, service: str) -> Sequence[str]:
    """Return the revisions of a service from its first to `head`; empty: to its newest."""
    scripts = ScriptDirectory.from_config(config_of(service, ""))
    walked = scripts.iterate_revisions(head or f"{service}@head", "base")
    return [each.revision for each in walked][::-1]


def paths_of(service: str, revisions: Sequence[str]) -> Sequence[Path]:
    scripts = ScriptDirectory.from_config(config_of(service, ""))
    return [Path(scripts.get_revision(each).path) for each in revisions]


def main() -> None:
    """Write the baseline of a service, and take away what it stands for."""
    arguments = parser().parse_args()
    service: str = arguments.service
    metadata = tables_of(service)
    if metadata is None:
        sys.exit(f"{service} has no tables: see docs/extending.md, A table.")
    *before, head = branch_up_to(arguments.head, service)
    folder = ROOT / PLACES.get(service, f"services/{service}/src/{service}") / "migrations/versions"
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths_of(service, [*before, head]):
        path.unlink()
    written = folder / f"{head}.py"
    words = {"service": service, "head": head, "release": arguments.release}
    written.write_text(REVISION.format(**words, folded=listed(before)), encoding="utf-8")
    statements = "\n\n".join(statements_of(metadata)) + "\n"
    written.with_suffix(".sql").write_text(statements, encoding="utf-8")
    say(f"{written.relative_to(ROOT)} stands for {len(before) + 1} revisions")


def listed(revisions: Sequence[str]) -> str:
    if not revisions:
        return "()"
    return "(\n" + "".join(f'    "{each}",\n' for each in revisions) + ")"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service")
    parser.add_argument("--head", default="", help="the last revision the release had")
    parser.add_argument("--release", default="0.1.0", help="the release that had it")
    return parser


if __name__ == "__main__":
    main()
