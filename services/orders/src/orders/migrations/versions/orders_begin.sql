CREATE TABLE arrears_heard (
    subscriber_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    because TEXT NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (subscriber_id)
);

CREATE TABLE comparison (
    name TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE orders (
    id TEXT NOT NULL,
    placed BIGINT GENERATED ALWAYS AS IDENTITY,
    request_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    process TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    customer_id TEXT,
    msisdn TEXT,
    request JSONB NOT NULL,
    opener TEXT NOT NULL,
    channel TEXT NOT NULL,
    actor TEXT NOT NULL,
    proofs TEXT[] NOT NULL,
    state TEXT NOT NULL,
    turn INTEGER DEFAULT 0 NOT NULL,
    plan JSONB,
    remaining INTEGER DEFAULT 0 NOT NULL,
    has_network BOOLEAN DEFAULT false NOT NULL,
    refused_with TEXT,
    sentence TEXT DEFAULT '' NOT NULL,
    closes_with TEXT,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    traceparent TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT orders_request_id UNIQUE (request_id)
)
 WITH (fillfactor = 60);

CREATE INDEX orders_held ON orders (placed) WHERE state = 'held';

CREATE INDEX orders_moving ON orders (placed) WHERE state IN ('judging', 'preparing', 'settling', 'undoing');

CREATE INDEX orders_of_customer ON orders (customer_id, placed);

CREATE INDEX orders_of_subscriber ON orders (subscriber_id, placed);

CREATE INDEX orders_waiting ON orders (subscriber_id, placed) WHERE state = 'waiting';

CREATE UNIQUE INDEX orders_slot ON orders (subscriber_id) WHERE state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held');

CREATE TABLE order_history (
    order_id TEXT NOT NULL,
    turn INTEGER NOT NULL,
    place INTEGER NOT NULL,
    act TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (order_id, turn, place)
);

INSERT INTO comparison (name, due_at) VALUES ('compare_arrears', now());
