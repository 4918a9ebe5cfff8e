"""Of which segment a customer is, and in which region her contract is."""

from alembic import op

revision = "accounts_markets"
down_revision = "accounts_begin"
branch_labels = None
depends_on = None

_CHANGES = (
    # Codes of the catalogue's sale rules; empty: of none.
    """
    ALTER TABLE customer
        ADD COLUMN segment text NOT NULL DEFAULT '',
        ADD COLUMN region text NOT NULL DEFAULT ''
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
