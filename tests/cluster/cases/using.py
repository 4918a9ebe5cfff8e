"""What a customer and a clerk do: the smallest of it, and the whole story."""

from dataclasses import dataclass, field

import grpc
from typing_extensions import override

from cluster.beside import Beside
from cluster.kubectl import eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from launch.story import Anna, Scene, is_opened, switches_on, tell

NEXT_SECONDS = 1.0
QUIET_SECONDS = 60
AWAY_SECONDS = 90


@dataclass
class Quietly:
    """Keeps what a story tells."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        self.lines.append(line)


def opened(town: Town) -> str:
    """Open a number at the counter, and have its card taken in by the network."""
    scene = town.scene(Quietly())
    with scene.handsets:
        anna = is_opened(scene, Anna())
        what = "her telephone finds no network"
        eventually(what, lambda: _away(scene, anna), seconds=AWAY_SECONDS)
        return anna.number


def _away(scene: Scene, anna: Anna) -> str:
    """Switch her telephone on; the pretend network has one pod, and may be away itself."""
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
            return str(problem)
        return ""

    eventually("it does not add up", differs, seconds=QUIET_SECONDS, every=3.0)
    return said[-1].splitlines()[-1]


@dataclass
class Customers(Beside):
    """One after the other opens a number while something else happens."""

    town: Town
    served: int = 0
    problems: list[str] = field(default_factory=list)

    def judged(self) -> str:
        """Return how many were served. Raises Wrong where one of them was not."""
        if self.problems:
            told = "; ".join(self.problems[:3])
            raise Wrong(f"{self.served} customers served, {len(self.problems)} not: {told}")
        return f"{self.served} customers served"

    @override
    def go_on(self) -> None:
        while not self.told_to_stop.wait(NEXT_SECONDS):
            try:
                opened(self.town)
                self.served += 1
            except Exception as problem:
                self.problems.append(f"{type(problem).__name__}: {problem}"[:300])
