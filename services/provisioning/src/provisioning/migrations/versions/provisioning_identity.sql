CREATE TABLE network_order (
    order_id TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    left_to_do INTEGER NOT NULL,
    state TEXT DEFAULT 'in_flight' NOT NULL,
    heard_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (order_id)
)
 WITH (fillfactor = 80);

CREATE TABLE network_change (
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    imsi TEXT NOT NULL,
    new_imsi TEXT DEFAULT '' NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    exists_after BOOLEAN DEFAULT true NOT NULL,
    urgency SMALLINT NOT NULL,
    state TEXT DEFAULT 'queued' NOT NULL,
    serving_node TEXT DEFAULT '' NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    element_code TEXT DEFAULT '' NOT NULL,
    element_says TEXT DEFAULT '' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ready_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    turn BIGINT DEFAULT 0 NOT NULL,
    traceparent TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
)
 WITH (fillfactor = 70);

CREATE INDEX network_change_by_order ON network_change (order_id);

CREATE INDEX network_change_held ON network_change (seq) WHERE state = 'held';

CREATE INDEX network_change_to_do ON network_change (urgency, seq) WHERE state IN ('queued', 'sent', 'accepted');

CREATE TABLE lane_place (
    lane TEXT NOT NULL,
    seq BIGINT NOT NULL,
    change_id TEXT NOT NULL,
    PRIMARY KEY (lane, seq)
);

CREATE INDEX lane_place_of_change ON lane_place (change_id);

CREATE TABLE profile (
    msisdn TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    imsi TEXT NOT NULL,
    level TEXT NOT NULL,
    present BOOLEAN NOT NULL,
    seen_imsi TEXT DEFAULT '' NOT NULL,
    seen_level TEXT,
    seen_present BOOLEAN DEFAULT false NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (msisdn)
)
 WITH (fillfactor = 80);

CREATE INDEX profile_by_imsi ON profile (imsi) WHERE present;

CREATE TABLE card_holder (
    imsi TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    PRIMARY KEY (imsi)
);

CREATE TABLE awaited_card (
    imsi TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    subscriber_id TEXT NOT NULL,
    holds_codes BOOLEAN NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    look_at TIMESTAMP WITH TIME ZONE NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    turn BIGINT DEFAULT 0 NOT NULL,
    order_id TEXT DEFAULT '' NOT NULL,
    traceparent TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (imsi)
)
 WITH (fillfactor = 70);

CREATE INDEX awaited_card_due ON awaited_card (look_at);

CREATE INDEX awaited_card_number ON awaited_card (msisdn) WHERE holds_codes;

CREATE TABLE element_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    change_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    command TEXT NOT NULL,
    code TEXT NOT NULL,
    says TEXT NOT NULL,
    milliseconds INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX element_log_by_age ON element_log USING brin (at);

CREATE INDEX element_log_by_order ON element_log (order_id);

CREATE TABLE comparison (
    one BOOLEAN DEFAULT true NOT NULL CHECK (one),
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE,
    turn BIGINT DEFAULT 0 NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    compared BIGINT DEFAULT 0 NOT NULL,
    skipped BIGINT DEFAULT 0 NOT NULL,
    differences BIGINT DEFAULT 0 NOT NULL,
    PRIMARY KEY (one)
);

CREATE TABLE element_session (
    seat INTEGER NOT NULL,
    holder TEXT DEFAULT '' NOT NULL,
    leased_until TIMESTAMP WITH TIME ZONE DEFAULT '-infinity' NOT NULL,
    PRIMARY KEY (seat)
);

CREATE TABLE record_file (
    name TEXT NOT NULL,
    file_seq BIGINT NOT NULL,
    records INTEGER NOT NULL,
    said INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE taken_file (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    element TEXT NOT NULL,
    name TEXT NOT NULL,
    digest BYTEA NOT NULL,
    file_seq BIGINT NOT NULL,
    records BIGINT NOT NULL,
    stated BIGINT,
    said BIGINT DEFAULT 0 NOT NULL,
    refused BIGINT DEFAULT 0 NOT NULL,
    reasons JSONB DEFAULT '{}' NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT taken_file_once UNIQUE (element, name, digest)
);

CREATE INDEX taken_file_by_number ON taken_file (element, file_seq);

CREATE TABLE usage_record (
    record_id TEXT NOT NULL,
    file_seq BIGINT NOT NULL,
    record_seq INTEGER NOT NULL,
    element TEXT,
    mark TEXT,
    started_at TIMESTAMP WITH TIME ZONE,
    likeness BYTEA,
    PRIMARY KEY (record_id)
);

CREATE INDEX usage_record_alike ON usage_record (started_at, likeness) WHERE likeness IS NOT NULL;

CREATE TABLE refused_record (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    file_name TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    record_id TEXT DEFAULT '' NOT NULL,
    refused_at TIMESTAMP WITH TIME ZONE NOT NULL,
    element TEXT DEFAULT '' NOT NULL,
    file_id BIGINT,
    field TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX refused_record_by_reason ON refused_record (reason, id);

CREATE TABLE card_key (
    imsi TEXT NOT NULL,
    key_id TEXT NOT NULL,
    nonce BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (imsi)
);
