"""The knobs every service has; each service adds its own in its `settings.py`."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from runtime.settings.database_url import checked
from runtime.settings.kafka_settings import PLAINTEXT, KafkaSettings


class MigrationSettings(BaseSettings):
    """All that bringing a database to its schema needs, so that no other knob changes how it runs.

    Read from the environment, prefix `BOSS_`. Secrets have no defaults.
    """

    model_config = SettingsConfigDict(env_prefix="BOSS_", frozen=True, extra="ignore")

    service: str
    database_url: Annotated[str, AfterValidator(checked)] = Field(repr=False)
    """`postgresql+asyncpg://role:password@host:port/database`; `database_url` tells of TLS."""
    database_wait_seconds: float = Field(default=0.0, ge=0)
    """How long a migration waits for a database that is still being made."""
    log_level: str = "INFO"
    log_format: Literal["json", "console"] = "json"


class ServiceSettings(KafkaSettings, MigrationSettings):
    """Ports: 0 asks the machine for a free one."""

    environment: str = "development"
    database_pool: int = 8
    """Connections one process may hold."""
    statement_seconds: float = 30.0
    """A statement that takes longer is cancelled."""

    broker_epoch: str = ""
    """Changes when an in-memory broker was started anew: its day is then sent again."""
    embedded_broker: bool = False
    """The broker is librdkafka's mock cluster: shorter waits, slower joins."""
    replica: str = ""
    """A stable name of this replica (a StatefulSet's pod name); enables static membership."""

    host: str = "127.0.0.1"
    grpc_port: int = 0
    health_port: int = 0
    metrics_port: int = 0
    http_port: int = 0
    """Only for services that have a web door."""
    http_connections: int = Field(default=1000, ge=1)
    """Connections to the web door of one process; more are answered 503."""
    http_connections_of_address: int = Field(default=200, ge=1)
    """Connections from one address; as many as of all where a proxy stands before the door."""
    http_requests_of_address: int = Field(default=100, ge=1)
    """Requests of one address that wait for an answer at once; more are answered 429."""
    http_header_seconds: float = Field(default=10.0, gt=0)
    """How long a connection may take to send the header of a request."""
    http_body_seconds: float = Field(default=20.0, gt=0)
    """How long the body of a request may take; then it is answered 408."""
    http_idle_seconds: int = Field(default=15, ge=1)
    """How long a connection is kept for a next request."""
    http_write_seconds: float = Field(default=30.0, gt=0)
    """How long we wait for somebody to read what was sent."""
    http_crowded_seconds: float = Field(default=1.0, gt=0)
    """In a full web door who has owed a request, or the rest of one, for so long makes room."""
    http_trusted_proxies: str = ""
    """Addresses or networks, with commas, whose `X-Forwarded-For` is believed; empty: none."""
    peers: dict[str, str] = Field(default_factory=dict)
    """Where the other services answer: `{"accounts": "host:port"}`."""
    max_calls: int = 200
    """Calls in flight; more are refused with RESOURCE_EXHAUSTED."""
    max_calls_of_one: int = Field(default=150, ge=1)
    """Of these, how many of one other service: the rest is for everybody else."""
    max_connections: int = Field(default=500, ge=1)
    """Connections to the gRPC door; more are closed at once."""
    max_message_bytes: int = Field(default=4 * 1024 * 1024, ge=1024)
    """A larger request is refused with RESOURCE_EXHAUSTED."""
    connect_seconds: float = Field(default=10.0, gt=0)
    """How long a connection may take until it speaks our protocol (TLS, HTTP/2)."""
    call_seconds: float = 5.0
    """Deadline of a call whose caller set none and is not in a hurry."""
    call_key_file: Path
    """HMAC keys that sign who asks, from service to service: the first signs, all verify."""
    tls_dir: Path | None = None
    """Holds `ca.pem`, `cert.pem`, `key.pem`: mutual TLS between services."""
    tls_renewal_seconds: float = Field(default=3600.0, gt=0)
    """Within so long after its certificate, or a file with a secret of its own, was exchanged a
    process leaves, to be started with it."""
    notice_seconds: float = Field(default=20.0, ge=0)
    """How long such a process is not ready and still answers: three probes, five seconds apart."""
    reflection: bool = False
    """People's own tools may ask what this service answers; their calls are signed, too."""

    clock: Literal["system", "settable"] = "system"
    drain_seconds: float = 10.0
    work_concurrency: int = 32
    """Items of work in flight at once, per kind of work."""

    keep_steps_days: int = Field(default=400, ge=90)
    """How long it is remembered that a step was done or taken back; longer than any order waits."""

    wrong_tries_of_customer: int = Field(default=5, ge=1)
    """Wrong tries (voucher codes, papers) of one customer within a day; then they must wait."""
    wrong_tries_of_staff: int = Field(default=20, ge=1)
    wrong_tries_of_partner: int = Field(default=200, ge=1)
    """Of a system that asks for many people, such as an IVR."""
    wrong_tries_at_one: int = Field(default=5, ge=1)
    """Of anybody for one number or customer."""
    wrong_tries_at_thing: int = Field(default=20, ge=1)
    """Of all together for one number or customer; then strangers have one try each."""
    searches_in_vain: int = Field(default=200, ge=1)
    """Searches for papers nobody registered with, of one person within a day."""

    otlp_endpoint: str | None = None
    keep_spans_hours: int = 48

    @model_validator(mode="after")
    def is_safe_in_production(self) -> Self:
        """Refuse what a production system must never have."""
        if self.environment == "production" and self.clock == "settable":
            raise ValueError("BOSS_CLOCK=settable is not allowed in production; set it to system.")
        if self.environment == "production" and self.reflection:
            raise ValueError("BOSS_REFLECTION is not allowed in production; unset it.")
        return self

    @model_validator(mode="after")
    def the_embedded_broker_speaks_plaintext(self) -> Self:
        """Refuse to look for TLS where there is none."""
        if self.embedded_broker and self.kafka_security_protocol != PLAINTEXT:
            raise ValueError(
                "BOSS_EMBEDDED_BROKER=true speaks no TLS; unset it, or unset "
                "BOSS_KAFKA_SECURITY_PROTOCOL."
            )
        return self
