"""Whose a number was before it was another's, with the agreement that ended."""

from alembic import op

revision = "accounts_former_holders"
down_revision = "accounts_services"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE former_holder (
            subscriber_id text COLLATE "C" NOT NULL REFERENCES subscriber (id),
            ended_by      text NOT NULL,
            holder_id     text COLLATE "C" NOT NULL REFERENCES customer (id),
            held_to       timestamptz NOT NULL,
            service_types text NOT NULL,
            service_items text NOT NULL,
            tariff_plan   text NOT NULL,
            payment_plan  text NOT NULL,
            version       text NOT NULL,
            signed_at     timestamptz NOT NULL,
            PRIMARY KEY (subscriber_id, ended_by)
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE former_holder")
