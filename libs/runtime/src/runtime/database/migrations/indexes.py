"""Indexes of tables that are in use."""

from alembic import op


def build_index(name: str, definition: str) -> None:
    """Build an index while others go on reading and writing; `definition` begins with ON.

    It commits what its revision did before. What an interrupted try left behind is not valid, and
    goes first.
    """
    _build("INDEX", name, definition)


def build_unique_index(name: str, definition: str) -> None:
    """Build one that holds each value once; as `build_index`."""
    _build("UNIQUE INDEX", name, definition)


def _build(kind: str, name: str, definition: str) -> None:
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE {kind} CONCURRENTLY {name} {definition}")
