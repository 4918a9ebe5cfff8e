"""One customer's life through every real part, from the counter to the network and back."""

from harness.chain import Town
from launch.operations import bossctl
from launch.story import STORY, tell


def test_the_story_is_told_to_its_end(town: Town) -> None:
    anna = tell(town.scene)

    assert len(STORY) >= 8
    assert town.subscriber(anna)["state"] == "terminated"
    assert town.sees(anna) is None


def test_trace_shows_the_order_from_the_counter_to_the_hlr_and_back(town: Town) -> None:
    anna = town.meets_somebody()
    order = town.ends(town.asks_to_open(anna))
    town.is_quiet()

    tree = bossctl(town.operator, "trace", order.id)

    for part in ("gateway", "orders", "accounts", "billing", "provisioning", "ADD TPLSUB"):
        assert part in tree
    assert tree.index("gateway") < tree.index("ADD TPLSUB")
