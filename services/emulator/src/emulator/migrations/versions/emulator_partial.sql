CREATE TABLE handset (
    imsi TEXT NOT NULL,
    k BYTEA NOT NULL,
    opc BYTEA NOT NULL,
    amf BYTEA NOT NULL,
    sqn BIGINT NOT NULL,
    PRIMARY KEY (imsi)
);

CREATE TABLE made_call (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    imsi TEXT NOT NULL,
    peer TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX made_call_by_imsi ON made_call (imsi, id);

CREATE TABLE text_message (
    id TEXT NOT NULL,
    turn BIGINT GENERATED ALWAYS AS IDENTITY,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    body TEXT NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    delivered_imsi TEXT DEFAULT '' NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id)
);

CREATE INDEX text_message_inbox ON text_message (delivered_imsi, turn);

CREATE INDEX text_message_waiting ON text_message (recipient, turn) WHERE state = 'waiting';

CREATE TABLE card_key (
    imsi TEXT NOT NULL,
    k BYTEA NOT NULL,
    opc BYTEA NOT NULL,
    amf BYTEA NOT NULL,
    card_type TEXT NOT NULL,
    sqn BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT card_key_imsi PRIMARY KEY (imsi)
)
 WITH (fillfactor = 70);

CREATE TABLE mml_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator TEXT NOT NULL,
    session TEXT NOT NULL,
    command TEXT NOT NULL,
    outcome TEXT NOT NULL,
    before JSONB,
    after JSONB,
    PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION mml_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the command log is append-only'; END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON mml_log
    FOR EACH STATEMENT EXECUTE FUNCTION mml_log_is_append_only();

CREATE TABLE record_file (
    sequence BIGINT NOT NULL,
    records INTEGER NOT NULL,
    closed BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (sequence)
);

CREATE INDEX record_file_open ON record_file (sequence) WHERE NOT closed;

CREATE TABLE call_record (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    file_sequence BIGINT,
    cdr_id TEXT NOT NULL,
    type TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    imsi TEXT NOT NULL,
    peer TEXT NOT NULL,
    start_time TIMESTAMP WITH TIME ZONE NOT NULL,
    seconds INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    octets BIGINT NOT NULL,
    cell TEXT NOT NULL,
    roam_type TEXT NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    message_id TEXT,
    message_octets INTEGER,
    recipients INTEGER,
    visited_plmn TEXT DEFAULT '' NOT NULL,
    rating_group BIGINT DEFAULT 0 NOT NULL,
    partial INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX call_record_by_file ON call_record (file_sequence, id);

CREATE INDEX call_record_loose ON call_record (id) WHERE file_sequence IS NULL;

CREATE TABLE visitor (
    imsi TEXT NOT NULL,
    location TEXT NOT NULL,
    attached_at TIMESTAMP WITH TIME ZONE NOT NULL,
    turn BIGINT GENERATED ALWAYS AS IDENTITY,
    isdn TEXT NOT NULL,
    outgoing TEXT NOT NULL,
    incoming TEXT NOT NULL,
    roaming TEXT NOT NULL,
    packet TEXT NOT NULL,
    lock_incoming BOOLEAN NOT NULL,
    lock_outgoing BOOLEAN NOT NULL,
    lock_packet BOOLEAN NOT NULL,
    visited_plmn TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (imsi)
)
 WITH (fillfactor = 70);

CREATE INDEX visitor_by_isdn ON visitor (isdn, turn DESC);

CREATE TABLE subscription (
    imsi TEXT NOT NULL,
    template INTEGER NOT NULL,
    serving_node TEXT DEFAULT '' NOT NULL,
    located_at TIMESTAMP WITH TIME ZONE,
    isdn TEXT NOT NULL,
    outgoing TEXT NOT NULL,
    incoming TEXT NOT NULL,
    roaming TEXT NOT NULL,
    packet TEXT NOT NULL,
    lock_incoming BOOLEAN NOT NULL,
    lock_outgoing BOOLEAN NOT NULL,
    lock_packet BOOLEAN NOT NULL,
    CONSTRAINT subscription_imsi PRIMARY KEY (imsi),
    CONSTRAINT subscription_isdn UNIQUE (isdn),
    CONSTRAINT subscription_has_key FOREIGN KEY(imsi) REFERENCES card_key (imsi)
)
 WITH (fillfactor = 70);
