"""The topics a broker is started with, as proto/topics.yaml declares them."""

from collections.abc import Mapping
from pathlib import Path

import yaml

MOST_PARTITIONS = 12
LETTERS_PARTITIONS = 1


def topics_of(path: Path) -> Mapping[str, int]:
    """Read topic name → partitions; every listener's topic of parked letters is among them."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))["topics"]
    topics: dict[str, int] = {}
    for topic in declared:
        topics[topic["name"]] = min(int(topic["partitions"]), MOST_PARTITIONS)
        for listener in topic.get("listeners") or ():
            topics[f"{topic['name']}.{listener}.dlq"] = LETTERS_PARTITIONS
    return topics
