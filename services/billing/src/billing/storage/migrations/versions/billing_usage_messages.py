"""Usage records know by which message they were heard of, and are the memory of it."""

from alembic import op

revision = "billing_usage_messages"
down_revision = "billing_allowances"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE usage_record ADD COLUMN message_id uuid")
