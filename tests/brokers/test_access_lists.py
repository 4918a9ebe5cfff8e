"""Each service may what proto/topics.yaml says: every pair is tried, allowed and forbidden."""

from pathlib import Path

import pytest
import yaml

from boss.topics import TOPICS
from brokers import doing
from brokers.identities import PASSWORDS, Identities
from launch.access import OPERATIONS, WATCHING_LAG
from launch.plan import SERVICES
from runtime.settings.service_settings import ServiceSettings

ROOT = Path(__file__).parents[2]
PROMISED = yaml.safe_load((ROOT / "proto/topics.yaml").read_text())["topics"]
"""Read here once more, so that what is tried is not worked out by what is tried."""


@pytest.fixture(scope="session")
async def filled(administrator: ServiceSettings) -> None:
    await doing.fill(administrator)
    # The first who asks for a group has the topic of offsets made, and waits for it.
    await doing.joined(administrator)


def may_write(service: str) -> set[str]:
    says = {topic["name"] for topic in PROMISED if service in topic["said_by"]}
    return says | {f"{name}.{service}.dlq" for name in hears(service)}


def may_read(service: str) -> set[str]:
    watches = {topic["name"] for topic in PROMISED if service in topic.get("watchers", ())}
    return hears(service) | watches


def hears(service: str) -> set[str]:
    return {topic["name"] for topic in PROMISED if service in topic["listeners"]}


def groups(service: str) -> set[str]:
    return {f"{service}.{name}" for name in hears(service)}


def settings_of(identities: Identities, service: str, how: str) -> ServiceSettings:
    return identities.signed_in(service) if how == "password" else identities.certified(service)


WAYS = [
    *((service, "certificate") for service in SERVICES),
    *((service, "password") for service in PASSWORDS),
]


@pytest.mark.parametrize(("service", "how"), WAYS)
async def test_a_service_may_do_what_is_promised_and_nothing_else(
    identities: Identities, filled: None, service: str, how: str
) -> None:
    settings = settings_of(identities, service, how)

    assert await doing.written(settings) == may_write(service)
    assert await doing.read(settings) == may_read(service)
    assert await doing.joined(settings) == groups(service)
    assert await doing.changed(settings) == set()


async def test_who_scales_listeners_sees_offsets_and_nothing_else(
    identities: Identities, filled: None
) -> None:
    settings = identities.certified(WATCHING_LAG)

    assert await doing.offsets_seen(settings) == {group for group, _ in doing.ALL_GROUPS}
    assert await doing.read(settings) == set()
    assert await doing.joined(settings) == set()
    assert await doing.changed(settings) == set()


async def test_somebody_with_a_certificate_and_no_list_may_do_nothing(
    identities: Identities, filled: None
) -> None:
    stranger = identities.certified("stranger")

    assert await doing.read(stranger) == set()
    assert await doing.joined(stranger) == set()
    assert await doing.offsets_seen(stranger) == set()
    assert await doing.changed(stranger) == set()


async def test_what_is_tried_is_all_there_is(
    identities: Identities, administrator: ServiceSettings, filled: None
) -> None:
    """The administrator may everything: a pair that fails for us fails for want of a right."""
    assert set(TOPICS) == {topic["name"] for topic in PROMISED}
    assert await doing.written(administrator) == set(doing.ALL_TOPICS)
    assert await doing.read(administrator) == set(doing.ALL_TOPICS)
    assert await doing.joined(administrator) == {group for group, _ in doing.ALL_GROUPS}


def test_the_lists_that_are_applied_in_a_cluster_are_the_same() -> None:
    text = (ROOT / "deploy/k8s/generated/kafka/users.yaml").read_text()
    users = {one["metadata"]["name"]: one["spec"] for one in yaml.safe_load_all(text) if one}

    assert set(users) == {*SERVICES, WATCHING_LAG, OPERATIONS}
    for service in SERVICES:
        acls = users[service]["authorization"]["acls"]
        assert _named(acls, "topic", "Write") == may_write(service)
        assert _named(acls, "topic", "Read") == may_read(service)
        assert _named(acls, "group", "Read") == groups(service)
        assert {tuple(one["operations"]) for one in acls} <= {
            ("Write", "Describe"), ("Read", "Describe"), ("IdempotentWrite",)
        }  # fmt: skip


def _named(acls: list[dict[str, object]], kind: str, operation: str) -> set[object]:
    resources = [one["resource"] for one in acls if operation in one["operations"]]  # type: ignore[operator]  # yaml
    return {one["name"] for one in resources if one["type"] == kind}  # type: ignore[index]  # yaml
