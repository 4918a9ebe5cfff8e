"""Orders, their history, what was heard of arrears, and when levels are compared."""

from alembic import op

revision = "orders_begin"
down_revision = None
branch_labels = ("orders",)
depends_on = None

_MOVES_ON = "('judging', 'preparing', 'settling', 'undoing')"
_HOLDS_SLOT = "('judging', 'preparing', 'completed', 'settling', 'undoing', 'held')"

_TABLES = (
    """
    CREATE TABLE orders (
        id text PRIMARY KEY,
        placed bigint GENERATED ALWAYS AS IDENTITY,
        request_id text NOT NULL CONSTRAINT orders_request_id UNIQUE,
        digest text NOT NULL,
        process text NOT NULL,
        subscriber_id text NOT NULL,
        customer_id text,
        msisdn text,
        request jsonb NOT NULL,
        opener text NOT NULL,
        channel text NOT NULL,
        actor text NOT NULL,
        proofs text[] NOT NULL,
        state text NOT NULL,
        turn integer NOT NULL DEFAULT 0,
        plan jsonb,
        remaining integer NOT NULL DEFAULT 0,
        has_network boolean NOT NULL DEFAULT false,
        refused_with text,
        sentence text NOT NULL DEFAULT '',
        closes_with text,
        asked_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        leased_until timestamptz,
        traceparent text NOT NULL DEFAULT ''
    ) WITH (fillfactor = 60)
    """,
    f"CREATE UNIQUE INDEX orders_slot ON orders (subscriber_id) WHERE state IN {_HOLDS_SLOT}",
    f"CREATE INDEX orders_moving ON orders (placed) WHERE state IN {_MOVES_ON}",
    "CREATE INDEX orders_waiting ON orders (subscriber_id, placed) WHERE state = 'waiting'",
    "CREATE INDEX orders_of_subscriber ON orders (subscriber_id, placed)",
    "CREATE INDEX orders_of_customer ON orders (customer_id, placed)",
    "CREATE INDEX orders_held ON orders (placed) WHERE state = 'held'",
    """
    CREATE TABLE order_history (
        order_id text NOT NULL,
        turn integer NOT NULL,
        place integer NOT NULL,
        act text NOT NULL,
        state text NOT NULL,
        note text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (order_id, turn, place)
    )
    """,
    """
    CREATE TABLE arrears_heard (
        subscriber_id text PRIMARY KEY,
        version bigint NOT NULL,
        because text NOT NULL,
        leased_until timestamptz
    )
    """,
    """
    CREATE TABLE comparison (
        name text PRIMARY KEY,
        due_at timestamptz NOT NULL
    )
    """,
    "INSERT INTO comparison (name, due_at) VALUES ('compare_arrears', now())",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
