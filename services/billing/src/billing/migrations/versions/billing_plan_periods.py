"""Plans as half-open periods: whose plan is never another has one, its own offering, and no row."""

from alembic import op

revision = "billing_plan_periods"
down_revision = "billing_collected_besides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE account ADD COLUMN holds_plans boolean NOT NULL DEFAULT false")
    op.execute(
        """
        CREATE TABLE plan_period (
            account_id uuid NOT NULL REFERENCES account (id),
            offering text NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            CONSTRAINT plan_period_begins_once PRIMARY KEY (account_id, valid_from),
            CONSTRAINT plan_period_has_a_length CHECK (valid_from < valid_to)
        )
        """
    )
    op.execute(
        "CREATE UNIQUE INDEX plan_period_last ON plan_period (account_id) WHERE valid_to IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP TABLE plan_period")
    op.execute("ALTER TABLE account DROP COLUMN holds_plans")
