"""Where a use comes from, and what tells it from others: its element, numbers and parts.

A row type of its own, and a key beside the one there was: the image before tells its rows in its
own way, and knows its duplicates by file, while both run. Two uses of one second in one file are
two, so the key of before holds only for rows that name no element.

What goes before an index is committed with it: interrupted, it is done again from the beginning.
"""

from alembic import op

from runtime.database.migrations.indexes import build_index, build_unique_index

revision = "billing_origin"
down_revision = "billing_collectors"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    ALTER TABLE usage_record
        ADD COLUMN IF NOT EXISTS element text,
        ADD COLUMN IF NOT EXISTS record_seq bigint,
        ADD COLUMN IF NOT EXISTS rating_group bigint,
        ADD COLUMN IF NOT EXISTS partial integer,
        ADD COLUMN IF NOT EXISTS of_session_before bigint,
        ADD COLUMN IF NOT EXISTS use_key bytea,
        ADD COLUMN IF NOT EXISTS session_key bytea,
        ADD COLUMN IF NOT EXISTS units bigint
    """,
    "DROP TYPE IF EXISTS usage_told_3",
    """
    CREATE TYPE usage_told_3 AS (
        id text, subscriber_id text, kind text, msisdn text, peer text, started_at timestamptz,
        quantity bigint, roam_type text, file_seq bigint, visited_plmn text, element text,
        record_seq bigint, rating_group bigint, partial integer, of_session_before bigint,
        use_key bytea, session_key bytea, units bigint, message_id uuid, account_id uuid,
        millifen bigint, derivation text, allowance_used bigint, reason text
    )
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
    build_unique_index(
        "usage_record_once_by_key",
        "ON usage_record (started_at, use_key) WHERE use_key IS NOT NULL",
    )
    build_unique_index(
        "usage_record_once_by_file",
        "ON usage_record (started_at, msisdn, kind, peer, file_seq) WHERE use_key IS NULL",
    )
    build_index(
        "usage_record_by_session",
        "ON usage_record (session_key) WHERE session_key IS NOT NULL",
    )
    op.execute("ALTER TABLE usage_record DROP CONSTRAINT IF EXISTS usage_record_once")
