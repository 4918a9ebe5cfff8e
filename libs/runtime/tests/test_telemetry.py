"""Logs and spans say which order they are about, and nothing about people."""

import json

import pytest
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider

from kernel.errors import Refusal
from runtime.database.database import Database
from runtime.operations.kept_spans import KeptSpans
from runtime.telemetry import about_order, current_order, current_traceparent, logger, mask, span
from runtime.telemetry.logs import configure
from runtime.telemetry.tracing import OrderNaming, exemplar, name_order, tracing_orders, use

ID_NUMBER = "11010519491231002X"
MSISDN = "8613800138000"
KEY = "465B5CE8B199B49FAA5F0A2EE238A6BC"


class Ended(SpanProcessor):
    def __init__(self) -> None:
        self.spans: list[ReadableSpan] = []

    def on_end(self, span: ReadableSpan) -> None:
        self.spans.append(span)


@pytest.fixture
def ended() -> Ended:
    found = Ended()
    provider = TracerProvider()
    provider.add_span_processor(OrderNaming())
    provider.add_span_processor(found)
    use(provider)
    return found


@pytest.mark.parametrize("told", [ID_NUMBER, MSISDN, MSISDN[2:], KEY])
def test_personal_data_and_keys_are_masked_wherever_they_stand(told: str) -> None:
    masked = mask(f"the customer said {told}, and then hung up")

    assert told not in masked
    assert "*" in masked


def test_our_own_identifiers_are_not_masked() -> None:
    ours = "order 01a20590-e4d3-76a8-85e1-570f85bda811 of 2026-11-22 took 1234567 us"

    assert mask(ours) == ours


def test_a_log_line_carries_the_order_and_no_personal_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(service="trial", level="INFO", form="json")

    with about_order("order 7"):
        logger("test").info(f"asked for {ID_NUMBER}", name="Anna", ki=KEY, msisdn=MSISDN, fen=100)
        logger("test").error("it broke", exc_info=ValueError(f"no such number {MSISDN}"))

    told = capsys.readouterr().err
    first = json.loads(told.splitlines()[0])
    assert (first["order_id"], first["service"], first["fen"]) == ("order 7", "trial", 100)
    for planted in (ID_NUMBER, MSISDN, KEY, "Anna"):
        assert planted not in told


def test_a_log_line_in_a_trace_carries_its_id_and_others_none(
    ended: Ended, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(service="trial", level="INFO", form="json")

    with span("here"):
        logger("test").info("inside")
        trace_id = current_traceparent().split("-")[1]
    logger("test").info("outside")

    inside, outside = map(json.loads, capsys.readouterr().err.splitlines())
    assert inside["trace_id"] == trace_id
    assert "trace_id" not in outside


@pytest.mark.parametrize("carried", ["", "00-a-b-01", f"00-{'x' * 200}-{'0' * 16}-01"])
def test_a_traceparent_that_is_none_is_no_exemplar(carried: str) -> None:
    assert exemplar(carried) is None


def test_spans_inside_an_order_carry_it_and_those_outside_do_not(ended: Ended) -> None:
    with span("outer"), about_order("order 7"), span("inner"):
        assert current_order() == "order 7"
    with span("other"):
        pass

    orders = {each.name: (each.attributes or {}).get("order.id") for each in ended.spans}
    assert orders == {"inner": "order 7", "outer": "order 7", "other": None}


def test_an_order_named_in_a_span_is_forgotten_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure(service="trial", level="INFO", form="json")

    with span("place"):
        name_order("order 8")
        logger("test").info("inside")
    logger("test").info("outside")

    inside, outside = map(json.loads, capsys.readouterr().err.splitlines())
    assert inside["order_id"] == "order 8"
    assert "order_id" not in outside


def test_an_order_named_late_is_carried_by_the_span_it_was_named_in(ended: Ended) -> None:
    with span("place"):
        name_order("order 8")

    assert (ended.spans[0].attributes or {})["order.id"] == "order 8"
    assert current_order() == ""


def test_a_trace_goes_on_from_a_traceparent(ended: Ended) -> None:
    with span("here"):
        carried = current_traceparent()
    with span("there", traceparent=carried):
        pass

    here, there = ended.spans
    assert there.context.trace_id == here.context.trace_id
    assert there.parent is not None
    assert there.parent.span_id == here.context.span_id


@pytest.mark.parametrize("carried", ["", "nonsense", "00-xx-yy-01", f"00-{'0' * 32}-{'0' * 16}-01"])
def test_a_traceparent_that_is_none_begins_a_trace(ended: Ended, carried: str) -> None:
    with span("here", traceparent=carried):
        pass

    assert ended.spans[0].parent is None


def test_of_several_orders_each_has_its_own_traceparent(ended: Ended) -> None:
    with span("batch"), tracing_orders({"order 7": "00-a-b-01"}):
        assert current_traceparent("order 7") == "00-a-b-01"
        assert current_traceparent("order 8") == current_traceparent()


def test_a_refusal_is_no_error_and_anything_else_is(ended: Ended) -> None:
    with pytest.raises(Refusal), span("refused"):
        raise Refusal("NO", "No.")
    with pytest.raises(ValueError, match="x"), span("failed"):
        raise ValueError("x")

    refused, failed = ended.spans
    assert refused.status.is_ok or refused.status.is_unset
    assert (refused.attributes or {})["refusal"] == "NO"
    assert failed.status.description == "ValueError"


async def test_spans_of_orders_are_kept_masked_and_others_are_not(database: Database) -> None:
    kept = KeptSpans(database)
    provider = TracerProvider()
    provider.add_span_processor(kept)
    use(provider)
    with span("about", order_id="order 7", attributes={"msisdn": MSISDN, "peer": "a\0b"}):
        pass
    with span("else"):
        pass

    await kept.flush()

    async with database.reading() as connection:
        found = await connection.exec_driver_sql("SELECT name, order_id, attributes FROM span")
        rows = found.all()
    assert [(row.name, row.order_id) for row in rows] == [("about", "order 7")]
    assert MSISDN not in str(rows[0].attributes)
    assert "a\ufffdb" in str(rows[0].attributes)
