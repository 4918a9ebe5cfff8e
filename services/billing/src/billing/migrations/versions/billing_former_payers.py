"""Who paid for a number before it was another's; the image before has each as a line of its own."""

from alembic import op

from runtime.database.migrations.indexes import build_index

revision = "billing_former_payers"
down_revision = "billing_barring"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE paid_subscriber ADD COLUMN former_of uuid")
    build_index(
        "paid_subscriber_former", "ON paid_subscriber (former_of) WHERE former_of IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX paid_subscriber_former")
    op.execute("ALTER TABLE paid_subscriber DROP COLUMN former_of")
