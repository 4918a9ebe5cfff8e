"""The topics a broker is started with: those of this release, or of a file like proto/topics.yaml.

`boss.topics` is generated from that file, so that an operator needs no repository around it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from boss.topics import TOPICS
from launch.access import parked_of

MOST_PARTITIONS = 12
LETTERS_PARTITIONS = 1


def topics_of_this_release() -> Mapping[str, int]:
    """Return topic name → partitions, as `topics_of` reads it from proto/topics.yaml."""
    return _with_parked(
        {one.name: one.partitions for one in TOPICS.values()},
        {one.name: one.listeners for one in TOPICS.values()},
    )


def topics_of(path: Path) -> Mapping[str, int]:
    """Read topic name → partitions; every listener's topic of parked letters is among them."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))["topics"]
    return _with_parked(
        {topic["name"]: int(topic["partitions"]) for topic in declared},
        {topic["name"]: topic.get("listeners") or () for topic in declared},
    )


def _with_parked(
    partitions: Mapping[str, int], listeners: Mapping[str, Iterable[str]]
) -> Mapping[str, int]:
    """Add each listener's topic of parked events; a laptop has no more than some partitions."""
    topics = {name: min(number, MOST_PARTITIONS) for name, number in partitions.items()}
    for name, hearers in listeners.items():
        topics |= {parked_of(one, name): LETTERS_PARTITIONS for one in hearers}
    return topics
