"""Files are known by element, name and content, records by element, id and what they are like.

Beside the tables there were, so that the image before goes on in its own way: `record_file` keeps
what it took, and each use is said once by the name it has in `usage_record`, whoever says it.

What goes before an index is committed with it: interrupted, it is done again from the beginning.
"""

from alembic import op

from runtime.database.migrations.indexes import build_index

revision = "provisioning_identity"
down_revision = "provisioning_retention"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    CREATE TABLE IF NOT EXISTS taken_file (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        element text NOT NULL,
        name text NOT NULL,
        digest bytea NOT NULL,
        file_seq bigint NOT NULL,
        records bigint NOT NULL,
        stated bigint,
        said bigint NOT NULL DEFAULT 0,
        refused bigint NOT NULL DEFAULT 0,
        reasons jsonb NOT NULL DEFAULT '{}',
        read_at timestamptz NOT NULL,
        CONSTRAINT taken_file_once UNIQUE (element, name, digest)
    )
    """,
    "CREATE INDEX IF NOT EXISTS taken_file_by_number ON taken_file (element, file_seq)",
    """
    ALTER TABLE usage_record
        ADD COLUMN IF NOT EXISTS element text,
        ADD COLUMN IF NOT EXISTS mark text,
        ADD COLUMN IF NOT EXISTS started_at timestamptz,
        ADD COLUMN IF NOT EXISTS likeness bytea
    """,
    """
    ALTER TABLE refused_record
        ADD COLUMN IF NOT EXISTS element text NOT NULL DEFAULT '',
        ADD COLUMN IF NOT EXISTS file_id bigint,
        ADD COLUMN IF NOT EXISTS field text NOT NULL DEFAULT ''
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
    build_index(
        "usage_record_alike",
        "ON usage_record (started_at, likeness) WHERE likeness IS NOT NULL",
    )
    build_index("refused_record_by_reason", "ON refused_record (reason, id)")
