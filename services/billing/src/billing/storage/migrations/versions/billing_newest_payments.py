"""The newest payments of all are found without sorting every one."""

from runtime.database.migrations.indexes import build_index

revision = "billing_newest_payments"
down_revision = "billing_visited"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("payment_by_moment", "ON payment (at DESC, id)")
