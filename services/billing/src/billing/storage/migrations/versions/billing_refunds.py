"""What is payable back is found without reading all that an account ever posted."""

from runtime.database.migrations.indexes import build_index

revision = "billing_refunds"
down_revision = "billing_origin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "posting_of_refunds",
        "ON posting (account_id) INCLUDE (amount, of_book) WHERE book = 'refund_payable'",
    )
