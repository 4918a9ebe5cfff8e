"""Money kept aside for uses that are under way, or whose record is not rated yet."""

from alembic import op

revision = "billing_reservations"
down_revision = "billing_history"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE reservation (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        state text NOT NULL,
        millifen bigint NOT NULL CONSTRAINT reservation_keeps_money CHECK (millifen >= 0),
        until timestamptz NOT NULL,
        record_id text,
        subscriber_id text NOT NULL,
        kind text NOT NULL,
        msisdn text NOT NULL,
        peer text NOT NULL,
        started_at timestamptz NOT NULL,
        quantity bigint NOT NULL,
        roam_type text NOT NULL,
        CONSTRAINT reservation_held_for_a_record CHECK ((state = 'held') = (record_id IS NOT NULL))
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX reservation_by_account ON reservation (account_id)",
    "CREATE INDEX reservation_by_moment ON reservation (until)",
    """
    CREATE INDEX reservation_by_record ON reservation (record_id) WHERE record_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
