"""How late the newest fact is that was said on a topic: the business clock cannot go before it."""

from alembic import op

revision = "runtime_newest_fact"
down_revision = "runtime_typed_text"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without a default: no row is written, and the image before does not see it.
    op.execute("ALTER TABLE hand_over_total ADD COLUMN IF NOT EXISTS newest_at timestamptz")
