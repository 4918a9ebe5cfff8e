"""Payments know whose references name them: each partner of a channel has its own."""

from alembic import op

revision = "billing_collectors"
down_revision = "billing_customers"
branch_labels = None
depends_on = None

# The image before finds payments by channel and reference, and keeps what it posts once by its id.
_CHANGES = (
    "ALTER TABLE payment ADD COLUMN space text NOT NULL DEFAULT ''",
    "ALTER TABLE payment DROP CONSTRAINT payment_reference",
    """
    ALTER TABLE payment ADD CONSTRAINT payment_reference UNIQUE (channel, reference, space)
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
