"""Indexes of tables that are in use."""

from alembic import op


def build_index(name: str, definition: str) -> None:
    """Build an index while others go on reading and writing; `definition` begins with ON.

    It commits what its revision did before. What an interrupted try left behind is not valid, and
    goes first.
    """
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE INDEX CONCURRENTLY {name} {definition}")
