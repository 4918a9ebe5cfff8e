"""Who loaded a voucher, and which wait until a second person releases them."""

from alembic import op

revision = "billing_voucher_release"
down_revision = "billing_terms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE voucher ADD COLUMN loaded_by text NOT NULL DEFAULT ''")
    op.execute("CREATE INDEX voucher_waits ON voucher (batch) WHERE state = 'waiting'")


def downgrade() -> None:
    op.execute("DROP INDEX voucher_waits")
    op.execute("ALTER TABLE voucher DROP COLUMN loaded_by")
