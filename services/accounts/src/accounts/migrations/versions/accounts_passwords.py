"""Service passwords of numbers, and of which number a password or a code made a proof.

The image before knows nothing of either: its proofs are of any number of their customer.
"""

from alembic import op

revision = "accounts_passwords"
down_revision = "accounts_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE proof ADD COLUMN subscriber_id text COLLATE "C" NOT NULL DEFAULT ''
        """
    )
    op.execute(
        """
        CREATE TABLE service_password (
            subscriber_id text COLLATE "C" PRIMARY KEY REFERENCES subscriber (id),
            holder_id     text COLLATE "C" NOT NULL REFERENCES customer (id),
            hash          text NOT NULL,
            given         text NOT NULL CHECK (given IN ('initial', 'normal')),
            changed_at    timestamptz NOT NULL,
            changes_month date NOT NULL,
            changes       smallint NOT NULL,
            tries_day     date NOT NULL,
            wrong         smallint NOT NULL
        ) WITH (fillfactor = 80)
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE service_password")
    op.execute("ALTER TABLE proof DROP COLUMN subscriber_id")
