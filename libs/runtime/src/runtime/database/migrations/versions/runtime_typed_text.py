"""What people typed waits here for the audit store (see `runtime.operations.typed_text`)."""

from alembic import op

revision = "runtime_typed_text"
down_revision = "runtime_wrong_tries"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE typed_text (
    id uuid PRIMARY KEY,
    text text NOT NULL,
    salt bytea NOT NULL,
    put_at timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz NOT NULL DEFAULT '-infinity'
)
"""


def upgrade() -> None:
    op.execute(_TABLE)
