"""As whom an order was asked for; NULL where no person asked, and in what was kept before."""

from alembic import op

revision = "orders_role"
down_revision = "orders_history_step"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE orders ADD COLUMN role text")
