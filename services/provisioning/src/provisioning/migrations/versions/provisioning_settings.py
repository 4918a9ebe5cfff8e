"""What is set for a number beside its level, and what a change says beside level and card.

Rows there are mean what they meant: nothing is opened, packets and services are the template's.
"""

from alembic import op

revision = "provisioning_settings"
down_revision = "provisioning_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE profile ADD COLUMN setting text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE network_change ADD COLUMN detail text NOT NULL DEFAULT ''")
