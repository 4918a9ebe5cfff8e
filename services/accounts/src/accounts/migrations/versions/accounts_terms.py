"""Until when who opened a lucky number may not leave; the image before binds nobody."""

from alembic import op

revision = "accounts_terms"
down_revision = "accounts_damaged"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE subscriber ADD COLUMN bound_until timestamptz")
