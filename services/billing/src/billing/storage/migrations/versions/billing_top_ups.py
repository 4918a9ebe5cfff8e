"""Top-ups customers ask for, and what became of them."""

from alembic import op

revision = "billing_top_ups"
down_revision = "billing_refunds"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE top_up (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account (id),
        channel text NOT NULL,
        space text NOT NULL,
        reference text NOT NULL,
        amount bigint NOT NULL CONSTRAINT top_up_is_money CHECK (amount > 0),
        provider text NOT NULL,
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        state text NOT NULL,
        paid bigint CONSTRAINT top_up_is_paid_with_money CHECK (paid > 0),
        transaction_id text NOT NULL DEFAULT '',
        ended_at timestamptz,
        CONSTRAINT top_up_reference UNIQUE (channel, space, reference),
        CONSTRAINT top_up_done_is_paid CHECK ((state IN ('done', 'reversed')) = (paid IS NOT NULL))
    )
    """,
    """
    CREATE UNIQUE INDEX top_up_of_transaction ON top_up (provider, transaction_id)
        WHERE transaction_id <> ''
    """,
    "CREATE INDEX top_up_by_account ON top_up (account_id, asked_at DESC)",
    "CREATE INDEX top_up_by_time ON top_up (asked_at DESC)",
    "CREATE INDEX top_up_pending ON top_up (space) WHERE state = 'pending'",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
