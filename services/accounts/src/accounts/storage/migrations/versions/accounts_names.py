"""The parts of a name, where they were said apart; the image before knows nothing of them."""

from alembic import op

revision = "accounts_names"
down_revision = "accounts_audit_text"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE customer ADD COLUMN sealed_names bytea")


def downgrade() -> None:
    op.execute("ALTER TABLE customer DROP COLUMN sealed_names")
