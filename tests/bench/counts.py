"""How many calls, commits, hops and commands an order makes: counted, and compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from boss.topics import TOPICS

DESK, NETWORK, SETTLE = "desk", "network", "settle"
STAGES = (DESK, NETWORK, SETTLE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What one order made its processes do; of several orders, the least of each.

    `calls` by who is called, `commits` by service without relays' and listeners' batches,
    `said` and `heard` by topic and by `service < topic`, `commands` at the MML door.
    """

    calls: Mapping[str, int]
    commits: Mapping[str, int]
    said: Mapping[str, int]
    heard: Mapping[str, int]
    commands: int

    def differences(self, other: "Counts") -> list[str]:
        """Say in what the two do not agree; nothing where they do."""
        mine, theirs = asdict(self), asdict(other)
        return [
            f"{kind}: {_shown(mine[kind])} against {_shown(theirs[kind])}"
            for kind in mine
            if _content(mine[kind]) != _content(theirs[kind])
        ]


@dataclass(slots=True)
class Sequel:
    """One traced order in the order of its happening, by stage."""

    calls: dict[str, list[str]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
    """Who was called, one after the other."""
    commits: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By stage and service."""
    said: list[tuple[str, str, str]] = field(default_factory=list)
    """Stage, service and topic."""
    commands: tuple[str, ...] = ()

    def counts(self) -> Counts:
        """Forget the stages."""
        said = Counter(topic for _, _, topic in self.said)
        return Counts(
            calls=dict(Counter(name for stage in STAGES for name in self.calls[stage])),
            commits=_summed(self.commits),
            said=dict(said),
            heard=heard_of(said),
            commands=len(self.commands),
        )


def least(of: Sequence[Sequel]) -> Sequel:
    """Return the sequel all these orders have at least: work beside the orders only adds."""
    first = min(of, key=lambda sequel: sum(sequel.commits.values()))
    keys = {key for one in of for key in one.commits}
    commits = Counter({key: min(one.commits[key] for one in of) for key in keys})
    return Sequel(first.calls, commits, first.said, first.commands)


def heard_of(said: Mapping[str, int]) -> Mapping[str, int]:
    """Return who hears how many messages, as proto/topics.yaml has it."""
    return {
        f"{listener} < {topic}": number
        for topic, number in said.items()
        for listener in sorted(TOPICS[topic].listeners)
    }


def _summed(commits: Mapping[tuple[str, str], int]) -> Mapping[str, int]:
    by_service: Counter[str] = Counter()
    for (_, service), number in commits.items():
        by_service[service] += number
    return dict(by_service)


def _content(counted: Any) -> Any:
    if isinstance(counted, Mapping):
        return {name: number for name, number in counted.items() if number}
    return counted


def _shown(counted: Any) -> str:
    if not isinstance(counted, Mapping):
        return str(counted)
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()) if number)
