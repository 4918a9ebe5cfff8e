"""In which form a paper's number was indexed: 0 as it was typed, 1 in one form, 2 registered twice.

The image before knows nothing of it and indexes what is typed: what it adds is 0.
"""

from alembic import op

revision = "accounts_papers"
down_revision = "accounts_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE customer ADD COLUMN paper_form smallint NOT NULL DEFAULT 0")
    # The number of a citizen was in one form from the beginning.
    op.execute("UPDATE customer SET paper_form = 1 WHERE paper_type IN ('id_card', 'temp_id')")
    op.execute("CREATE INDEX customer_as_typed ON customer (id) WHERE paper_form = 0")


def downgrade() -> None:
    op.execute("DROP INDEX customer_as_typed")
    op.execute("ALTER TABLE customer DROP COLUMN paper_form")
