"""Payments that were taken back."""

from alembic import op

revision = "billing_reversals"
down_revision = "billing_reservations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE payment_reversal (
            payment_id uuid CONSTRAINT payment_is_reversed_once PRIMARY KEY,
            reason text NOT NULL,
            at timestamptz NOT NULL
        )
        """
    )
