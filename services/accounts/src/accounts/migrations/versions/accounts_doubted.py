"""Customers whose name or paper is doubted; the image before doubts nobody."""

from alembic import op

revision = "accounts_doubted"
down_revision = "accounts_codes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE customer ADD COLUMN doubted boolean NOT NULL DEFAULT false")
