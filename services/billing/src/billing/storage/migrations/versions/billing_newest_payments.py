"""The newest payments of all are found without sorting every one."""

from alembic import op

revision = "billing_newest_payments"
down_revision = "billing_visited"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX payment_by_moment ON payment (at DESC, id)")
