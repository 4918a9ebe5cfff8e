"""Passwords that are prepared for an order, and numbers whose first password is to be told.

The image before knows nothing of either; to it a first password fits nothing.
"""

from alembic import op

revision = "accounts_prepared"
down_revision = "accounts_lives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE prepared_password (
            id            text COLLATE "C" PRIMARY KEY,
            subscriber_id text COLLATE "C" NOT NULL REFERENCES subscriber (id),
            holder_id     text COLLATE "C" NOT NULL REFERENCES customer (id),
            hash          text NOT NULL,
            prepared_by   text NOT NULL,
            channel       text NOT NULL,
            prepared_at   timestamptz NOT NULL,
            used_by_order text COLLATE "C" NOT NULL DEFAULT ''
        ) WITH (fillfactor = 80)
        """
    )
    op.execute(
        "CREATE INDEX prepared_password_of ON prepared_password (subscriber_id, prepared_at)"
    )
    op.execute(
        """
        CREATE TABLE untold_password (
            subscriber_id text COLLATE "C" PRIMARY KEY REFERENCES subscriber (id),
            leased_until  timestamptz
        ) WITH (fillfactor = 80)
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE untold_password")
    op.execute("DROP TABLE prepared_password")
