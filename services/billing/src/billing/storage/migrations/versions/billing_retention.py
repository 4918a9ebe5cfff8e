"""What was counted of use is kept for some days, and its age is found without reading all of it."""

from alembic import op

revision = "billing_retention"
down_revision = "billing_sub_cards"
branch_labels = None
depends_on = None

_CHANGES = (
    "CREATE INDEX class_of_use_by_age ON class_of_use USING brin (since)",
    "CREATE INDEX month_of_use_by_age ON month_of_use USING brin (month)",
    "CREATE INDEX charged_month_by_age ON charged_month USING brin (month)",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
