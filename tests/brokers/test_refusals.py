"""Who is not let in is told what to do, not only that it did not go."""

import asyncio
import shutil
from pathlib import Path

import pytest
from cluster.authority import Authority

from brokers.apache import Apache, Identity
from brokers.identities import Identities
from kernel.clock import monotonic
from runtime.messaging import kafka_security
from runtime.messaging.broker import identity_of, new_producer
from runtime.messaging.kafka_refusals import NotLetIn
from runtime.messaging.kafka_security import follow_renewed, take_renewed
from runtime.messaging.watching import watch
from runtime.settings.service_settings import ServiceSettings

SECONDS = 20


def said(settings: ServiceSettings, **other: object) -> ServiceSettings:
    return ServiceSettings(**settings.model_dump() | other)


async def refusal(settings: ServiceSettings) -> str:
    """Return what a producer of these settings is told."""
    begun = monotonic()
    with pytest.raises(NotLetIn) as refused:
        await new_producer(settings)
    assert monotonic() - begun < SECONDS
    return str(refused.value)


@pytest.fixture
def orders(identities: Identities) -> ServiceSettings:
    return identities.certified("orders")


async def test_without_a_certificate_it_says_which_settings_to_set(orders: ServiceSettings) -> None:
    bare = said(orders, kafka_certificate_file=None, kafka_key_file=None)

    told = await refusal(bare)

    assert "wants a certificate" in told
    assert "BOSS_KAFKA_CERTIFICATE_FILE and BOSS_KAFKA_KEY_FILE" in told


async def test_a_certificate_of_somebody_else_is_named(
    apache: Apache, orders: ServiceSettings
) -> None:
    strange = apache.identity("orders", authority=Authority("somebody else"))
    pretender = said(orders, kafka_certificate_file=strange.certificate, kafka_key_file=strange.key)

    told = await refusal(pretender)

    assert f"does not take our certificate ({strange.certificate})" in told
    assert "authority that brokers trust" in told


async def test_a_wrong_authority_is_told_apart_from_a_wrong_name(
    orders: ServiceSettings, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.pem"
    elsewhere.write_bytes(Authority("somebody else").certificate)
    host, _, port = orders.kafka.rpartition(":")

    wrong_authority = await refusal(said(orders, kafka_ca_file=elsewhere))
    wrong_name = await refusal(said(orders, kafka=f"127.1:{port}"))

    assert host == "127.0.0.1"
    for told in (wrong_authority, wrong_name):
        assert "BOSS_KAFKA_CA_FILE must hold the authority" in told
        assert "BOSS_KAFKA a name that it carries" in told
    assert "local issuer certificate" in wrong_authority
    assert "ostname mismatch" in wrong_name


async def test_plaintext_where_tls_is_spoken_and_the_other_way_round(
    apache: Apache, orders: ServiceSettings, identities: Identities
) -> None:
    plain = ServiceSettings(
        service="orders",
        database_url=orders.database_url,
        call_key_file=orders.call_key_file,
        kafka=apache.address,
    )
    certificate_at_the_password_door = said(orders, kafka=apache.scram_address)
    password_at_the_certificate_door = said(identities.signed_in("orders"), kafka=apache.address)

    assert "BOSS_KAFKA_SECURITY_PROTOCOL" in await refusal(plain)
    assert "SASL_SSL" in await refusal(certificate_at_the_password_door)
    assert "wants a certificate" in await refusal(password_at_the_certificate_door)


async def test_a_wrong_password_and_a_wrong_mechanism(
    identities: Identities, tmp_path: Path
) -> None:
    orders = identities.signed_in("orders")
    wrong = tmp_path / "password"
    wrong.write_text("not the password")

    by_password = await refusal(said(orders, kafka_password_file=wrong))
    by_user = await refusal(said(orders, kafka_user="nobody"))
    by_mechanism = await refusal(said(orders, kafka_sasl_mechanism="SCRAM-SHA-256"))

    assert "BOSS_KAFKA_USER and BOSS_KAFKA_PASSWORD_FILE" in by_password
    assert by_user == by_password
    assert "BOSS_KAFKA_SASL_MECHANISM" in by_mechanism
    assert "not the password" not in by_password


async def test_all_clients_say_it(orders: ServiceSettings) -> None:
    bare = said(orders, kafka_certificate_file=None, kafka_key_file=None)

    with pytest.raises(NotLetIn, match="wants a certificate"):
        await identity_of(bare)
    with pytest.raises(NotLetIn, match="wants a certificate"):
        await anext(watch(bare, "boss.order-state-changed.v1", kinds=[]))


async def test_where_nobody_is_nothing_is_made_up(orders: ServiceSettings) -> None:
    with pytest.raises(Exception, match="Unable to bootstrap") as refused:
        await new_producer(said(orders, kafka="127.0.0.1:1"))

    assert not isinstance(refused.value, NotLetIn)


def put(settings: ServiceSettings, identity: Identity) -> None:
    """Put another certificate, and its key, where this service has its own."""
    put_half(settings, identity)
    shutil.copyfile(identity.key, str(settings.kafka_key_file))


def put_half(settings: ServiceSettings, identity: Identity) -> None:
    """Put another certificate there, as long as its key is not there yet."""
    shutil.copyfile(identity.certificate, str(settings.kafka_certificate_file))


async def test_what_is_renewed_is_used_by_the_next_connection_and_half_of_it_by_none(
    apache: Apache, orders: ServiceSettings
) -> None:
    """A process that runs is let in again once its files are right, and stays in meanwhile."""
    good = apache.identity("orders")
    strange = apache.identity("orders", authority=Authority("somebody else"))
    await (await new_producer(orders)).stop()

    put_half(orders, good)
    half_taken = take_renewed(orders)
    await (await new_producer(orders)).stop()
    put(orders, strange)
    strange_taken = take_renewed(orders)
    told = await refusal(orders)
    put(orders, good)
    good_taken = take_renewed(orders)
    await (await new_producer(orders)).stop()

    assert (half_taken, strange_taken, good_taken) == (False, True, True)
    assert "does not take our certificate" in told


async def test_a_process_that_runs_takes_what_is_renewed_by_itself(
    apache: Apache, orders: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_security, "LOOK_SECONDS", 0.05)
    put(orders, apache.identity("orders", authority=Authority("somebody else")))
    await refusal(orders)
    following = asyncio.create_task(follow_renewed(orders))
    await asyncio.sleep(0.1)

    put(orders, apache.identity("orders"))
    await asyncio.sleep(0.5)

    await (await new_producer(orders)).stop()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
