"""Since when a subscriber has the plan billing says; the image before writes none."""

from alembic import op

revision = "accounts_plans"
down_revision = "accounts_former_holders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE subscriber ADD COLUMN offering_since timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE subscriber DROP COLUMN offering_since")
