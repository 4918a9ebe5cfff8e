"""Appointments that were refused come again after a pause, or wait for a person."""

from alembic import op

from runtime.database.migrations.indexes import build_index

revision = "runtime_appointments"
down_revision = "runtime_newest_fact"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE timer
            ADD COLUMN again_at timestamptz,
            ADD COLUMN attempts integer NOT NULL DEFAULT 0,
            ADD COLUMN refusal text NOT NULL DEFAULT '',
            ADD COLUMN held_at timestamptz
        """
    )
    # What is next, and what of the same thing is due before it; a key begins with its thing.
    build_index(
        "timer_by_moment", "ON timer (name, coalesce(again_at, due_at)) WHERE held_at IS NULL"
    )
    build_index(
        "timer_by_thing",
        "ON timer (split_part(key, '/', 1), coalesce(again_at, due_at)) WHERE held_at IS NULL",
    )
    build_index("timer_held", "ON timer (held_at) WHERE held_at IS NOT NULL")
