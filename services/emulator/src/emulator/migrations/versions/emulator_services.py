"""Which packet profile and which supplementary services a subscription has; both copies of it.

The image before knows neither: what it writes has the usual packet profile and no services.
"""

from alembic import op

revision = "emulator_services"
down_revision = "emulator_partial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("subscription", "visitor"):
        op.execute(
            f"""
            ALTER TABLE {table}
                ADD COLUMN packet_profile text NOT NULL DEFAULT '1',
                ADD COLUMN services text NOT NULL DEFAULT ''
            """
        )
