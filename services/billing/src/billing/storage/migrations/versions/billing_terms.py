"""The term of a kept number, and the last month an account was charged for."""

from alembic import op

revision = "billing_terms"
down_revision = "billing_alone"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    ALTER TABLE account
        ADD COLUMN kept_term timestamptz,
        ADD COLUMN kept_lifted timestamptz,
        ADD COLUMN charged_month date
    """,
    "ALTER TABLE sub_card ADD COLUMN kept_term timestamptz",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
