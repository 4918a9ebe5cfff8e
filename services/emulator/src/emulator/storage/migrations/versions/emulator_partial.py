"""Parts of long calls, and kinds of content, with what is written down."""

from alembic import op

revision = "emulator_partial"
down_revision = "emulator_visited"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE call_record
            ADD COLUMN rating_group bigint NOT NULL DEFAULT 0,
            ADD COLUMN partial integer NOT NULL DEFAULT 0
        """
    )
