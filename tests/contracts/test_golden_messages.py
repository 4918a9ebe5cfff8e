"""Whoever kept an event of an old version can still be read, and reads the new ones."""

import pytest
from google.protobuf import json_format

from contracts.golden_messages import (
    Golden,
    all_fields,
    descriptor_of,
    event_names,
    kept,
    message_of,
)

named = pytest.mark.parametrize(
    "golden", kept(), ids=lambda golden: f"{golden.name} {golden.version}"
)


@named
def test_old_octets_still_say_the_same(golden: Golden) -> None:
    message = message_of(golden.name)

    message.ParseFromString(golden.octets)

    assert json_format.MessageToDict(message, preserving_proto_field_name=True) == golden.says


@named
def test_the_same_said_today_gives_the_same_octets(golden: Golden) -> None:
    message = json_format.ParseDict(golden.says, message_of(golden.name))

    assert message.SerializeToString(deterministic=True) == golden.octets


@pytest.mark.parametrize("name", event_names())
def test_every_event_has_a_golden_message_with_every_field(name: str) -> None:
    """Added a field? `python tests/contracts/golden_messages.py` keeps the new version."""
    newest = kept(name)[-1]

    assert set(newest.says) == all_fields(descriptor_of(name))


def test_no_golden_message_is_of_an_event_nobody_says() -> None:
    assert {one.name for one in kept()} == set(event_names())
