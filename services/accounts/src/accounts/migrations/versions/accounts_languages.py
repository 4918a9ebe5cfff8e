"""In which language subscribers are written to; to the image before nobody has chosen."""

from alembic import op

revision = "accounts_languages"
down_revision = "accounts_unlocking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE subscriber_language (
            subscriber_id text COLLATE "C" PRIMARY KEY REFERENCES subscriber (id),
            language      text NOT NULL,
            before        text NOT NULL,
            version       bigint NOT NULL
        ) WITH (fillfactor = 80)
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE subscriber_language")
