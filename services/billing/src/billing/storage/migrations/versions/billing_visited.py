"""The network that served somebody abroad; nothing stands there at home.

A row type of its own, and not one attribute more of the one there was: the image before tells rows
of that while both run.
"""

from alembic import op

revision = "billing_visited"
down_revision = "billing_retention"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE usage_record ADD COLUMN visited_plmn text",
    "ALTER TABLE reservation ADD COLUMN visited_plmn text",
    """
    CREATE TYPE usage_told_2 AS (
        id text, subscriber_id text, kind text, msisdn text, peer text, started_at timestamptz,
        quantity bigint, roam_type text, file_seq bigint, visited_plmn text, message_id uuid,
        account_id uuid, millifen bigint, derivation text, allowance_used bigint, reason text
    )
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
