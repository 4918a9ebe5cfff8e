"""Who pays later: the payment type and limit of accounts, and what their use cost by month."""

from alembic import op

revision = "billing_credit"
down_revision = "billing_collective_entries"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    ALTER TABLE account
        ADD COLUMN payment_type text NOT NULL DEFAULT 'prepaid',
        ADD COLUMN credit_limit bigint NOT NULL DEFAULT 0,
        ADD COLUMN limit_afterwards bigint,
        ADD COLUMN limit_until timestamptz,
        ADD COLUMN high_use_in date,
        ADD COLUMN high_use_settled boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT account_payment_type CHECK (payment_type IN ('prepaid', 'postpaid')),
        ADD CONSTRAINT account_credit_is_for_who_pays_later
            CHECK (credit_limit >= 0 AND (payment_type = 'postpaid' OR credit_limit = 0))
    """,
    """
    CREATE TABLE charged_month (
        account_id uuid NOT NULL REFERENCES account (id),
        month date NOT NULL,
        millifen bigint NOT NULL,
        PRIMARY KEY (account_id, month)
    ) WITH (fillfactor = 70)
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
