"""PUKs of cards, and the orders that let one be read; the image before knows of none."""

from alembic import op

revision = "provisioning_puks"
down_revision = "provisioning_settings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE card_puk (
            imsi   text PRIMARY KEY,
            key_id text NOT NULL,
            nonce  bytea NOT NULL,
            sealed bytea NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE puk_grant (
            order_id      text PRIMARY KEY,
            subscriber_id text NOT NULL,
            imsi          text NOT NULL,
            granted_at    timestamptz NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX puk_grant_by_age ON puk_grant (granted_at)")


def downgrade() -> None:
    op.execute("DROP TABLE puk_grant")
    op.execute("DROP TABLE card_puk")
