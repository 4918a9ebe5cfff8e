"""The SQL of orders: one statement for an act, its history and what it says, for any number."""

# What is said goes into the outbox of the runtime, in its order, if the order was stored.
BEGIN = """
WITH begun AS (
    INSERT INTO orders (id, request_id, digest, process, subscriber_id, customer_id, msisdn,
        request, opener, channel, actor, proofs, state, asked_at, changed_at, leased_until,
        traceparent, caused_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $11, $12::text[], $13, $14, $14,
        CASE WHEN $15::float > 0 THEN clock_timestamp() + $15 * interval '1 second' END, $16, $17)
    ON CONFLICT DO NOTHING
    RETURNING id),
said AS (
    INSERT INTO outbox (topic, key, payload, event_id, event_type, subject, order_id, traceparent,
        occurred_at)
    SELECT event.topic, event.key, event.payload, event.event_id, event.event_type, event.subject,
        event.order_id, event.traceparent, $14
    FROM unnest($18::text[], $19::text[], $20::bytea[], $21::uuid[], $22::text[], $23::text[],
        $24::text[], $25::text[]) WITH ORDINALITY AS event(topic, key, payload, event_id,
        event_type, subject, order_id, traceparent, place)
    JOIN begun ON begun.id = event.order_id ORDER BY event.place)
INSERT INTO order_history (order_id, turn, place, act, state, note, at)
SELECT id, 0, 0, 'asked', $13, '', $14 FROM begun
"""
# The plan is written once, when it is made; every write checks the turn before it.
KEEP = """
WITH moved AS (
    UPDATE orders SET turn = act.turn, state = act.state, remaining = act.remaining,
        refused_with = act.refused_with, sentence = act.sentence, closes_with = act.closes_with,
        customer_id = act.customer_id, msisdn = act.msisdn,
        plan = COALESCE(act.plan, orders.plan),
        has_network = orders.has_network OR act.has_network,
        leased_until = CASE WHEN act.lease > 0
            THEN clock_timestamp() + act.lease * interval '1 second' END,
        changed_at = $3
    FROM jsonb_to_recordset($1::text::jsonb) AS act(id text, turn int, state text, remaining int,
        refused_with text, sentence text, closes_with text, customer_id text, msisdn text,
        plan jsonb, has_network bool, lease float)
    WHERE orders.id = act.id AND orders.turn = act.turn - 1
    RETURNING orders.id, orders.subscriber_id),
past AS (
    INSERT INTO order_history (order_id, turn, place, act, state, note, at, step)
    SELECT past.id, past.turn, past.place, past.act, past.state, past.note, $3, past.step
    FROM jsonb_to_recordset($2::text::jsonb)
        AS past(id text, turn int, place int, act text, state text, note text, step int)
    JOIN moved ON moved.id = past.id
    RETURNING order_id),
said AS (
    INSERT INTO outbox (topic, key, payload, event_id, event_type, subject, order_id, traceparent,
        occurred_at)
    SELECT event.topic, event.key, event.payload, event.event_id, event.event_type, event.subject,
        event.order_id, event.traceparent, $3
    FROM unnest($4::text[], $5::text[], $6::bytea[], $7::uuid[], $8::text[], $9::text[],
        $10::text[], $11::text[]) WITH ORDINALITY AS event(topic, key, payload, event_id,
        event_type, subject, order_id, traceparent, place)
    JOIN moved ON moved.id = event.order_id ORDER BY event.place)
SELECT (SELECT count(*) FROM past) AS kept,
    EXISTS (SELECT FROM moved JOIN orders AS next USING (subscriber_id)
        WHERE next.state = 'waiting' AND next.id <> moved.id)
    OR EXISTS (SELECT FROM moved JOIN arrears_heard USING (subscriber_id)) AS awaited
"""
COLUMNS = """id, request_id, digest, process, subscriber_id, customer_id, msisdn,
    request::text AS request, opener, channel, actor, proofs, state, turn, plan::text AS plan,
    remaining, refused_with, sentence, closes_with, asked_at, changed_at, caused_at,
    traceparent"""
HOLD = f"SELECT {COLUMNS} FROM orders WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE"  # noqa: S608 - our own columns
ASKED_BEFORE = f"SELECT {COLUMNS} FROM orders WHERE request_id = $1"  # noqa: S608 - our own columns
SLOT = """
SELECT 1 FROM orders WHERE subscriber_id = $1
AND state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held')
"""
WAITING = f"""
SELECT {COLUMNS} FROM orders WHERE subscriber_id = $1 AND process = $2 AND state = 'waiting'
ORDER BY placed LIMIT 1 FOR UPDATE
"""  # noqa: S608 - our own columns
LAST_FULFILLED = """
SELECT id FROM orders WHERE subscriber_id = $1 AND process = ANY($2::text[]) AND state = 'fulfilled'
ORDER BY placed DESC LIMIT 1
"""
CLAIM_MOVING = f"""
UPDATE orders SET leased_until = clock_timestamp() + $1 * interval '1 second'
WHERE id IN (
    SELECT id FROM orders
    WHERE state IN ('judging', 'preparing', 'settling', 'undoing')
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
    ORDER BY placed LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING {COLUMNS}
"""  # noqa: S608 - our own columns
# The oldest of each subscriber whose slot is free.
CLAIM_WAITING = """
UPDATE orders SET leased_until = clock_timestamp() + $1 * interval '1 second'
WHERE id IN (
    SELECT id FROM orders AS mine
    WHERE state = 'waiting'
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
      AND NOT EXISTS (SELECT 1 FROM orders AS older WHERE older.state = 'waiting'
          AND older.subscriber_id = mine.subscriber_id AND older.placed < mine.placed)
      AND NOT EXISTS (SELECT 1 FROM orders AS open WHERE open.subscriber_id = mine.subscriber_id
          AND open.state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held'))
    ORDER BY placed LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING id, traceparent
"""
REST = """
UPDATE orders SET leased_until = clock_timestamp() + $3 * interval '1 second'
WHERE id = $1 AND turn = $2
"""
MOVING = """
SELECT count(*) FROM (SELECT 1 FROM orders
WHERE state IN ('judging', 'preparing', 'settling', 'undoing') LIMIT 1) AS moving
"""
STARTABLE = """
SELECT count(*) FROM (SELECT 1 FROM orders AS mine WHERE state = 'waiting'
AND NOT EXISTS (SELECT 1 FROM orders AS open WHERE open.subscriber_id = mine.subscriber_id
    AND open.state IN ('judging', 'preparing', 'completed', 'settling', 'undoing', 'held'))
LIMIT 1) AS startable
"""
