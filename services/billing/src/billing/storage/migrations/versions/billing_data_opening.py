"""When a subscriber's data was opened again in a month in which it was cut off."""

from alembic import op

revision = "billing_data_opening"
down_revision = "billing_credit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE data_opening (
            subscriber_id text NOT NULL,
            month date NOT NULL,
            opened_at timestamptz NOT NULL,
            PRIMARY KEY (subscriber_id, month, opened_at)
        )
        """
    )
