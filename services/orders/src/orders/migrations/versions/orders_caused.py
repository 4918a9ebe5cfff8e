"""When what an order follows was said, and in which trace: from a payment to the number's return.

Both by the machine that said it; NULL and empty for what was noted by an older image.
"""

from alembic import op

revision = "orders_caused"
down_revision = "orders_begin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE orders ADD COLUMN caused_at timestamptz")
    op.execute(
        """
        ALTER TABLE arrears_heard
            ADD COLUMN said_at timestamptz,
            ADD COLUMN traceparent text NOT NULL DEFAULT ''
        """
    )
