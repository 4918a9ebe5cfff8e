"""A batch is counted as prometheus_client counts its values one by one."""

from collections.abc import Iterable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY, Histogram
from prometheus_client.core import HistogramMetricFamily, Metric
from prometheus_client.samples import Sample

from runtime.telemetry.batch_histogram import BatchHistogram

BOUNDS = (0.05, 1, 30, 3600)
LATE = BatchHistogram("test_late_seconds", "As one.", label="topic", buckets=BOUNDS)
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def samples(families: Iterable[Metric]) -> dict[tuple[str, str], float]:
    found: list[Sample] = [one for family in families for one in family.samples]
    return {
        (one.name.rpartition("_")[2], one.labels.get("le", "")): one.value
        for one in found
        if not one.name.endswith("_created")
    }


@given(st.lists(st.lists(st.floats(0, 10_000) | st.sampled_from(BOUNDS), max_size=9), max_size=5))
@settings(deadline=None)
def test_a_batch_is_counted_as_its_values_one_by_one(batches: Sequence[Sequence[float]]) -> None:
    batch = BatchHistogram("test_batch_seconds", "As one.", label="topic", buckets=BOUNDS)
    single = Histogram("test_single_seconds", "Each.", ["topic"], buckets=BOUNDS, registry=None)
    try:
        for values in batches:
            batch.observe("t", [(one, "") for one in values])
            for one in values:
                single.labels("t").observe(one)
        told, expected = samples(batch.collect()), samples(single.collect())
    finally:
        REGISTRY.unregister(batch)

    if not any(batches):
        assert not any(told.values())
        return
    sums = told.pop(("sum", "")), expected.pop(("sum", ""))
    assert told == expected
    assert abs(sums[0] - sums[1]) < 1e-6


def test_the_last_trace_of_a_bucket_is_its_exemplar() -> None:
    LATE.observe("t", [(0.5, "a" * 32), (0.7, TRACE), (0.8, "")])

    (family,) = LATE.collect()
    assert isinstance(family, HistogramMetricFamily)
    traced = {
        one.labels["le"]: one.exemplar.labels for one in family.samples if one.exemplar is not None
    }
    assert traced == {"1.0": {"trace_id": TRACE}}
