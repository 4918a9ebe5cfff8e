"""Types of rows that are told by the thousand: one value for a row, where columns were arrays."""

from alembic import op

revision = "billing_told_rows"
down_revision = "billing_usage_messages"
branch_labels = None
depends_on = None

_TYPES = (
    """
    CREATE TYPE usage_told AS (
        id text, subscriber_id text, kind text, msisdn text, peer text, started_at timestamptz,
        quantity bigint, roam_type text, file_seq bigint, message_id uuid, account_id uuid,
        millifen bigint, derivation text, allowance_used bigint, reason text
    )
    """,
    "CREATE TYPE deduction_told AS (id uuid, minor bigint, carry integer)",
    "CREATE TYPE share_told AS (account_id uuid, book text, amount bigint, of_book uuid)",
)


def upgrade() -> None:
    for statement in _TYPES:
        op.execute(statement)
