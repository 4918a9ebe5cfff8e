"""Somebody who asks all the time: how long the longest wait was, and what was not answered."""

from dataclasses import dataclass, field

from typing_extensions import override

from cluster.beside import Beside
from cluster.town import Town
from kernel.clock import monotonic
from launch.issuer import issue

EVERY_SECONDS = 0.1
ANSWER_SECONDS = 10.0
PATH = "/tmf-api/productOrderingManagement/v4/productOrder?limit=1"
"""A question that goes through the gateway to orders and its database."""


@dataclass
class Watcher(Beside):
    """Asks the REST door as a client does: a new connection each time, once again where refused."""

    town: Town
    asked: int = 0
    failed: int = 0
    longest: float = 0.0
    problems: set[str] = field(default_factory=set)
    spells: dict[str, float] = field(default_factory=dict)
    """The longest wait of each spell of what goes on meanwhile."""
    _spell: str = ""

    @property
    def told(self) -> str:
        failures = f", {self.failed} not answered ({', '.join(sorted(self.problems))})"
        return f"longest wait of {self.asked} requests {self.longest:.1f} s" + (
            failures if self.failed else ""
        )

    def begin(self, spell: str) -> None:
        """Count waits to this spell from now on."""
        self.spells[spell] = 0.0
        self._spell = spell

    @override
    def go_on(self) -> None:
        token = issue(self.town.keys, subject="watcher", roles=("clerk", "operations"))
        while not self.told_to_stop.wait(EVERY_SECONDS):
            begun = monotonic()
            self._ask({"Authorization": f"Bearer {token}"})
            waited, spell = monotonic() - begun, self._spell
            self.longest = max(self.longest, waited)
            self.spells[spell] = max(self.spells.get(spell, 0.0), waited)

    def _ask(self, headers: dict[str, str]) -> None:
        """Ask until there is an answer, as a client that tries again does."""
        until = monotonic() + ANSWER_SECONDS
        self.asked += 1
        while True:
            problem = self.town.asked(PATH, headers)
            if problem.startswith("2"):
                return
            if monotonic() > until:
                self.failed += 1
                self.problems.add(problem)
                return
