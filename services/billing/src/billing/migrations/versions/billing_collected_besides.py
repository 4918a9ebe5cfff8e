"""What providers say they collected besides, of top-ups that were paid: owed back by them."""

from alembic import op

revision = "billing_collected_besides"
down_revision = "billing_voucher_release"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE collected_besides (
            top_up_id uuid NOT NULL REFERENCES top_up (id),
            transaction_id text NOT NULL,
            amount bigint NOT NULL
                CONSTRAINT collected_besides_is_money CHECK (amount > 0),
            said_at timestamptz NOT NULL,
            CONSTRAINT collected_besides_once PRIMARY KEY (top_up_id, transaction_id, amount)
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE collected_besides")
