"""What was counted of use is kept for some days, and its age is found without reading all of it."""

from runtime.database.migrations.indexes import build_index

revision = "billing_retention"
down_revision = "billing_sub_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index("class_of_use_by_age", "ON class_of_use USING brin (since)")
    build_index("month_of_use_by_age", "ON month_of_use USING brin (month)")
    build_index("charged_month_by_age", "ON charged_month USING brin (month)")
