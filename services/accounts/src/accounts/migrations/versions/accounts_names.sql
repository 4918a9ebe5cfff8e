CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    actor TEXT NOT NULL,
    channel TEXT NOT NULL,
    action TEXT NOT NULL,
    object_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    outcome TEXT NOT NULL,
    service TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    hash BYTEA NOT NULL,
    text_id TEXT DEFAULT '' NOT NULL,
    text_digest BYTEA DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX audit_by_actor ON audit (actor, id);

CREATE INDEX audit_by_object ON audit (object_id, id);

CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TABLE audit_end (
    one BOOLEAN DEFAULT true NOT NULL CHECK (one),
    hash BYTEA NOT NULL,
    PRIMARY KEY (one)
);

INSERT INTO audit_end (hash) VALUES (decode(repeat('00', 32), 'hex'));

CREATE TABLE audit_text (
    id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    salt BYTEA NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_text
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TABLE customer (
    id TEXT COLLATE "C" NOT NULL,
    blind_index BYTEA NOT NULL,
    paper_type TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    paper_valid_until DATE,
    captured_by TEXT NOT NULL,
    blacklisted BOOLEAN DEFAULT false NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version BIGINT NOT NULL,
    segment TEXT DEFAULT '' NOT NULL,
    region TEXT DEFAULT '' NOT NULL,
    sealed_names BYTEA,
    PRIMARY KEY (id),
    CONSTRAINT customer_paper UNIQUE (blind_index)
);

CREATE INDEX customer_by_age ON customer (registered_at, id);

CREATE TABLE phone_number (
    msisdn TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL,
    reserved_for_order TEXT DEFAULT '' NOT NULL,
    quarantined_until TIMESTAMP WITH TIME ZONE,
    recycled BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (msisdn),
    CONSTRAINT reserved_for_somebody CHECK ((state = 'reserved') = (reserved_for_order <> ''))
)
 WITH (fillfactor = 80);

CREATE INDEX phone_number_by_state ON phone_number (state, msisdn);

CREATE TABLE sim_card (
    iccid TEXT COLLATE "C" NOT NULL,
    imsi TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL,
    reserved_for_order TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (iccid),
    CONSTRAINT sim_card_imsi UNIQUE (imsi),
    CONSTRAINT reserved_for_somebody CHECK ((state = 'reserved') = (reserved_for_order <> ''))
)
 WITH (fillfactor = 80);

CREATE INDEX sim_card_by_state ON sim_card (state, iccid);

CREATE TABLE place_hold (
    order_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (order_id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
);

CREATE INDEX place_hold_by_customer ON place_hold (customer_id);

CREATE TABLE proof (
    id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    checks TEXT[] NOT NULL,
    channel TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    checked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_by_order TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 WITH (fillfactor = 80);

CREATE TABLE subscriber (
    id TEXT COLLATE "C" NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    msisdn TEXT COLLATE "C" NOT NULL,
    iccid TEXT COLLATE "C" NOT NULL,
    offering TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    phase TEXT NOT NULL,
    sim_since TIMESTAMP WITH TIME ZONE,
    activated_at TIMESTAMP WITH TIME ZONE,
    terminated_at TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(holder_id) REFERENCES customer (id),
    FOREIGN KEY(msisdn) REFERENCES phone_number (msisdn),
    FOREIGN KEY(iccid) REFERENCES sim_card (iccid)
)
 WITH (fillfactor = 80);

CREATE INDEX subscriber_by_holder ON subscriber (holder_id, id);

CREATE UNIQUE INDEX subscriber_has_the_card ON subscriber (iccid) WHERE phase IN ('pending', 'active');

CREATE UNIQUE INDEX subscriber_has_the_number ON subscriber (msisdn) WHERE phase IN ('pending', 'active');

CREATE TABLE agreement (
    subscriber_id TEXT COLLATE "C" NOT NULL,
    service_types TEXT NOT NULL,
    service_items TEXT NOT NULL,
    tariff_plan TEXT NOT NULL,
    payment_plan TEXT NOT NULL,
    version TEXT NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (subscriber_id),
    FOREIGN KEY(subscriber_id) REFERENCES subscriber (id)
);

CREATE TABLE subscriber_stop (
    subscriber_id TEXT COLLATE "C" NOT NULL,
    reason TEXT NOT NULL,
    level SMALLINT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    added_by TEXT NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    lifted_at TIMESTAMP WITH TIME ZONE,
    lifted_by TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (subscriber_id, reason, level, added_by),
    CHECK (level IN (1, 2)),
    FOREIGN KEY(subscriber_id) REFERENCES subscriber (id)
);

CREATE UNIQUE INDEX subscriber_stop_in_force ON subscriber_stop (subscriber_id, reason, level) WHERE lifted_at IS NULL;
