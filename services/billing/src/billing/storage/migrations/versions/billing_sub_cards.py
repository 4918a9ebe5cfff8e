"""Sub-cards (副卡): further numbers an account pays for, that share what it is allowed."""

from alembic import op

revision = "billing_sub_cards"
down_revision = "billing_once_by_time"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    CREATE TABLE sub_card (
        subscriber_id uuid CONSTRAINT sub_card_id PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account (id),
        msisdn text NOT NULL,
        offering text NOT NULL,
        paid_from timestamptz NOT NULL,
        started_at timestamptz,
        paid_to timestamptz,
        kept_from timestamptz,
        kept_to timestamptz,
        subscriber_version bigint NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX sub_card_by_account ON sub_card (account_id)",
    "CREATE INDEX sub_card_by_msisdn ON sub_card (msisdn, paid_from)",
    # Whose main line is about to leave, or away.
    """
    CREATE TABLE closed_to_cards (
        account_id uuid CONSTRAINT closed_to_cards_id PRIMARY KEY REFERENCES account (id)
    )
    """,
    # Who has none, as nearly everybody, is not asked for them.
    "ALTER TABLE account ADD COLUMN holds_cards boolean NOT NULL DEFAULT false",
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
