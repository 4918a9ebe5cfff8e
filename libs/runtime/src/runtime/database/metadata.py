"""What the tables of the runtime belong to, in whose database they stand beside a service's own."""

from sqlalchemy import DDL, MetaData, Table, event

METADATA = MetaData()


def made_with(table: Table, *statements: str) -> None:
    """Say what SQLAlchemy has no words for and is made after a table: a trigger, a partition.

    A percent sign is written twice.
    """
    for statement in statements:
        event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]  # it has no types
