"""What accounts may use without a price, and what was used of it by classes of use."""

from alembic import op

revision = "billing_allowances"
down_revision = "billing_usage_difference"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    CREATE TABLE allowance (
        id uuid CONSTRAINT allowance_id PRIMARY KEY,
        account_id uuid NOT NULL,
        offering text NOT NULL,
        name text NOT NULL,
        source text NOT NULL,
        kind text NOT NULL,
        included jsonb NOT NULL,
        total bigint NOT NULL,
        used bigint NOT NULL DEFAULT 0,
        valid_from timestamptz NOT NULL,
        valid_to timestamptz NOT NULL,
        usable_to timestamptz NOT NULL,
        cause_id text NOT NULL,
        renews boolean NOT NULL,
        price bigint NOT NULL,
        CONSTRAINT allowance_pays_what_it_has CHECK (used BETWEEN 0 AND total)
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX allowance_by_account ON allowance (account_id, usable_to)",
    """
    CREATE TABLE class_of_use (
        id uuid CONSTRAINT class_of_use_id PRIMARY KEY,
        account_id uuid NOT NULL,
        subscriber_id text NOT NULL,
        kind text NOT NULL,
        since timestamptz NOT NULL,
        tariff text NOT NULL,
        catalogue integer NOT NULL,
        draws_on uuid[] NOT NULL,
        drawn bigint[] NOT NULL,
        used bigint NOT NULL,
        CONSTRAINT class_of_use_draws_on_each CHECK (cardinality(draws_on) = cardinality(drawn))
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX class_of_use_by_account ON class_of_use (account_id, since)",
    # Where it is null, nobody looks for allowances: what most accounts cost stays what it was.
    "ALTER TABLE account ADD COLUMN granted_month date",
    # In started minutes, parts, recipients or KB; null stands for nothing.
    "ALTER TABLE usage_record ADD COLUMN allowance_used bigint",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
