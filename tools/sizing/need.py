"""The arithmetic of docs/operations/sizing.md; every figure it starts from is in sizing.yaml."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from stages import ROOT

FIGURES = ROOT / "docs/operations/sizing.yaml"
GIB = 2**30
HOUR, DAY = 3600, 24 * 3600
MONTH_DAYS = 30.4
SERVICES = ("accounts", "billing", "gateway", "orders", "provisioning")
DOORS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("api", "listen", "relay", "work"),
    "billing": ("api", "listen", "relay", "work"),
    "gateway": ("api", "relay"),
    "orders": ("api", "listen", "relay", "work"),
    "provisioning": ("api", "listen", "relay", "work"),
}
OF_USE: Mapping[str, str] = {"billing": "listen", "provisioning": "work"}
"""Which door of which service does all there is to do for a record of use."""
OF_POSTGRES_ITSELF = 30
"""Connections of replication, the operator, and whoever mends something by hand."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, and what is assumed of subscribers."""

    assumed: Mapping[str, float]
    bytes: Mapping[str, Mapping[str, int]]
    """Of a number, customer, order, text and record: lasting, written ahead, messages."""
    processor_us: Mapping[str, Mapping[str, int]]
    """Of an order and a record, by process."""
    settings: Mapping[str, int]

    @classmethod
    def read(cls, path: Path = FIGURES) -> Figures:
        """Read them; raises ValueError where one is none that anything can be reckoned from."""
        said: dict[str, Any] = yaml.safe_load(path.read_text())
        figures = cls(said["assumed"], said["bytes"], said["processor_us"], said["settings"])
        if idle := sorted(figures._without_a_number()):
            raise ValueError(f"{path.name}: {', '.join(idle)} must be more than 0")
        return figures

    def _without_a_number(self) -> Iterator[str]:
        """Give the figures that must not be nothing; what a record costs some processes is."""
        for group in ("assumed", "settings"):
            told: Mapping[str, float] = getattr(self, group)
            yield from (f"{group}.{name}" for name, value in told.items() if not value > 0)
        for thing, sizes in self.bytes.items():
            least = sizes["lasting"], sizes["written_ahead"]
            yield from (f"bytes.{thing}" for value in least if not value > 0)
        of_record = ("postgres", *OF_USE)
        for thing, wanted in (("order", (*SERVICES, "postgres")), ("record", of_record)):
            spent = self.processor_us[thing]
            yield from (f"processor_us.{thing}.{one}" for one in wanted if not spent[one] > 0)


@dataclass(frozen=True)
class Need:
    """What so many subscribers need."""

    subscribers: int
    figures: Figures

    def _in_the_busy_second(self, a_day: float) -> float:
        assumed = self.figures.assumed
        return a_day * assumed["busy_hour_share"] / HOUR * assumed["peak"]

    @cached_property
    def records_a_day(self) -> float:
        return self.subscribers * self.figures.assumed["records_a_day"]

    @cached_property
    def orders_a_day(self) -> float:
        return self.subscribers * self.figures.assumed["orders_a_month"] / MONTH_DAYS

    @cached_property
    def texts_a_day(self) -> float:
        return self.subscribers * self.figures.assumed["texts_a_month"] / MONTH_DAYS

    @cached_property
    def records_a_second(self) -> float:
        return self._in_the_busy_second(self.records_a_day)

    @cached_property
    def orders_a_second(self) -> float:
        return self._in_the_busy_second(self.orders_a_day)

    def cores(self, process: str) -> float:
        """Return how many processors a process, or all of its kind, keep busy then."""
        of_orders = self.orders_a_second * self.figures.processor_us["order"][process]
        return (of_orders + self._cores_of_use(process) * 1e6) / 1e6

    def _cores_of_use(self, process: str) -> float:
        each = self.figures.processor_us["record"].get(process, 0)
        return self.records_a_second * each / 1e6

    def pods(self, service: str, door: str) -> int:
        """Return how many there are; of orders, as if one door did all its service does."""
        if OF_USE.get(service) == door:
            cores = self.cores(service)
        else:
            cores = self.cores(service) - self._cores_of_use(service)
        return max(2, math.ceil(cores / self.figures.assumed["busy_share_of_a_core"]))

    @cached_property
    def all_pods(self) -> int:
        return sum(self.pods(service, door) for service in SERVICES for door in DOORS[service])

    @cached_property
    def service_cores(self) -> float:
        return sum(self.cores(service) for service in SERVICES)

    @cached_property
    def postgres_cores(self) -> int:
        share = self.figures.assumed["busy_share_of_a_core"]
        return max(2, math.ceil(self.cores("postgres") / share))

    @cached_property
    def postgres_gib(self) -> int:
        """A quarter of the memory is shared buffers."""
        buffers = self.figures.settings["shared_buffers_mib_a_million"] * self.subscribers / 1e6
        return max(4, math.ceil(4 * buffers / 1024 / 4) * 4)

    @cached_property
    def kept_bytes(self) -> float:
        """Return what a month's end finds on the database's disk."""
        months, lasting = self.figures.assumed["months_kept"], self._of("lasting")
        subscriber = lasting["number"] + lasting["customer"]
        orders = self.orders_a_day * MONTH_DAYS * months * lasting["order"]
        records = self.records_a_day * MONTH_DAYS * months * lasting["record"]
        texts = self.texts_a_day * self.figures.settings["text_days"] * lasting["text"]
        return self.subscribers * subscriber + orders + records + texts

    @cached_property
    def disk_gib(self) -> int:
        return _round_up(self.kept_bytes * self.figures.assumed["room"] / GIB)

    @cached_property
    def log_a_day(self) -> float:
        """Return the bytes written ahead in a day; backups and replicas take them, too."""
        ahead = self._of("written_ahead")
        rows = self.records_a_day * ahead["record"] + self.orders_a_day * ahead["order"]
        rows += self.texts_a_day * ahead["text"]
        return rows * self.figures.assumed["whole_pages"]

    @cached_property
    def log_gib(self) -> int:
        """Of a disk that holds a day of it, in which nobody takes it away."""
        return max(10, _round_up(self.log_a_day / GIB))

    @cached_property
    def broker_gib(self) -> int:
        """Of each of three brokers, each of which has all that is kept for seven days."""
        said = self._of("messages")
        a_day = self.records_a_day * said["record"] + self.orders_a_day * said["order"]
        a_day += self.texts_a_day * said["text"]
        days = self.figures.settings["topic_days"]
        return max(10, _round_up(a_day * days * self.figures.assumed["room"] / GIB))

    def connections(self, service: str) -> int:
        """Return what the pods of a service hold."""
        return self.held({door: self.pods(service, door) for door in DOORS[service]})

    def held(self, pods: Mapping[str, int]) -> int:
        """Return what so many pods of each door hold, while each has one more, and a migration."""
        pool = self.figures.settings["database_pool"]
        return 1 + sum((number + 1) * (pool + (door == "relay")) for door, number in pods.items())

    @cached_property
    def all_connections(self) -> int:
        return sum(self.connections(one) for one in SERVICES) + OF_POSTGRES_ITSELF

    def _of(self, what: str) -> dict[str, int]:
        return {thing: sizes[what] for thing, sizes in self.figures.bytes.items()}


def _round_up(gib: float) -> int:
    """Round to two figures, upwards: more is not known."""
    if gib < 10:
        return math.ceil(gib)
    step = 10 ** (math.floor(math.log10(gib)) - 1)
    return int(math.ceil(gib / step) * step)
