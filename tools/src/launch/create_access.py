"""Make the services' access lists on a real broker: `python -m launch.create_access kafka:9093`.

For brokers without Strimzi's operator, which makes them of the generated KafkaUsers. Who runs it is
told by BOSS_KAFKA_* as a service is, and must be a superuser of the brokers. What was given
beside is left as it is.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence

from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # its public names, re-exported
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
)
from pydantic import ValidationError

from boss.topics import TOPICS
from launch.access import Access, access_of_everybody
from launch.librdkafka import librdkafka
from launch.plan import SERVICES
from runtime.errors import Misconfigured
from runtime.settings.kafka_settings import KafkaSettings

KINDS = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    # The protocol's word for the cluster is what this library calls a broker.
    "cluster": ResourceType.BROKER,
}
OPERATIONS = {
    "Read": AclOperation.READ,
    "Write": AclOperation.WRITE,
    "Describe": AclOperation.DESCRIBE,
    "Delete": AclOperation.DELETE,
    "IdempotentWrite": AclOperation.IDEMPOTENT_WRITE,
}
CERTIFICATES, PASSWORDS = "CN={}", "{}"
"""How a service is called for the brokers: by its certificate, or as the user that signs in."""


def wanted() -> Iterator[tuple[str, Access]]:
    """Say who may do what."""
    for name, access in access_of_everybody(SERVICES, TOPICS.values()):
        yield from ((name, one) for one in access)


def create(settings: KafkaSettings, *, principal: str, within: float) -> int:
    """Make all lists; return how many entries there are. Raises KafkaException of the first."""
    admin = AdminClient(librdkafka(settings))
    # Who writes and reads a topic may describe it twice.
    bindings = list(dict.fromkeys(_bindings(wanted(), principal)))
    for made in admin.create_acls(bindings, request_timeout=within).values():
        made.result(within)
    return len(bindings)


def _bindings(access: Iterable[tuple[str, Access]], principal: str) -> Iterator[AclBinding]:
    for name, allowed in access:
        for operation in allowed.operations:
            yield AclBinding(
                KINDS[allowed.kind],
                allowed.name,
                ResourcePatternType.LITERAL,
                f"User:{principal.format(name)}",
                "*",
                OPERATIONS[operation],
                AclPermissionType.ALLOW,
            )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m launch.create_access", description=__doc__)
    parser.add_argument("bootstrap", help="host:port of the broker")
    parser.add_argument(
        "--passwords", action="store_true", help="services sign in with SCRAM, not by certificate"
    )
    parser.add_argument("--within", type=float, default=60.0, help="seconds to wait for the broker")
    given = parser.parse_args(arguments)
    try:
        settings = KafkaSettings(kafka=given.bootstrap)
        principal = PASSWORDS if given.passwords else CERTIFICATES
        number = create(settings, principal=principal, within=given.within)
    except (KafkaException, Misconfigured, OSError, ValidationError) as error:
        sys.stderr.write(f"The broker at {given.bootstrap} made no access lists: {error}\n")
        return 1
    print(f"{number} entries of access lists are there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
