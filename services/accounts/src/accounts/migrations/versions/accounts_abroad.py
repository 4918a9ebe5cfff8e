"""Long distance and roaming of a subscriber; to the image before nobody has them."""

from alembic import op

revision = "accounts_abroad"
down_revision = "accounts_terms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE subscriber
            ADD COLUMN long_distance       boolean NOT NULL DEFAULT false,
            ADD COLUMN long_distance_until timestamptz,
            ADD COLUMN roaming             boolean NOT NULL DEFAULT false,
            ADD COLUMN roaming_until       timestamptz
        """
    )


def downgrade() -> None:
    op.execute(
        """
        ALTER TABLE subscriber
            DROP COLUMN long_distance, DROP COLUMN long_distance_until,
            DROP COLUMN roaming, DROP COLUMN roaming_until
        """
    )
