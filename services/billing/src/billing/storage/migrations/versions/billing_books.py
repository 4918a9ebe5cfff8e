"""Balance books beside cash, and which posting moved which."""

from alembic import op

revision = "billing_books"
down_revision = "billing_reversals"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    CREATE TABLE balance_book (
        id uuid CONSTRAINT balance_book_id PRIMARY KEY,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        pays text[] NOT NULL,
        amount bigint NOT NULL CONSTRAINT balance_book_was_given_money CHECK (amount > 0),
        left_over bigint NOT NULL CONSTRAINT balance_book_pays_what_it_has
            CHECK (left_over BETWEEN 0 AND amount),
        valid_from timestamptz NOT NULL,
        valid_to timestamptz,
        ended boolean NOT NULL DEFAULT false
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX balance_book_by_account ON balance_book (account_id) WHERE NOT ended",
    # Where it is false, nobody looks for books: what most accounts cost stays what it was.
    "ALTER TABLE account ADD COLUMN holds_books boolean NOT NULL DEFAULT false",
    "ALTER TABLE posting ADD COLUMN of_book uuid",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
