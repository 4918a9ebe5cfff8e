"""Of which month the fee of the plan was taken last: no month is charged twice, whatever asks."""

from alembic import op

revision = "billing_plan_month"
down_revision = "billing_former_payers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE account ADD COLUMN plan_month date")


def downgrade() -> None:
    op.execute("ALTER TABLE account DROP COLUMN plan_month")
