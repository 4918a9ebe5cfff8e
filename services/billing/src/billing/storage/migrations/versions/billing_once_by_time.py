"""What makes a use the same as another begins with its moment: new ones are looked for together.

By number, each was looked for in another corner of an index of all uses there ever were.
"""

from alembic import op

revision = "billing_once_by_time"
down_revision = "billing_told_rows"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE usage_record DROP CONSTRAINT usage_record_once",
    """
    ALTER TABLE usage_record ADD CONSTRAINT usage_record_once
        UNIQUE (started_at, msisdn, kind, peer, file_seq)
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
