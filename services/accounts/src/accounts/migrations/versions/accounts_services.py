"""Supplementary services of a subscriber; to the image before nobody has any."""

from alembic import op

revision = "accounts_services"
down_revision = "accounts_codes_beside"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE subscriber ADD COLUMN services text NOT NULL DEFAULT ''")
