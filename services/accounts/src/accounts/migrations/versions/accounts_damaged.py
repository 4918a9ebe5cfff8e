"""Customers whose row does not open, found for the gauge; the image before marks nobody."""

from runtime.database.migrations.indexes import build_index

revision = "accounts_damaged"
down_revision = "accounts_languages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("customer_damaged", "ON customer (id) WHERE paper_form = 3")
