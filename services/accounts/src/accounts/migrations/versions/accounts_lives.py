"""More phases of a subscriber, windows in which debts do not stop, numbers held and lucky.

The image before writes none of these. A number or card stays one subscriber's in every phase but
the last ones: its indexes are built anew, and those of the image before go.
"""

from alembic import op

from runtime.database.migrations.indexes import build_unique_index

revision = "accounts_lives"
down_revision = "accounts_stop_levels"
branch_labels = None
depends_on = None

LIVE = "WHERE phase NOT IN ('ported_out', 'terminated', 'undone')"


def upgrade() -> None:
    op.execute("ALTER TABLE subscriber_stop ADD COLUMN paused_until timestamptz")
    op.execute(
        """
        ALTER TABLE phone_number
            ADD COLUMN held_for text NOT NULL DEFAULT '',
            ADD COLUMN held_until timestamptz,
            ADD COLUMN grade text NOT NULL DEFAULT ''
        """
    )
    build_unique_index("subscriber_holds_the_number", f"ON subscriber (msisdn) {LIVE}")
    build_unique_index("subscriber_holds_the_card", f"ON subscriber (iccid) {LIVE}")
    op.execute("DROP INDEX subscriber_has_the_number, subscriber_has_the_card")
