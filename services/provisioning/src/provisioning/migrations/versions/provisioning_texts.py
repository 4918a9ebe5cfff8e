"""Texts on their way and sent, early receipts, languages; whose number it is by subscriber."""

from alembic import op

from runtime.database.migrations.indexes import build_index

revision = "provisioning_texts"
down_revision = "provisioning_frames"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE text_message (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id text PRIMARY KEY,
    subscriber_id text NOT NULL,
    msisdn text NOT NULL DEFAULT '',
    template text NOT NULL,
    language text NOT NULL,
    key_id text,
    nonce bytea,
    sealed bytea,
    is_urgent boolean NOT NULL,
    is_secret boolean NOT NULL,
    state text NOT NULL DEFAULT 'asked',
    reason text NOT NULL DEFAULT '',
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    held_until timestamptz,
    submitted_at timestamptz,
    ended_at timestamptz,
    sendings smallint NOT NULL DEFAULT 0,
    reference integer,
    message_key text NOT NULL DEFAULT '',
    put_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ready_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tries integer NOT NULL DEFAULT 0,
    leased_until timestamptz,
    turn bigint NOT NULL DEFAULT 0,
    order_id text NOT NULL DEFAULT '',
    traceparent text NOT NULL DEFAULT ''
) WITH (fillfactor = 70);
CREATE INDEX text_message_to_do ON text_message (is_urgent DESC, seq)
    WHERE state IN ('asked', 'held', 'sending');
CREATE INDEX text_message_open ON text_message (expires_at)
    WHERE state IN ('asked', 'held', 'sending', 'submitted');
CREATE INDEX text_message_open_to ON text_message (msisdn, seq)
    WHERE state IN ('asked', 'held', 'sending', 'submitted');
CREATE INDEX text_message_by_key ON text_message (message_key)
    WHERE state IN ('asked', 'held', 'sending', 'submitted');
CREATE INDEX text_message_of_subscriber ON text_message (subscriber_id, asked_at);
CREATE INDEX text_message_to ON text_message (msisdn, asked_at);
CREATE INDEX text_message_by_age ON text_message (asked_at);
CREATE TABLE text_receipt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_key text NOT NULL,
    fate text NOT NULL,
    code text NOT NULL,
    told_at timestamptz NOT NULL
);
CREATE INDEX text_receipt_by_key ON text_receipt (message_key);
CREATE INDEX text_receipt_by_age ON text_receipt USING brin (told_at);
CREATE TABLE subscriber_language (
    subscriber_id text PRIMARY KEY,
    language text NOT NULL,
    version bigint NOT NULL
);
"""


def upgrade() -> None:
    for statement in TABLES.strip().rstrip(";").split(";"):
        op.execute(statement)
    build_index("profile_of_subscriber", "ON profile (subscriber_id)")
    build_index(
        "network_change_swaps",
        "ON network_change (msisdn, changed_at) WHERE kind = 'replace_imsi' AND state = 'verified'",
    )
