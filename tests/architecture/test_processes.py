"""Every process file keeps the shape of the form, and its three files are there."""

from pathlib import Path
from sys import modules

import pytest
import yaml

from boss.topics import TOPICS
from orders.ordering.domain.process import AnyProcess, Asked, OnEvent
from orders.processes import CATALOGUE

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "tests/stories"
REQUESTS = ROOT / "proto/boss/orders/v1/processes"
OFFERINGS = ROOT / "services/billing/catalogue/offerings.yaml"
SAID = {message for topic in TOPICS.values() for message in topic.messages}
named = pytest.mark.parametrize("process", CATALOGUE.values(), ids=CATALOGUE)


@named
def test_is_named_after_its_file(process: AnyProcess) -> None:
    assert CATALOGUE[process.name] is process


@named
def test_request_is_named_after_the_process(process: AnyProcess) -> None:
    assert process.request.__name__ == process.name.title().replace("_", "")


@named
def test_has_a_request_message(process: AnyProcess) -> None:
    promised = (REQUESTS / f"{process.name}.proto").read_text()

    assert f"message {process.request.__name__} {{" in promised


@named
def test_says_its_chinese_name_in_its_first_line(process: AnyProcess) -> None:
    first_line = (modules[f"orders.processes.{process.name}"].__doc__ or "").splitlines()[0]

    assert first_line.startswith(f"{process.title} ({process.term}): ")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in process.term)


@named
def test_every_refusal_is_told_in_its_story(process: AnyProcess) -> None:
    story = (STORIES / f"test_{process.name}.py").read_text()

    assert [rule.code for rule in process.rules if f'"{rule.code}"' not in story] == []


@named
def test_rules_refuse_with_different_codes(process: AnyProcess) -> None:
    codes = [rule.code for rule in process.rules]

    assert len(set(codes)) == len(codes)


@named
def test_somebody_may_open_it(process: AnyProcess) -> None:
    assert process.opened_by


@named
def test_hears_only_what_is_said(process: AnyProcess) -> None:
    heard = {opener.event for opener in process.opened_by if isinstance(opener, OnEvent)}

    assert heard - SAID == set()


def test_every_story_has_a_process() -> None:
    stories = {path.stem.removeprefix("test_") for path in STORIES.glob("test_*.py")}

    assert stories == set(CATALOGUE)


def test_every_request_message_has_a_process() -> None:
    assert {path.stem for path in REQUESTS.glob("*.proto")} == set(CATALOGUE)


def test_a_sub_card_is_offered_only_where_one_can_be_opened() -> None:
    openers = CATALOGUE["new_sub_card"].opened_by
    opened_in = {one.channel.value for one in openers if isinstance(one, Asked)}
    offerings = yaml.safe_load(OFFERINGS.read_text())["offerings"]
    cards = [one for one in offerings if one.get("sub_card")]

    assert cards
    for card in cards:
        assert set(card["channels"]) <= opened_in, card["code"]


@named
def test_stands_in_the_glossary_with_its_term(process: AnyProcess) -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()

    assert f"`{process.name}`" in glossary
    assert process.term in glossary
