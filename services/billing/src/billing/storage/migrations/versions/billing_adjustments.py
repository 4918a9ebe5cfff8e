"""Adjustments and refunds, and who decided about them."""

from alembic import op

revision = "billing_adjustments"
down_revision = "billing_vouchers"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE adjustment (
        id uuid CONSTRAINT adjustment_once PRIMARY KEY,
        account_id uuid NOT NULL,
        amount bigint NOT NULL CONSTRAINT adjustment_moves_money CHECK (amount <> 0),
        reason_code text NOT NULL,
        reason text NOT NULL,
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        state text NOT NULL,
        decided_by text NOT NULL DEFAULT '',
        decided_at timestamptz,
        CONSTRAINT adjustment_is_decided_by_another CHECK (decided_by <> asked_by)
    )
    """,
    "CREATE INDEX adjustment_by_time ON adjustment (asked_at)",
    "CREATE INDEX adjustment_waiting ON adjustment (account_id) WHERE state = 'waiting'",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
