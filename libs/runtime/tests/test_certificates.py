"""Mutual TLS: only those with a certificate of ours, and each only under its own name."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from grpc_health.v1 import health_pb2, health_pb2_grpc
from pydantic import BaseModel

from kernel.clock import SystemClock
from kernel.errors import Refusal
from runtime.errors import Misconfigured
from runtime.host.host import Host
from runtime.host.renewal import exchanged_files
from runtime.host.service import Parts, Service
from runtime.rpc.caller import Channels
from runtime.rpc.certificates import server_credentials
from runtime.rpc.health import READY
from runtime.rpc.refusals import answered
from runtime.rpc.server import RpcServer
from runtime.settings.service_settings import ServiceSettings

METHOD = "/boss.trial.v1.GreetingService/Greet"


class Authority:
    """Signs certificates for a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign("authority", self.key.public_key(), is_authority=True)

    def issue(self, name: str) -> Path:
        """Write the folder of a service of this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        folder = self.folder / f"{name}-{secrets.token_hex(2)}"
        folder.mkdir()
        pem = serialization.Encoding.PEM
        (folder / "ca.pem").write_bytes(self.certificate.public_bytes(pem))
        certificate = self._sign(name, key.public_key(), is_authority=False)
        (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
        (folder / "key.pem").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return folder

    def _sign(self, name: str, key: Any, *, is_authority: bool) -> x509.Certificate:
        now = SystemClock().now()
        names = [x509.DNSName(name), x509.DNSName(f"{name}.kaitong.svc"), x509.DNSName("localhost")]
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")]))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self.key, hashes.SHA256())
        )


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
async def answering(
    settings: ServiceSettings, authority: Authority, words: Any
) -> AsyncIterator[ServiceSettings]:
    async def greet(request: Any, context: Any) -> Any:
        return words.Greeted(text="hello")

    def add(_: Any, server: Any) -> None:
        handler = grpc.unary_unary_rpc_method_handler(
            greet, words.Greet.FromString, words.Greeted.SerializeToString
        )
        generic = grpc.method_handlers_generic_handler(METHOD.split("/")[1], {"Greet": handler})
        server.add_generic_rpc_handlers((generic,))

    at_home = settings.model_copy(update={"tls_dir": authority.issue("runtime")})
    server = RpcServer(at_home, [(add, None)], allowed={METHOD: frozenset({"gateway"})})
    port = await server.start()
    yield settings.model_copy(
        update={"service": "gateway", "peers": {"runtime": f"localhost:{port}"}}
    )
    await server.stop(0)


async def greet(settings: ServiceSettings, words: Any) -> Any:
    channels = Channels(settings)
    call = channels["runtime"].unary_unary(
        METHOD, words.Greet.SerializeToString, words.Greeted.FromString
    )
    try:
        return await answered(call(words.Greet(), timeout=2))
    finally:
        await channels.close()


async def test_a_service_with_its_own_certificate_is_answered(
    answering: ServiceSettings, authority: Authority, words: Any
) -> None:
    gateway = answering.model_copy(update={"tls_dir": authority.issue("gateway")})

    assert (await greet(gateway, words)).text == "hello"


async def test_a_service_under_the_name_of_another_is_not(
    answering: ServiceSettings, authority: Authority, words: Any
) -> None:
    pretender = answering.model_copy(update={"tls_dir": authority.issue("billing")})

    with pytest.raises(Refusal, match="not the certificate of gateway"):
        await greet(pretender, words)


async def test_a_certificate_of_somebody_else_is_not_accepted(
    answering: ServiceSettings, tmp_path: Path, words: Any
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    stranger = answering.model_copy(update={"tls_dir": Authority(elsewhere).issue("gateway")})

    with pytest.raises(Exception, match=r"UNAVAILABLE|DEADLINE_EXCEEDED"):
        await greet(stranger, words)


async def test_a_call_without_a_certificate_is_not_answered(
    answering: ServiceSettings, words: Any
) -> None:
    with pytest.raises(Exception, match=r"UNAVAILABLE|DEADLINE_EXCEEDED"):
        await greet(answering, words)


def test_a_missing_certificate_says_what_belongs_there(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"BOSS_TLS_DIR must hold ca\.pem"):
        server_credentials(tmp_path)


async def test_a_process_leaves_in_order_when_its_certificate_was_renewed(
    authority: Authority, settings: ServiceSettings, eventually: Any
) -> None:
    folder = authority.issue("runtime")
    said = {"tls_dir": folder, "tls_renewal_seconds": 0.05, "notice_seconds": 4.0}
    knobs = settings.model_copy(update=said)
    host = Host(Service("runtime", ServiceSettings, lambda plumbing: Parts()), knobs, "api")
    staying = asyncio.create_task(host.stay())
    await host.is_open.wait()
    await asyncio.sleep(0.2)
    stayed = not staying.done()

    renewed = authority.issue("runtime")
    for name in ("key.pem", "cert.pem"):
        (renewed / name).replace(folder / name)

    async def is_taken_out() -> bool:
        return not await says_ready(host.ports["health"])

    # Whoever sends callers here hears of it while they are still answered.
    await eventually(is_taken_out)
    answered_on = not staying.done()
    async with asyncio.timeout(20):
        await staying
    assert stayed
    assert answered_on


async def says_ready(port: int) -> bool:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        said = await stub.Check(health_pb2.HealthCheckRequest(service=READY), timeout=5)
        return bool(said.status == health_pb2.HealthCheckResponse.SERVING)


async def test_a_process_leaves_in_order_when_a_secret_was_exchanged(
    settings: ServiceSettings, tmp_path: Path
) -> None:
    key = tmp_path / "call.key"
    key.write_text("0" * 64)
    said = {"call_key_file": key, "tls_renewal_seconds": 0.05, "notice_seconds": 0.0}
    knobs = settings.model_copy(update=said)
    host = Host(Service("runtime", ServiceSettings, lambda plumbing: Parts()), knobs, "api")
    staying = asyncio.create_task(host.stay())
    await host.is_open.wait()
    await asyncio.sleep(0.2)
    stayed = not staying.done()

    key.unlink()
    await asyncio.sleep(0.2)
    stayed_without = not staying.done()
    key.write_text("1" * 64)

    async with asyncio.timeout(20):
        await staying
    assert stayed
    assert stayed_without


def test_every_secret_of_a_service_is_looked_at(tmp_path: Path) -> None:
    class Provider(BaseModel):
        key_file: Path

    class Knobs(BaseModel):
        tls_dir: Path | None = None
        call_key_file: Path
        voucher_key_file: Path | None = None
        cdr_dir: Path
        providers: dict[str, Provider]

    def knobs(**more: Path) -> Knobs:
        providers = {"one": Provider(key_file=tmp_path / "one")}
        call = tmp_path / "call"
        return Knobs(call_key_file=call, cdr_dir=tmp_path, providers=providers, **more)

    assert set(exchanged_files(knobs())) == {tmp_path / "call", tmp_path / "one"}
    assert set(exchanged_files(knobs(tls_dir=tmp_path, voucher_key_file=tmp_path / "voucher"))) == {
        tmp_path / name for name in ("call", "one", "voucher", "cert.pem")
    }


def at_kafka_with_tls(settings: ServiceSettings, folder: Path, password: Path) -> ServiceSettings:
    """Return knobs of a process that signs in at a broker that is not there."""
    said = settings.model_dump() | {
        "embedded_broker": False,
        "kafka_security_protocol": "SASL_SSL",
        "kafka_ca_file": folder / "ca.pem",
        "kafka_sasl_mechanism": "SCRAM-SHA-512",
        "kafka_user": "runtime",
        "kafka_password_file": password,
        "tls_renewal_seconds": 0.05,
        "notice_seconds": 0.0,
    }
    return ServiceSettings(**said)


def host_of(settings: ServiceSettings) -> Host[ServiceSettings]:
    return Host(Service("runtime", ServiceSettings, lambda plumbing: Parts()), settings, "api")


@pytest.mark.parametrize("renewed", ["ca.pem", "password"])
async def test_a_process_leaves_in_order_when_what_it_shows_kafka_was_renewed(
    authority: Authority, settings: ServiceSettings, renewed: str
) -> None:
    folder = authority.issue("runtime")
    password = folder / "password"
    password.write_text("the first")
    host = host_of(at_kafka_with_tls(settings, folder, password))
    staying = asyncio.create_task(host.stay())
    await host.is_open.wait()
    await asyncio.sleep(0.2)
    stayed = not staying.done()

    with (folder / renewed).open("a") as file:
        file.write("\n# and something\n")

    async with asyncio.timeout(20):
        await staying
    assert stayed


@pytest.mark.parametrize("missing", ["ca.pem", "password"])
async def test_no_door_opens_without_the_files_it_shows_kafka(
    authority: Authority, settings: ServiceSettings, missing: str
) -> None:
    folder = authority.issue("runtime")
    password = folder / "password"
    password.write_text("the first")
    (folder / missing).unlink()

    with pytest.raises(Misconfigured, match=missing):
        await host_of(at_kafka_with_tls(settings, folder, password)).stay()
