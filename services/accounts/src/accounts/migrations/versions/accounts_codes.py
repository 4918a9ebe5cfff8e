"""One-time codes: when the last one of a number was sent, where it is good, how often it was tried.

The image before knows nothing of them.
"""

from alembic import op

revision = "accounts_codes"
down_revision = "accounts_representatives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE one_time_code (
            subscriber_id text COLLATE "C" PRIMARY KEY REFERENCES subscriber (id),
            holder_id     text COLLATE "C" NOT NULL REFERENCES customer (id),
            channel       text NOT NULL,
            request_id    text COLLATE "C" NOT NULL,
            sent_at       timestamptz NOT NULL,
            day           date NOT NULL,
            sent          smallint NOT NULL,
            tries         smallint NOT NULL,
            is_used       boolean NOT NULL
        ) WITH (fillfactor = 80)
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE one_time_code")
