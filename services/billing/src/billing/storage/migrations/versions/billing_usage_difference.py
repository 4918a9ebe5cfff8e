"""What records cost otherwise since they were rated again: lines beside them, never edits."""

from alembic import op

revision = "billing_usage_difference"
down_revision = "billing_data_opening"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE usage_difference (
        id bigint GENERATED ALWAYS AS IDENTITY,
        record_id text NOT NULL,
        run_id uuid NOT NULL,
        subscriber_id text NOT NULL,
        from_millifen bigint NOT NULL,
        to_millifen bigint NOT NULL,
        derivation text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT usage_difference_once_a_run PRIMARY KEY (record_id, run_id),
        CONSTRAINT usage_difference_is_one CHECK (from_millifen <> to_millifen)
    )
    """,
    "CREATE INDEX usage_difference_by_run ON usage_difference (run_id, subscriber_id)",
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON usage_difference
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
