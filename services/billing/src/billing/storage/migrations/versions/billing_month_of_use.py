"""What a subscriber used in a month under rows that price the month as a whole."""

from alembic import op

revision = "billing_month_of_use"
down_revision = "billing_adjustments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE month_of_use (
            subscriber_id text NOT NULL,
            month date NOT NULL,
            tariff text NOT NULL,
            used bigint NOT NULL CONSTRAINT month_of_use_grows CHECK (used >= 0),
            PRIMARY KEY (subscriber_id, month, tariff)
        ) WITH (fillfactor = 70)
        """
    )
