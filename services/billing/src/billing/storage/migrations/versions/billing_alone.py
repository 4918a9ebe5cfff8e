"""What was moved by hand alone on each day, and what waits for a second person beside money."""

from alembic import op

revision = "billing_alone"
down_revision = "billing_top_ups"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    CREATE TABLE moved_alone (
        day date NOT NULL,
        whose text NOT NULL,
        amount bigint NOT NULL DEFAULT 0 CONSTRAINT moved_alone_is_money CHECK (amount >= 0),
        PRIMARY KEY (day, whose)
    )
    """,
    "CREATE INDEX moved_alone_age ON moved_alone USING brin (day)",
    "ALTER TABLE adjustment ADD COLUMN detail jsonb",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
