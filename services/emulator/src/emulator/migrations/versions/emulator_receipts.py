"""Who is told what became of a text."""

from alembic import op

from runtime.database.migrations.indexes import build_index

revision = "emulator_receipts"
down_revision = "emulator_services"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE text_message ADD COLUMN receipt_to text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE text_message ADD COLUMN reference bytea NOT NULL DEFAULT ''")
    build_index("text_message_owed", "ON text_message (receipt_to, turn) WHERE receipt_to <> ''")
