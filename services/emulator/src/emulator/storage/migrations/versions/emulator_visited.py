"""Whose network a handset abroad is in, with who visits and with what is written down."""

from alembic import op

revision = "emulator_visited"
down_revision = "emulator_multimedia"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("visitor", "call_record"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN visited_plmn text NOT NULL DEFAULT ''")
