"""What people typed, sealed, beside the audit whose events name it."""

from alembic import op

revision = "accounts_audit_text"
down_revision = "accounts_markets"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    CREATE TABLE audit_text (
        id text PRIMARY KEY,
        key_id text NOT NULL,
        sealed bytea NOT NULL,
        salt bytea NOT NULL
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_text
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
    """
    ALTER TABLE audit
        ADD COLUMN text_id text NOT NULL DEFAULT '',
        ADD COLUMN text_digest bytea NOT NULL DEFAULT ''
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
