"""Until when a number is open though money is owed, and how much was owed when that began."""

from alembic import op

revision = "billing_windows"
down_revision = "billing_plan_month"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("paid_subscriber", "sub_card"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN open_until timestamptz")
        op.execute(f"ALTER TABLE {table} ADD COLUMN owed_then bigint")


def downgrade() -> None:
    for table in ("sub_card", "paid_subscriber"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN owed_then")
        op.execute(f"ALTER TABLE {table} DROP COLUMN open_until")
