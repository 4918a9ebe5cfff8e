"""Tries that did not succeed, by who tried and by what was tried (see `runtime.guessing`)."""

from alembic import op

revision = "runtime_wrong_tries"
down_revision = "runtime_retention"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE wrong_try (
    kind text NOT NULL,
    who text NOT NULL,
    target text NOT NULL,
    since timestamptz NOT NULL,
    wrong integer NOT NULL DEFAULT 0,
    locks integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    PRIMARY KEY (kind, who, target)
)
"""


def upgrade() -> None:
    op.execute(_TABLE)
