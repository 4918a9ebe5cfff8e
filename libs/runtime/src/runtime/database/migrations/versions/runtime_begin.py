"""The plumbing's tables: outbox, inbox, parked events, what was answered, time, spans."""

from alembic import op

revision = "runtime_begin"
down_revision = None
branch_labels = ("runtime",)
depends_on = None

_TABLES = (
    # Waiting to be sent. Rows live for milliseconds, so the table stays small.
    "CREATE SEQUENCE outbox_id",
    """
    CREATE TABLE outbox (
        id bigint NOT NULL DEFAULT nextval('outbox_id') PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        payload bytea NOT NULL,
        event_id uuid NOT NULL,
        event_type text NOT NULL,
        subject text NOT NULL,
        order_id text NOT NULL,
        occurred_at timestamptz NOT NULL,
        traceparent text NOT NULL,
        cause text NOT NULL DEFAULT '',
        put_at timestamptz NOT NULL DEFAULT now()
    ) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
            autovacuum_vacuum_cost_delay = 0)
    """,
    # Acknowledged by the broker, kept for a day, dropped by day.
    """
    CREATE TABLE outbox_sent (
        sent_on date NOT NULL,
        id bigint NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        payload bytea NOT NULL,
        event_id uuid NOT NULL,
        event_type text NOT NULL,
        subject text NOT NULL,
        order_id text NOT NULL,
        occurred_at timestamptz NOT NULL,
        traceparent text NOT NULL,
        cause text NOT NULL,
        put_at timestamptz NOT NULL,
        PRIMARY KEY (id, sent_on)
    ) PARTITION BY RANGE (sent_on)
    """,
    "CREATE TABLE outbox_sent_otherwise PARTITION OF outbox_sent DEFAULT",
    # The broker the relay last sent to.
    """
    CREATE TABLE relay_state (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        broker text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    # Ids are UUIDv7: their order is that of time, so a range of ids is a day.
    """
    CREATE TABLE inbox (
        topic text NOT NULL,
        message_id uuid NOT NULL,
        PRIMARY KEY (message_id, topic)
    ) PARTITION BY RANGE (message_id)
    """,
    "CREATE TABLE inbox_otherwise PARTITION OF inbox DEFAULT",
    # Control totals; `stripe` spares listeners of one topic from waiting for each other.
    """
    CREATE TABLE hand_over_total (
        topic text NOT NULL,
        kind text NOT NULL,
        stripe integer NOT NULL,
        total bigint NOT NULL,
        PRIMARY KEY (topic, kind, stripe)
    ) WITH (fillfactor = 50)
    """,
    """
    CREATE TABLE parked_message (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        message_id uuid NOT NULL,
        event_type text NOT NULL,
        partition integer NOT NULL,
        record_offset bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        headers jsonb NOT NULL,
        payload bytea NOT NULL,
        cause text NOT NULL,
        behind boolean NOT NULL,
        attempts integer NOT NULL DEFAULT 1,
        parked_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (topic, message_id)
    )
    """,
    "CREATE INDEX parked_message_by_key ON parked_message (topic, key, id)",
    """
    CREATE TABLE command_log (
        request_id text PRIMARY KEY,
        kind text NOT NULL,
        digest bytea NOT NULL,
        answer bytea NOT NULL,
        answered_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX command_log_by_age ON command_log USING brin (answered_at)",
    """
    CREATE TABLE step_log (
        order_id text NOT NULL,
        step_no integer NOT NULL,
        digest text NOT NULL,
        state text NOT NULL CHECK (state IN ('done', 'taken_back')),
        changed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (order_id, step_no)
    )
    """,
    """
    CREATE TABLE business_clock (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        standing_at timestamptz,
        moved_by interval NOT NULL
    )
    """,
    """
    CREATE TABLE timer (
        name text NOT NULL,
        key text NOT NULL,
        due_at timestamptz NOT NULL,
        turn integer NOT NULL DEFAULT 0,
        leased_until timestamptz,
        traceparent text NOT NULL,
        order_id text NOT NULL,
        PRIMARY KEY (name, key)
    )
    """,
    "CREATE INDEX timer_due ON timer (name, due_at)",
    """
    CREATE TABLE span (
        started_at timestamptz NOT NULL,
        trace_id text NOT NULL,
        span_id text NOT NULL,
        parent_span_id text NOT NULL,
        order_id text NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        duration bigint NOT NULL,
        error text NOT NULL,
        attributes jsonb NOT NULL
    )
    """,
    "CREATE INDEX span_by_order ON span (order_id, started_at)",
    "CREATE INDEX span_by_age ON span USING brin (started_at)",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
