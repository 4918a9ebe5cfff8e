"""Since when the network bars a number both ways, for whatever reason."""

from alembic import op

revision = "billing_barred_since"
down_revision = "billing_plan_periods"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE paid_subscriber ADD COLUMN barred_since timestamptz")
    op.execute("ALTER TABLE sub_card ADD COLUMN barred_since timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE sub_card DROP COLUMN barred_since")
    op.execute("ALTER TABLE paid_subscriber DROP COLUMN barred_since")
