"""Who acts for a customer: of whom a proof is, and their own paper, sealed.

The image before knows nothing of either: its proofs are of the holder.
"""

from alembic import op

revision = "accounts_representatives"
down_revision = "accounts_passwords"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE proof ADD COLUMN role text NOT NULL DEFAULT 'holder'")
    op.execute(
        """
        CREATE TABLE representative (
            proof_id text COLLATE "C" PRIMARY KEY REFERENCES proof (id),
            key_id   text NOT NULL,
            sealed   bytea NOT NULL
        )
        """
    )
