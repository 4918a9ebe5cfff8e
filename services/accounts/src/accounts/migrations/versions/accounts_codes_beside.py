"""One-time codes of other channels beside the last one; the image before keeps the last alone."""

from alembic import op

revision = "accounts_codes_beside"
down_revision = "accounts_abroad"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE one_time_code ADD COLUMN beside jsonb NOT NULL DEFAULT '[]'")
