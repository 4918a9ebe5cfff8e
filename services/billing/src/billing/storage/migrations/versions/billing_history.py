"""Payments are found by the account they were made into."""

from alembic import op

revision = "billing_history"
down_revision = "billing_begin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX payment_by_account ON payment (account_id, at)")
