"""One customer's life, told through containers from the counter to the network and back."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from kaitong_testkit import Operator
from launch.story import STORY, Anna, Scene, tell

pytestmark = pytest.mark.timeout(1200)


@dataclass
class Diary:
    """What the story told, line by line."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        self.lines.append(line)


@pytest.fixture
def scene(operator: Operator) -> Iterator[Scene]:
    yield Scene(operator.counter(), operator.handsets, operator.stock, Diary())


def test_the_story_is_told_to_its_end(operator: Operator, scene: Scene) -> None:
    anna: Anna = tell(scene)

    operator.clock.wait_until_quiet()
    assert len(STORY) >= 8
    assert scene.counter.subscriber(anna.subscriber)["state"] == "terminated"
    assert scene.handsets.attach(anna.sim) != "let through"
