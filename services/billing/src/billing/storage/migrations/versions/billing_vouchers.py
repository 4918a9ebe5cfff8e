"""Voucher cards, and tries that did not succeed."""

from alembic import op

revision = "billing_vouchers"
down_revision = "billing_books"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE voucher (
        serial text CONSTRAINT voucher_serial PRIMARY KEY,
        seal text NOT NULL CONSTRAINT voucher_code_once UNIQUE,
        batch text NOT NULL,
        amount bigint NOT NULL CONSTRAINT voucher_is_worth_something CHECK (amount > 0),
        valid_to timestamptz NOT NULL,
        state text NOT NULL
    )
    """,
    """
    CREATE TABLE voucher_try (
        account_id uuid CONSTRAINT voucher_try_of_account PRIMARY KEY,
        since timestamptz NOT NULL,
        wrong integer NOT NULL,
        locked_until timestamptz
    )
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
