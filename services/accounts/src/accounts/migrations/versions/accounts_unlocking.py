"""How often numbers were unlocked on a day; the image before unlocks nothing."""

from alembic import op

revision = "accounts_unlocking"
down_revision = "accounts_prepared"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE unlocking (
            subscriber_id text COLLATE "C" NOT NULL REFERENCES subscriber (id),
            lock          text NOT NULL,
            day           date NOT NULL,
            times         smallint NOT NULL,
            PRIMARY KEY (subscriber_id, lock)
        ) WITH (fillfactor = 80)
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE unlocking")
