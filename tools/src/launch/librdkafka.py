"""How librdkafka is told where the brokers are and who we are."""

from runtime.messaging.kafka_security import password_of
from runtime.settings.kafka_settings import KafkaSettings


def librdkafka(settings: KafkaSettings) -> dict[str, str | int | float | bool]:
    """Say to librdkafka how we are connected, as `kafka_security` of runtime does to aiokafka."""
    said: dict[str, object] = {
        "bootstrap.servers": settings.kafka,
        "security.protocol": settings.kafka_security_protocol,
        "ssl.ca.location": settings.kafka_ca_file,
        "ssl.certificate.location": settings.kafka_certificate_file,
        "ssl.key.location": settings.kafka_key_file,
        "sasl.mechanism": settings.kafka_sasl_mechanism,
        "sasl.username": settings.kafka_user,
    }
    if settings.kafka_password_file is not None:
        said["sasl.password"] = password_of(settings)
    return {name: str(value) for name, value in said.items() if value is not None}
