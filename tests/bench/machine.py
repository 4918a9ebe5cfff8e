"""What the figures were taken on, and how busy the machine was with other things."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it ran."""

    system: str
    processor: str
    cores: int
    memory_gib: float
    python: str

    @classmethod
    def here(cls) -> "Machine":
        return cls(
            system=f"{platform.system()} {platform.release()}",
            processor=_processor(),
            cores=os.cpu_count() or 1,
            memory_gib=round(psutil.virtual_memory().total / 2**30, 1),
            python=platform.python_version(),
        )

    def sentence(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gib} GiB, {self.system}, "
            f"Python {self.python}"
        )


def busy_seconds() -> float:
    """Return the processor seconds the whole machine has been busy since it started."""
    times: Mapping[str, float] = psutil.cpu_times()._asdict()
    idle = times["idle"] + times.get("iowait", 0.0)
    already_in_user = times.get("guest", 0.0) + times.get("guest_nice", 0.0)
    return float(sum(times.values()) - idle - already_in_user)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
