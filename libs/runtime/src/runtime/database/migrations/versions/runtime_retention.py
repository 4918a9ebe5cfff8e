"""The memory of steps is kept for some days, and its age is found without reading all of it."""

from runtime.database.migrations.indexes import build_index

revision = "runtime_retention"
down_revision = "runtime_packs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("step_log_by_age", "ON step_log USING brin (changed_at)")
