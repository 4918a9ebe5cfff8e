"""What an order makes its processes do, without saying why: the recipe of the bare floor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

COMMIT, SAY, CALL, COMMAND = "commit", "say", "call", "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing done: a commit, a message said, a call made, or an MML command sent.

    `subject` is the topic, the service called or the command. A call tells the one who is
    called how many commits to make and what to say.
    """

    kind: str
    subject: str = ""
    commits: int = 0
    says: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Deed":
        return cls(
            kind=said["kind"],
            subject=said["subject"],
            commits=said["commits"],
            says=tuple(said["says"]),
        )


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done in the three stages of an order, and who hears what beside the main way.

    `desk` and `settle` are done by orders, `network` by provisioning.
    """

    desk: tuple[Deed, ...]
    network: tuple[Deed, ...]
    settle: tuple[Deed, ...]
    sides: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Recipe":
        stages = {
            name: tuple(Deed.read(one) for one in said[name])
            for name in ("desk", "network", "settle")
        }
        sides = {service: tuple(topics) for service, topics in said["sides"].items()}
        return cls(stages["desk"], stages["network"], stages["settle"], sides)

    def written(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)


def interleaved(*kinds: Sequence[Deed]) -> tuple[Deed, ...]:
    """Mix several rows of deeds evenly, each in its own order."""
    placed = [
        ((number + 1) / len(row), turn, deed)
        for turn, row in enumerate(kinds)
        for number, deed in enumerate(row)
    ]
    return tuple(deed for _, _, deed in sorted(placed, key=lambda deed: deed[:2]))


def spread(things: int, over: int) -> Iterable[int]:
    """Share `things` out over so many places, as evenly as whole numbers allow."""
    return [things * (place + 1) // over - things * place // over for place in range(max(over, 0))]
