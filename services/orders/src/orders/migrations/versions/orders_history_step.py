"""Which step a move of an order was about; NULL in what was kept before: the plan tells it."""

from alembic import op

revision = "orders_history_step"
down_revision = "orders_caused"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE order_history ADD COLUMN step integer")
