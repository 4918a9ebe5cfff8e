"""The lists of promises are true, what follows from them is sound, and wrong lists are refused."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from check_manifests import offence
from make_topics import documents
from promises import BrokenPromiseError, Promises, Topic, read_promises
from proto_files import Contracts, Field, Message, read_contracts
from write_events import reached

from architecture.source import ROOT

SECRET_NAMES = frozenset(
    {
        "name",
        "code",
        "id_number",
        "paper_number",
        "given_name",
        "family_name",
        "address",
        "birthday",
    }
)
SECRET_WORDS = frozenset({"password", "ki", "opc", "pin", "puk", "otp"})
"""Fields of these names would carry personal data or keys into Kafka (architecture 4.2)."""
ASYNCAPI: dict[str, Any] = {
    "type": "object",
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "info": {"required": ["title", "version"]},
        "channels": {
            "minProperties": 1,
            "additionalProperties": {
                "required": ["address", "messages", "bindings"],
                "properties": {"messages": {"minProperties": 1}},
            },
        },
        "operations": {
            "minProperties": 1,
            "propertyNames": {"pattern": "^[a-z]+(Says|Hears)[A-Za-z0-9]+$"},
            "additionalProperties": {
                "required": ["action", "channel", "messages"],
                "properties": {"action": {"enum": ["send", "receive"]}},
            },
        },
        "components": {
            "required": ["messages"],
            "properties": {
                "messages": {
                    "additionalProperties": {
                        "required": ["name", "contentType", "headers", "payload"],
                        "properties": {"payload": {"required": ["schemaFormat", "schema"]}},
                    }
                }
            },
        },
    },
}
GOOD_TOPIC = {
    "name": "boss.thing-happened.v1",
    "key": "thing",
    "said_by": ["orders"],
    "messages": ["boss.orders.v1.ThingHappened"],
    "partitions": 12,
    "retention_hours": 168,
    "listeners": ["billing"],
    "when": "it happened",
}
GOOD_CALL = {"method": "boss.orders.v1.QuestionService/Ask", "callers": ["gateway"]}


@pytest.fixture(scope="module")
def contracts() -> Contracts:
    return read_contracts(ROOT / "proto")


@pytest.fixture(scope="module")
def promises(contracts: Contracts) -> Promises:
    return read_promises(ROOT, contracts)


@pytest.fixture(scope="module")
def texts(promises: Promises, contracts: Contracts) -> dict[str, str]:
    return dict(documents(promises, contracts))


def test_every_message_of_the_events_is_on_a_topic(
    promises: Promises, contracts: Contracts
) -> None:
    said = {name for topic in promises.topics for name in topic.messages}
    declared = {
        message.name
        for message in contracts.messages.values()
        if message.file.endswith("/events.proto") and message.name.count(".") == 3
    }
    inside = reached(said, contracts)

    assert declared - inside == set()


def test_no_event_carries_personal_data_or_keys(promises: Promises, contracts: Contracts) -> None:
    said = {name for topic in promises.topics for name in topic.messages}
    found = [
        f"{name}.{field.name}"
        for name in sorted(reached(said, contracts))
        for field in contracts.messages[name].fields
        if is_secret(field.name)
    ]

    assert found == []


def is_secret(name: str) -> bool:
    return name in SECRET_NAMES or bool(SECRET_WORDS & set(name.split("_")))


@pytest.mark.parametrize("name", ["name", "service_password", "ki", "id_number", "code"])
def test_a_secret_is_noticed(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["process_name", "refusal_code", "kind", "masked_name"])
def test_what_is_no_secret_is_let_through(name: str) -> None:
    assert not is_secret(name)


def test_asyncapi_document_has_the_shape_of_version_three(texts: dict[str, str]) -> None:
    document = yaml.safe_load(texts["docs/catalogue/asyncapi.yaml"])

    jsonschema.validate(document, ASYNCAPI)


def test_every_reference_in_the_asyncapi_document_leads_somewhere(texts: dict[str, str]) -> None:
    document = yaml.safe_load(texts["docs/catalogue/asyncapi.yaml"])
    references = list(references_in(document))

    lost = [reference for reference in references if follow(document, reference) is None]

    assert references
    assert lost == []


def references_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for one in value.values():
            yield from references_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from references_in(one)


def follow(document: Any, reference: str) -> Any:
    for part in reference.removeprefix("#/").split("/"):
        document = (document or {}).get(part)
    return document


@pytest.mark.parametrize("name", ["kafka/topics", "kafka/users", "network-policies/policies"])
def test_generated_manifests_are_valid(texts: dict[str, str], name: str) -> None:
    manifests = list(yaml.safe_load_all(texts[f"deploy/k8s/generated/{name}.yaml"]))

    assert manifests
    assert [why for one in manifests if (why := offence(one)) is not None] == []


def test_a_way_is_open_in_the_network_exactly_where_a_call_is_allowed(
    texts: dict[str, str], promises: Promises
) -> None:
    policies = yaml.safe_load_all(texts["deploy/k8s/generated/network-policies/policies.yaml"])
    names = [policy["metadata"]["name"] for policy in policies]
    opened = {name.removesuffix("-in") for name in names if re.search(r"-calls-.*-in$", name)}
    allowed = {
        f"{caller}-calls-{answers}"
        for call in promises.calls
        for caller in call.callers
        for answers in call.answered_by
        if caller != answers
    }

    assert opened == allowed


def test_generated_constants_are_what_the_lists_say(promises: Promises) -> None:
    from boss import calls, topics  # noqa: PLC0415 - generated code may be missing elsewhere

    assert set(topics.TOPICS) == {topic.name for topic in promises.topics}
    assert {call.path: frozenset(call.callers) for call in promises.calls} == calls.ALLOWED


def test_a_promise_taken_back_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "proto", tmp_path / "proto")
    shutil.copy(ROOT / "buf.yaml", tmp_path)
    events = tmp_path / "proto/boss/orders/v1/events.proto"
    kept = events.read_text()
    events.write_text(
        re.sub(r"^ +string order_id = \d+;.*\n", "", kept, count=1, flags=re.MULTILINE)
    )
    buf = str(Path(sys.executable).parent / "buf")

    done = subprocess.run(
        [buf, "breaking", "proto", "--against", str(ROOT / "proto/.baseline/boss.binpb")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert events.read_text() != kept
    assert done.returncode != 0
    assert "order_id" in done.stdout


def pretend(root: Path, topics: list[Any], calls: list[Any]) -> tuple[Path, Contracts]:
    """Make a small house with these lists, and the contracts they may speak of."""
    for service in ("orders", "billing", "gateway"):
        (root / "services" / service).mkdir(parents=True)
    (root / "proto").mkdir()
    (root / "proto/topics.yaml").write_text(yaml.safe_dump({"topics": topics}))
    (root / "proto/calls.yaml").write_text(yaml.safe_dump({"calls": calls}))
    name = "boss.orders.v1.ThingHappened"
    fields = (Field("thing_id", 1, "string", "", ""),)
    message = Message(name, "boss/orders/v1/events.proto", "It happened.", fields)
    return root, Contracts({name: message}, frozenset({str(GOOD_CALL["method"])}))


def test_good_lists_are_read(tmp_path: Path) -> None:
    root, contracts = pretend(tmp_path, [GOOD_TOPIC], [GOOD_CALL])

    promises = read_promises(root, contracts)

    assert [topic.constant for topic in promises.topics] == ["THING_HAPPENED"]
    assert promises.calls[0].path == "/boss.orders.v1.QuestionService/Ask"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"messages": ["boss.orders.v1.Nothing"]}, "no message boss.orders.v1.Nothing"),
        ({"messages": []}, "carries no message"),
        ({"said_by": []}, "has nobody who says it"),
        ({"said_by": ["sales"]}, "said by 'sales', which is no service"),
        ({"listeners": ["sales"]}, "heard by 'sales', which is no service"),
        ({"name": "thing_happened"}, "is not called boss.<the-fact>.v<n>"),
        ({"partitions": 0}, "needs at least one partition"),
        ({"retention_hours": 0}, "needs a retention"),
        ({"replicas": 3}, "unknown ['replicas']"),
    ],
)
def test_a_wrong_topic_is_refused(tmp_path: Path, wrong: dict[str, Any], sentence: str) -> None:
    root, contracts = pretend(tmp_path, [GOOD_TOPIC | wrong], [GOOD_CALL])

    with pytest.raises(BrokenPromiseError, match=re.escape(sentence)):
        read_promises(root, contracts)


@pytest.mark.parametrize(
    ("calls", "sentence"),
    [
        ([], "calls.yaml does not say who may call it"),
        ([GOOD_CALL, GOOD_CALL], "is listed more than once"),
        ([GOOD_CALL | {"callers": ["sales"]}], "called by 'sales', which is no service"),
        (
            [GOOD_CALL, {"method": "boss.orders.v1.No/Way", "callers": []}],
            "there is none in proto/",
        ),
        (
            [GOOD_CALL, {"method": "boss.sales.v1.No/Way", "callers": []}],
            "there is no service 'sales'",
        ),
    ],
)
def test_a_wrong_call_is_refused(tmp_path: Path, calls: list[Any], sentence: str) -> None:
    root, contracts = pretend(tmp_path, [GOOD_TOPIC], calls)

    with pytest.raises(BrokenPromiseError, match=re.escape(sentence)):
        read_promises(root, contracts)


def test_a_topic_listed_twice_is_refused(tmp_path: Path) -> None:
    root, contracts = pretend(tmp_path, [GOOD_TOPIC, GOOD_TOPIC], [GOOD_CALL])

    with pytest.raises(BrokenPromiseError, match="is listed more than once"):
        read_promises(root, contracts)


def test_a_later_version_of_a_topic_has_a_constant_of_its_own() -> None:
    topic = Topic("boss.thing-happened.v2", "", (), (), 1, 1, False, (), "")  # noqa: FBT003

    assert topic.constant == "THING_HAPPENED_V2"
