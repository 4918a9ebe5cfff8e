"""What is counted and measured, for Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

from runtime.telemetry.batch_histogram import BatchHistogram

LONG = (
    0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600, 4 * 3600, 24 * 3600,
)  # fmt: skip
_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

RPC_SECONDS = Histogram(
    "kaitong_rpc_seconds", "Answered calls, by method and status", ["method", "status"],
    buckets=_FAST,
)  # fmt: skip
CALL_SECONDS = Histogram(
    "kaitong_call_seconds", "Calls to other services, by method and status", ["method", "status"],
    buckets=_FAST,
)  # fmt: skip
RPC_REFUSED = Counter(
    "kaitong_rpc_refused", "Calls that were not let in, by reason and who they said they are",
    ["reason", "caller"],
)  # fmt: skip
RPC_IN_HAND = Gauge("kaitong_rpc_in_hand", "Calls that are being answered, by caller", ["caller"])
HTTP_SECONDS = Histogram(
    "kaitong_http_seconds", "Answered requests, by method, route and status",
    ["method", "route", "status"], buckets=_FAST,
)  # fmt: skip
HTTP_IN_FLIGHT = Gauge("kaitong_http_in_flight", "Requests that are being answered")
HTTP_CONNECTIONS = Gauge("kaitong_http_connections", "Connections to the web door")
HTTP_STREAMS = Gauge("kaitong_http_streams", "Streams of events somebody reads")
HTTP_REFUSED = Counter(
    "kaitong_http_refused", "Requests and connections that were refused, by reason", ["reason"]
)
TRIES_LOCKED = Counter(
    "kaitong_tries_locked", "Locks after too many wrong tries, by kind and by what was counted",
    ["kind", "by"],
)  # fmt: skip
TRIES_LOCKED_NOW = Gauge(
    "kaitong_tries_locked_now", "Who must wait now after too many wrong tries", ["kind"]
)
TEXTS_WAITING = Gauge(
    "kaitong_typed_text_waiting", "What people typed and the audit store has not got yet", ["age"]
)
OUTBOX_WAITING = Gauge("kaitong_outbox_waiting", "Events that are not sent yet")
OUTBOX_AGE = Gauge("kaitong_outbox_age_seconds", "Age of the oldest event that is not sent yet")
OUTBOX_SENT = Counter("kaitong_outbox_sent", "Events the broker has acknowledged", ["topic"])
LOOP_FAILED = Counter(
    "kaitong_loop_failed", "Errors after which something that never ends started over", ["loop"]
)
RELAY_REBUILT = Counter("kaitong_relay_rebuilt", "Producers given up after an error")
RELAY_LEADS = Gauge("kaitong_relay_leads", "1 where this process is the service's active relay")
# Names of metrics stay: what operators have recorded and drawn goes by them.
CONSUMED = Counter("kaitong_heard", "Fresh events handled", ["topic"])
CONSUMED_AGAIN = Counter("kaitong_inbox_duplicates", "Events seen before, passed over", ["topic"])
CONSUMED_UNKNOWN = Counter(
    "kaitong_heard_unknown", "Events of a type nobody here handles", ["topic", "type"]
)
CONSUMED_STALE = Counter("kaitong_heard_stale", "Events older than what is known", ["topic"])
CONSUMED_SECONDS = Histogram("kaitong_heard_seconds", "Handling a batch", ["topic"], buckets=_FAST)
CONSUMED_LATE = BatchHistogram(
    "kaitong_heard_late_seconds", "From when an event was said until it was handled",
    label="topic", buckets=LONG,
)  # fmt: skip
CONSUMED_RETRIED = Counter("kaitong_heard_retried", "Batches tried again in place", ["topic"])
PARKED = Counter("kaitong_parked", "Events that were parked", ["topic", "reason"])
PARKED_NOW = Gauge("kaitong_parked_now", "Events that stand parked", ["topic"])
LISTENER_LAG = Gauge("kaitong_listener_lag", "Records not fetched yet", ["topic"])
WORK_SECONDS = Histogram("kaitong_work_seconds", "Items of work", ["work"], buckets=_FAST)
WORK_FAILED = Counter("kaitong_work_failed", "Items of work that raised", ["work"])
TIMERS_REFUSED = Counter("kaitong_timers_refused", "Appointments that were refused", ["timer"])
TIMERS_HELD = Gauge("kaitong_timers_held", "Appointments that wait for a person", ["timer"])
TIMERS_LATE = Gauge("kaitong_timers_late_seconds", "How late the oldest appointment is", ["timer"])
TIMERS_DUE = Gauge(
    "kaitong_timers_due", "Appointments whose moment has come and nobody has taken", ["work"]
)
WORK_WAITING = Gauge(
    "kaitong_work_waiting", "Items of work that could be begun and that nobody has taken", ["work"]
)
PRUNED = Counter("kaitong_pruned", "Rows deleted when their days were over", ["table"])
SPANS_DROPPED = Counter("kaitong_spans_dropped", "Spans that could not be kept")
