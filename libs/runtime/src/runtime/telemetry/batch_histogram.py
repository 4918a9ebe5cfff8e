"""A histogram that counts a batch at once: prometheus_client's takes two locks for every value."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

from prometheus_client import REGISTRY
from prometheus_client.core import Exemplar, HistogramMetricFamily
from prometheus_client.registry import Collector

Seen = tuple[float, str]
"""A value, and the trace it is found in; empty: in none."""


class BatchHistogram(Collector):
    """Told and scraped as any histogram with one label; safe against a scrape meanwhile."""

    def __init__(self, name: str, says: str, *, label: str, buckets: Sequence[float]) -> None:
        self._name, self._says, self._label = name, says, label
        self._bounds = tuple(map(float, buckets))
        self._names = (*map(str, self._bounds), "+Inf")
        self._counts: dict[str, Counter[int]] = defaultdict(Counter)
        self._sums: dict[str, float] = defaultdict(float)
        self._exemplars: dict[str, dict[int, Exemplar]] = defaultdict(dict)
        self._lock = Lock()
        REGISTRY.register(self)

    def observe(self, of: str, seen: Iterable[Seen]) -> None:
        """Count these values under one value of the label."""
        counts: Counter[int] = Counter()
        sum_, traced = 0.0, {}
        for amount, trace in seen:
            place = bisect_left(self._bounds, amount)
            counts[place] += 1
            sum_ += amount
            if trace:
                traced[place] = Exemplar({"trace_id": trace}, amount)
        with self._lock:
            self._counts[of].update(counts)
            self._sums[of] += sum_
            self._exemplars[of].update(traced)

    def collect(self) -> Sequence[HistogramMetricFamily]:
        """Answer a scrape."""
        family = HistogramMetricFamily(self._name, self._says, labels=[self._label])
        with self._lock:
            for of, counts in self._counts.items():
                buckets = list(self._buckets(counts, self._exemplars[of]))
                family.add_metric([of], buckets, self._sums[of])
        return [family]

    def _buckets(
        self, counts: Mapping[int, int], exemplars: Mapping[int, Exemplar]
    ) -> Iterable[tuple[str, float] | tuple[str, float, Exemplar]]:
        so_far = 0
        for place, name in enumerate(self._names):
            so_far += counts.get(place, 0)
            exemplar = exemplars.get(place)
            yield (name, so_far) if exemplar is None else (name, so_far, exemplar)
