"""A number may be stopped for data alone (3); one way stays 1, two ways 2.

The image before adds no such stop. Rows are not looked at: those there are keep the narrower rule.
"""

from alembic import op

revision = "accounts_stop_levels"
down_revision = "accounts_doubted"
branch_labels = None
depends_on = None

WAS, IS = "level = ANY (ARRAY[1, 2])", "level IN (1, 2, 3)"
NAME = "subscriber_stop_level_check"


def upgrade() -> None:
    op.execute(f"ALTER TABLE subscriber_stop DROP CONSTRAINT {NAME}")
    op.execute(f"ALTER TABLE subscriber_stop ADD CONSTRAINT {NAME} CHECK ({IS}) NOT VALID")
    op.execute(f"ALTER TABLE subscriber_stop VALIDATE CONSTRAINT {NAME}")
