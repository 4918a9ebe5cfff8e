"""An entry may be that of many accounts: a posting each, and one without account for the rest."""

from alembic import op

revision = "billing_collective_entries"
down_revision = "billing_month_of_use"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE ledger_entry ALTER COLUMN account_id DROP NOT NULL",
    "ALTER TABLE posting ALTER COLUMN account_id DROP NOT NULL",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
