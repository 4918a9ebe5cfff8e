"""What a customer and a clerk do: the smallest of it, and the whole story."""

from collections.abc import Collection
from dataclasses import dataclass, field

import grpc

from cluster.kubectl import eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from launch.story import Anna, is_opened, switches_on, tell

QUIET_SECONDS = 60
OFF = "OFF   "
"""How `bossctl reconcile` begins a line that does not hold."""
AWAY_SECONDS = 180


@dataclass
class Quietly:
    """Keeps what a story tells."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        self.lines.append(line)


def opened(town: Town) -> str:
    """Open a number at the counter, and have its card taken in by the network."""
    return number_opened(town).number


def number_opened(town: Town) -> Anna:
    """Open one; return who has it now."""
    scene = town.scene(Quietly())
    with scene.handsets:
        anna = is_opened(scene, Anna())
    what = "the telephone finds no network"
    eventually(what, lambda: _away(town, anna), seconds=AWAY_SECONDS)
    return anna


def _away(town: Town, anna: Anna) -> str:
    """Switch the telephone on; the pretend network has one pod, and may be away itself.

    On a channel of its own: one that found no address asks for it again after up to two minutes.
    """
    scene = town.scene(Quietly())
    with scene.handsets:
        try:
            switches_on(scene, anna)
        except grpc.RpcError as problem:
            return str(problem)
    return ""


def told(town: Town) -> str:
    """Tell a customer's story to its end."""
    quietly = Quietly()
    scene = town.scene(quietly)
    with scene.handsets:
        tell(scene)
    return f"{len([line for line in quietly.lines if line])} lines of it"


def operated(town: Town) -> str:
    """Run bossctl in its own pod, as the documents say: who asks must be said."""
    words = ("exec", "-n", NAMESPACE, "bossctl-0", "--", "python", "-m", "bossctl")
    nameless = town.kubectl.tried(*words, "orders", "held")
    if nameless.returncode == 0 or "--as NAME" not in nameless.stderr:
        raise Wrong(f"somebody without a name was let in: {nameless.stdout}{nameless.stderr}")
    return town.kubectl.run(*words, "--as", "olga", "orders", "held").out.strip()


def agreed(town: Town) -> str:
    """Compare every hand-over when all is done: nothing lost, nothing doubled."""
    said: list[str] = []

    def differs() -> str:
        try:
            said.append(town.bossctl("reconcile"))
        except Wrong as problem:
            off = [line for line in str(problem).splitlines() if OFF in line]
            if not off or not all(_waits(line, town.unheard) for line in off):
                return str(problem)
            said.append(f"everything agrees but {len(off)} that wait for the newer release")
        return ""

    eventually("it does not add up", differs, seconds=QUIET_SECONDS, every=3.0)
    return said[-1].splitlines()[-1]


def _waits(line: str, unheard: Collection[str]) -> bool:
    """Tell whether it is about what nobody listens to in the release that is in use."""
    return line[line.index(OFF) + len(OFF) :].partition(":")[0] in unheard
