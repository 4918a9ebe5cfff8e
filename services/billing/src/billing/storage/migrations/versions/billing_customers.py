"""Of which segment and region a customer is: what is only for some is sold by it."""

from alembic import op

revision = "billing_customers"
down_revision = "billing_newest_payments"
branch_labels = None
depends_on = None

_CHANGES = (
    # Not columns of the account: those are read for every use, these where something is sold.
    """
    CREATE TABLE customer (
        id text COLLATE "C" CONSTRAINT customer_id PRIMARY KEY,
        version bigint NOT NULL,
        segment text NOT NULL,
        region text NOT NULL
    )
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
