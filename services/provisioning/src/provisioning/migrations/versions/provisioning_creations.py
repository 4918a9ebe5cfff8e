"""When a number was created in the network: who is back on another card gets no code for a time."""

from alembic import op

revision = "provisioning_creations"
down_revision = "provisioning_puks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX network_change_creations ON network_change (msisdn, changed_at)
        WHERE kind = 'create_subscription' AND state = 'verified'
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX network_change_creations")
