"""What is registered and active for a number; how handsets answer, and who called them.

The image before knows none of it: what it writes has nothing registered, and all handsets answer.
"""

from alembic import op

revision = "emulator_supplementary"
down_revision = "emulator_receipts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("subscription", "visitor"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN registered text NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE handset ADD COLUMN answering text NOT NULL DEFAULT 'answers'")
    op.execute(
        """
        CREATE TABLE received_call (
            id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            imsi         text NOT NULL,
            caller       text NOT NULL,
            seconds      integer NOT NULL,
            started_at   timestamptz NOT NULL,
            forwarded_by text NOT NULL,
            waited       boolean NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX received_call_by_imsi ON received_call (imsi, id)")
