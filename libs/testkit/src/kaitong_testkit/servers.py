"""The two servers every service leans on: Kafka in KRaft mode, and PostgreSQL."""

from collections.abc import Mapping

from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from kaitong_testkit.errors import CannotStart
from launch.waiting import comes_true

TO_START = 90.0
"""Seconds a server may take until it answers."""
INSIDE, OUTSIDE, CONTROLLER, POSTGRES_PORT = 9092, 9094, 9093, 5432


def kafka(image: str, *, network: Network, host_port: int) -> DockerContainer:
    """Describe one broker: `kafka:9092` for the services, `localhost:host_port` for this machine.

    The port is a fixed one, so that the broker comes back under its address after it died.
    """
    return (
        DockerContainer(image)
        .with_network(network)
        .with_network_aliases("kafka")
        .with_bind_ports(OUTSIDE, host_port)
        .with_envs(
            KAFKA_NODE_ID="1",
            KAFKA_PROCESS_ROLES="broker,controller",
            KAFKA_LISTENERS=(f"INSIDE://:{INSIDE},CONTROLLER://:{CONTROLLER},OUTSIDE://:{OUTSIDE}"),
            KAFKA_ADVERTISED_LISTENERS=(f"INSIDE://kafka:{INSIDE},OUTSIDE://localhost:{host_port}"),
            KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=(
                "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"
            ),
            KAFKA_INTER_BROKER_LISTENER_NAME="INSIDE",
            KAFKA_CONTROLLER_LISTENER_NAMES="CONTROLLER",
            KAFKA_CONTROLLER_QUORUM_VOTERS=f"1@localhost:{CONTROLLER}",
            KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR="1",
            KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR="1",
            KAFKA_TRANSACTION_STATE_LOG_MIN_ISR="1",
            KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS="0",
            KAFKA_AUTO_CREATE_TOPICS_ENABLE="false",
            # One that comes back after kill -9 is let in when its former self has timed out.
            KAFKA_BROKER_SESSION_TIMEOUT_MS="3000",
            KAFKA_BROKER_HEARTBEAT_INTERVAL_MS="500",
        )
    )


def postgres(image: str, *, network: Network, host_port: int, password: str) -> DockerContainer:
    """Describe a forgetful database server: its data is in memory, and gone with it."""
    return (
        DockerContainer(image)
        .with_network(network)
        .with_network_aliases("postgres")
        .with_bind_ports(POSTGRES_PORT, host_port)
        .with_envs(POSTGRES_PASSWORD=password, PGDATA="/var/lib/postgresql/data")
        .with_command(["postgres", "-c", "max_connections=300", "-c", "fsync=off"])
    )


def wait_for_postgres(server: DockerContainer) -> None:
    """Wait until the server answers; raises CannotStart.

    Asked over TCP: while the first start is under way only the socket answers.
    """
    answers = ["pg_isready", "-h", "127.0.0.1", "-U", "postgres"]
    if not comes_true(lambda: server.exec(answers).exit_code == 0, within=TO_START):
        raise CannotStart(f"PostgreSQL did not start:\n{said_by(server)}")


def make_databases(server: DockerContainer, *, passwords: Mapping[str, str]) -> None:
    """Make a database and a role for each service; raises CannotStart."""
    wait_for_postgres(server)
    statements = [
        sentence
        for service, password in passwords.items()
        for sentence in (
            f"CREATE ROLE {service} LOGIN PASSWORD '{password}'",
            f"CREATE DATABASE {service} OWNER {service}",
        )
    ]
    words = ["psql", "-U", "postgres", "-v", "ON_ERROR_STOP=1"]
    words += [word for statement in statements for word in ("-c", statement)]
    answer = server.exec(words)
    if answer.exit_code != 0:
        raise CannotStart(f"No databases were made: {answer.output.decode(errors='replace')}")


def said_by(container: DockerContainer, *, lines: int = 20) -> str:
    """Return the end of what a container has said."""
    said = container.get_wrapped_container().logs(tail=lines)
    return bytes(said).decode(errors="replace")
