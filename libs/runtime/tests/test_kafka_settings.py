"""How Kafka is reached is said whole and once; what contradicts itself is refused by name."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from runtime.errors import Misconfigured
from runtime.messaging.kafka_security import connecting, security_of
from runtime.settings.kafka_settings import KafkaSettings
from runtime.settings.service_settings import ServiceSettings

HERE = Path(__file__)
CERTIFICATE = {"kafka_certificate_file": HERE, "kafka_key_file": HERE}
SCRAM = {
    "kafka_sasl_mechanism": "SCRAM-SHA-512",
    "kafka_user": "billing",
    "kafka_password_file": HERE,
}


def settings(**said: object) -> KafkaSettings:
    return KafkaSettings(kafka="kafka:9093", **said)  # type: ignore[arg-type]  # what pydantic checks


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"kafka_ca_file": HERE}, "BOSS_KAFKA_CA_FILE has no use"),
        (CERTIFICATE, "BOSS_KAFKA_KEY_FILE has no use"),
        (SCRAM, "BOSS_KAFKA_USER has no use"),
        ({"kafka_security_protocol": "SSL", **SCRAM}, "BOSS_KAFKA_PASSWORD_FILE has no use"),
        (
            {"kafka_security_protocol": "SSL", "kafka_certificate_file": HERE},
            "BOSS_KAFKA_CERTIFICATE_FILE is set without BOSS_KAFKA_KEY_FILE",
        ),
        (
            {"kafka_security_protocol": "SSL", "kafka_key_file": HERE},
            "BOSS_KAFKA_KEY_FILE is set without BOSS_KAFKA_CERTIFICATE_FILE",
        ),
        ({"kafka_security_protocol": "SASL_SSL"}, "BOSS_KAFKA_SASL_MECHANISM is needed"),
        (
            {"kafka_security_protocol": "SASL_SSL", **SCRAM, "kafka_user": ""},
            "BOSS_KAFKA_USER is needed",
        ),
        (
            {"kafka_security_protocol": "SASL_SSL", **SCRAM, "kafka_password_file": None},
            "BOSS_KAFKA_PASSWORD_FILE is needed",
        ),
        ({"kafka_security_protocol": "SASL_PLAINTEXT", **SCRAM}, "kafka_security_protocol"),
        ({"kafka_sasl_mechanism": "PLAIN"}, "kafka_sasl_mechanism"),
    ],
)
def test_what_contradicts_itself_is_refused_by_its_name(
    said: dict[str, object], named: str
) -> None:
    with pytest.raises(ValidationError, match=named):
        settings(**said)


def test_all_contradictions_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        settings(kafka_ca_file=HERE, kafka_user="billing")

    assert "BOSS_KAFKA_CA_FILE" in str(refused.value)
    assert "BOSS_KAFKA_USER" in str(refused.value)


def test_a_variable_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOSS_KAFKA", "kafka:9092")
    for name in ("CA_FILE", "CERTIFICATE_FILE", "KEY_FILE", "SASL_MECHANISM", "USER"):
        monkeypatch.setenv(f"BOSS_KAFKA_{name}", "")

    said = KafkaSettings()  # type: ignore[call-arg]  # from the environment

    assert connecting(said) == {
        "bootstrap_servers": "kafka:9092",
        "security_protocol": "PLAINTEXT",
    }
    assert security_of(said) is None


def test_the_embedded_broker_speaks_no_tls(settings: ServiceSettings) -> None:
    said = settings.model_dump() | {"kafka_security_protocol": "SSL"}

    with pytest.raises(ValidationError, match="BOSS_EMBEDDED_BROKER"):
        ServiceSettings(**said)


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pem"
    no_authority = settings(kafka_security_protocol="SSL", kafka_ca_file=nothing)
    no_key = settings(
        kafka_security_protocol="SSL", kafka_certificate_file=HERE, kafka_key_file=nothing
    )
    no_password = settings(
        kafka_security_protocol="SASL_SSL", **SCRAM | {"kafka_password_file": nothing}
    )

    with pytest.raises(Misconfigured, match=r"nothing\.pem.*BOSS_KAFKA_CA_FILE"):
        connecting(no_authority)
    with pytest.raises(Misconfigured, match="BOSS_KAFKA_CERTIFICATE_FILE and BOSS_KAFKA_KEY_FILE"):
        connecting(no_key)
    with pytest.raises(Misconfigured, match="BOSS_KAFKA_PASSWORD_FILE"):
        connecting(no_password)


def test_a_password_is_what_the_file_holds_without_its_last_line_break(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(" secret \n")
    said = settings(kafka_security_protocol="SASL_SSL", **SCRAM | {"kafka_password_file": file})

    assert connecting(said)["sasl_plain_password"] == " secret "
    assert connecting(said)["sasl_plain_username"] == "billing"
    file.write_text("\n")
    with pytest.raises(Misconfigured, match="is empty"):
        connecting(said)
    assert "secret" not in repr(said)
