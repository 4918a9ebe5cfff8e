"""Records of multimedia messages: the message's id and size, and how many it goes to."""

from alembic import op

revision = "emulator_multimedia"
down_revision = "emulator_begin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE call_record
            ADD COLUMN message_id text,
            ADD COLUMN message_octets integer,
            ADD COLUMN recipients integer
        """
    )
