"""How far the network bars a number, for whatever reason: what a use under way is judged by."""

from alembic import op

revision = "billing_barring"
down_revision = "billing_barred_since"
branch_labels = None
depends_on = None

_BARRED = "UPDATE {table} SET barring = 'two_way' WHERE barred_since IS NOT NULL"


def upgrade() -> None:
    for table in ("paid_subscriber", "sub_card"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN barring text NOT NULL DEFAULT 'none'")
        op.execute(_BARRED.format(table=table))


def downgrade() -> None:
    for table in ("sub_card", "paid_subscriber"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN barring")
