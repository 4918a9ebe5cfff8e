"""What elements were told is kept for some days, and found by age without reading all of it."""

from runtime.database.migrations.indexes import build_index

revision = "provisioning_retention"
down_revision = "provisioning_begin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("element_log_by_age", "ON element_log USING brin (at)")
