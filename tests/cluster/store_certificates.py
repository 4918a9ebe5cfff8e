"""What Strimzi and CloudNativePG would sign: their authorities, servers, and a user per service."""

from collections.abc import Iterator

from cluster.authority import Authority, Pair
from launch.access import OPERATIONS, WATCHING_LAG

BROKER = "kafka"
"""The broker's own name; as its certificate is shown, topics and access lists are made."""
BOOTSTRAP, POSTGRES = "kaitong-kafka-bootstrap", "kaitong-postgres-rw"
CLIENT = """\
security.protocol=SSL
ssl.keystore.type=PEM
ssl.keystore.location=/run/tls/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=/run/tls/ca.crt
"""
"""How Kafka's own tools speak to the broker from inside its pod."""
Contents = dict[str, bytes]


def contents(services: tuple[str, ...], *, namespace: str) -> Iterator[tuple[str, Contents]]:
    """Return name and content of every Secret that the operators of the stores would make."""
    brokers, databases = Authority("kafka-authority"), Authority("postgres-authority")
    yield "kaitong-cluster-ca-cert", {"ca.crt": brokers.certificate}
    for name in (*services, WATCHING_LAG, OPERATIONS, BROKER):
        yield name, _user(brokers, name)
    broker = brokers.issue(BROKER, *_names(BOOTSTRAP, namespace))
    yield (
        "kaitong-kafka-server",
        {
            "ca.crt": brokers.certificate,
            "broker.pem": broker.key + broker.certificate,
            "client.properties": CLIENT.encode(),
        },
    )
    yield "kaitong-postgres-ca", {"ca.crt": databases.certificate}
    yield (
        "kaitong-postgres-server",
        _server(databases.issue(POSTGRES, *_names(POSTGRES, namespace))),
    )


def _user(authority: Authority, name: str) -> Contents:
    pair = authority.issue(name)
    return {
        "ca.crt": authority.certificate,
        "user.crt": pair.certificate,
        "user.key": pair.key,
    }


def _server(pair: Pair) -> Contents:
    return {"tls.crt": pair.certificate, "tls.key": pair.key}


def _names(service: str, namespace: str) -> tuple[str, ...]:
    inside = f"{service}.{namespace}.svc"
    return (service, f"{service}.{namespace}", inside, f"{inside}.cluster.local", "localhost")
