"""What came of a drill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from launch.recovery import Recovered


@dataclass(slots=True)
class Report:
    """Filled while it goes on."""

    bytes: int = 0
    recovered: Recovered = field(default_factory=lambda: Recovered(0, "", 0.0))
    network_restored: bool = True
    said_again: dict[str, int] = field(default_factory=dict)
    """By service: rows of the relay's day."""
    set_back: dict[str, int] = field(default_factory=dict)
    """By service: its groups whose offsets were reset."""
    findings: Sequence[Mapping[str, Any]] = ()
    orders: int = 0
    held: int = 0
    parked: int = 0
    agrees: bool = False
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        return {
            "agrees": self.agrees,
            "bytes": self.bytes,
            "last_transaction": self.recovered.last_transaction,
            "segments": self.recovered.segments,
            "recovery_seconds": round(self.recovered.seconds, 1),
            "network_restored": self.network_restored,
            "said_again": self.said_again,
            "offsets_reset": self.set_back,
            "findings": list(self.findings),
            "orders": self.orders,
            "orders_held": self.held,
            "events_parked": self.parked,
            "seconds": round(self.seconds, 1),
        }

    def __str__(self) -> str:
        network = "" if self.network_restored else "; a pretend one was filled from what orders say"
        lines = [
            f"Base backup         {self.bytes / 1e6:.0f} MB",
            f"Last transaction    {self.recovered.last_transaction or 'that of the backup'},"
            f" {self.recovered.segments} segments of the log",
            f"Network             {'of the backup' if self.network_restored else 'none'}{network}",
            f"Said again          {_counts(self.said_again)}",
            f"Groups reset        {_counts(self.set_back)}",
            f"Orders              {self.orders}, {self.held} held; {self.parked} events parked",
            *(f"{'ok  ' if one['holds'] else 'OFF '} {one['what']}: {one['counts']}"
              for one in self.findings),
            f"{'Everything agrees' if self.agrees else 'It does not agree'};"
            f" all of it took {self.seconds:.0f} s",
        ]  # fmt: skip
        return "\n".join(lines)


def _counts(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items()) or "nothing"
