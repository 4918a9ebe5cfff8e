CREATE SEQUENCE outbox_id;

CREATE TABLE step_log (
    order_id TEXT NOT NULL,
    step_no INTEGER NOT NULL,
    digest TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'taken_back')),
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (order_id, step_no)
);

CREATE INDEX step_log_by_age ON step_log USING brin (changed_at);

CREATE TABLE command_log (
    request_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest BYTEA NOT NULL,
    answer BYTEA NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (request_id)
);

CREATE INDEX command_log_by_age ON command_log USING brin (answered_at);

CREATE TABLE business_clock (
    one BOOLEAN DEFAULT true NOT NULL CHECK (one),
    standing_at TIMESTAMP WITH TIME ZONE,
    moved_by INTERVAL NOT NULL,
    PRIMARY KEY (one)
);

CREATE TABLE timer (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    turn INTEGER DEFAULT 0 NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    traceparent TEXT NOT NULL,
    order_id TEXT NOT NULL,
    again_at TIMESTAMP WITH TIME ZONE,
    attempts INTEGER DEFAULT 0 NOT NULL,
    refusal TEXT DEFAULT '' NOT NULL,
    held_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (name, key)
);

CREATE INDEX timer_by_moment ON timer (name, coalesce(again_at, due_at)) WHERE held_at IS NULL;

CREATE INDEX timer_by_thing ON timer (split_part(key, '/', 1), coalesce(again_at, due_at)) WHERE held_at IS NULL;

CREATE INDEX timer_due ON timer (name, due_at);

CREATE INDEX timer_held ON timer (held_at) WHERE held_at IS NOT NULL;

CREATE TABLE wrong_try (
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    target TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    wrong INTEGER DEFAULT 0 NOT NULL,
    locks INTEGER DEFAULT 0 NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (kind, who, target)
);

CREATE TABLE outbox (
    id BIGINT DEFAULT nextval('outbox_id') NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    payload BYTEA NOT NULL,
    event_id UUID NOT NULL,
    event_type TEXT NOT NULL,
    subject TEXT NOT NULL,
    order_id TEXT NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    traceparent TEXT NOT NULL,
    cause TEXT DEFAULT '' NOT NULL,
    put_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    events INTEGER DEFAULT 1 NOT NULL,
    pack BYTEA,
    PRIMARY KEY (id),
    CONSTRAINT outbox_row_is_one_event_or_a_pack CHECK (events = 1 AND pack IS NULL OR events > 1 AND pack IS NOT NULL)
)
 WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

ALTER TABLE outbox ALTER COLUMN pack SET STORAGE EXTERNAL;

CREATE FUNCTION unpacked(pack bytea)
RETURNS TABLE (place bigint, event_id uuid, key text, payload bytea)
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
    DECLARE
        at integer := 1;
        key_length integer;
        payload_length integer;
    BEGIN
        place := 0;
        WHILE at <= length(pack) LOOP
            place := place + 1;
            event_id := encode(substring(pack FROM at FOR 16), 'hex')::uuid;
            key_length := ('x' || encode(substring(pack FROM at + 16 FOR 4), 'hex'))::bit(32)::int;
            payload_length :=
                ('x' || encode(substring(pack FROM at + 20 FOR 4), 'hex'))::bit(32)::int;
            key := convert_from(substring(pack FROM at + 24 FOR key_length), 'UTF8');
            payload := substring(pack FROM at + 24 + key_length FOR payload_length);
            at := at + 24 + key_length + payload_length;
            RETURN NEXT;
        END LOOP;
    END $$;

CREATE VIEW said_event AS
SELECT id, 1::bigint AS place, topic, key, payload, event_id, event_type, subject, order_id,
    occurred_at
FROM outbox WHERE pack IS NULL
UNION ALL
SELECT id, e.place, topic, e.key, e.payload, e.event_id, event_type, e.key, order_id,
    occurred_at
FROM outbox, unpacked(pack) AS e WHERE pack IS NOT NULL;

CREATE TABLE outbox_sent (
    sent_on DATE NOT NULL,
    id BIGINT NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    payload BYTEA NOT NULL,
    event_id UUID NOT NULL,
    event_type TEXT NOT NULL,
    subject TEXT NOT NULL,
    order_id TEXT NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    traceparent TEXT NOT NULL,
    cause TEXT NOT NULL,
    put_at TIMESTAMP WITH TIME ZONE NOT NULL,
    events INTEGER DEFAULT 1 NOT NULL,
    pack BYTEA,
    PRIMARY KEY (id, sent_on)
)
 PARTITION BY RANGE (sent_on);

ALTER TABLE outbox_sent ALTER COLUMN pack SET STORAGE EXTERNAL;

CREATE TABLE outbox_sent_otherwise PARTITION OF outbox_sent DEFAULT;

CREATE TABLE relay_state (
    one BOOLEAN DEFAULT true NOT NULL CHECK (one),
    broker TEXT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (one)
);

CREATE TABLE inbox (
    topic TEXT NOT NULL,
    message_id UUID NOT NULL,
    PRIMARY KEY (message_id, topic)
)
 PARTITION BY RANGE (message_id);

CREATE TABLE inbox_otherwise PARTITION OF inbox DEFAULT;

CREATE TABLE hand_over_total (
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    stripe INTEGER NOT NULL,
    total BIGINT NOT NULL,
    newest_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (topic, kind, stripe)
)
 WITH (fillfactor = 50);

CREATE TABLE parked_message (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    message_id UUID NOT NULL,
    event_type TEXT NOT NULL,
    partition INTEGER NOT NULL,
    record_offset BIGINT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    headers JSONB NOT NULL,
    payload BYTEA NOT NULL,
    cause TEXT NOT NULL,
    behind BOOLEAN NOT NULL,
    attempts INTEGER DEFAULT 1 NOT NULL,
    parked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT parked_message_topic_message_id_key UNIQUE (topic, message_id)
);

CREATE INDEX parked_message_by_key ON parked_message (topic, key, id);

CREATE TABLE typed_text (
    id UUID NOT NULL,
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    put_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE DEFAULT '-infinity' NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE span (
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    trace_id TEXT NOT NULL,
    span_id TEXT NOT NULL,
    parent_span_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    duration BIGINT NOT NULL,
    error TEXT NOT NULL,
    attributes JSONB NOT NULL
);

CREATE INDEX span_by_age ON span USING brin (started_at);

CREATE INDEX span_by_order ON span (order_id, started_at);
