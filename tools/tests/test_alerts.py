"""Every alert of the services fires when its trouble comes, and not before."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from harness.alerting import (
    ROOT,
    SERVICES_FILE,
    Case,
    Series,
    assert_fires,
    assert_is_quiet,
    fired,
    needs_promtool,
    rules,
    scraped,
    uncovered,
)

BASE = ROOT / "deploy/k8s/base"
DOORS = ("api", "listen", "relay", "work")


def everybody_up(but: tuple[str, str] = ("", "")) -> Series:
    up: dict[str, str] = {}
    for service, door in doors():
        if (service, door) != but:
            up |= scraped(service, door, "up", "1x60")
    return up


def doors() -> Sequence[tuple[str, str]]:
    """Return every door of every service the base deploys."""
    found = []
    for path in sorted(BASE.glob("*/processes/kustomization.yaml")):
        listed = {Path(one).name for one in yaml.safe_load(path.read_text())["resources"]}
        found += [(path.parts[-3], door) for door in DOORS if door in listed]
    return found


def both_namespaces(but: tuple[str, str] = ("", "")) -> Series:
    """Give production without one door, and staging with all, as one Prometheus reads them."""
    up: dict[str, str] = {}
    for service, door in doors():
        for namespace in ("kaitong", "kaitong-staging"):
            if (service, door) != but or namespace != "kaitong":
                up |= scraped(service, door, "up", "1x60", namespace=namespace)
    return up


def listening(handled: str, *, lag: str) -> Series:
    topic = "boss.usage-recorded.v1"
    return {
        **scraped("billing", "listen", "kaitong_heard_total", handled, topic=topic),
        **scraped("billing", "listen", "kaitong_inbox_duplicates_total", "0x60", topic=topic),
        **scraped("billing", "listen", "kaitong_listener_lag", lag, topic=topic),
    }


def calls(values_fine: str, values_bad: str) -> Series:
    method = "/boss.orders.v1.CommandService/PlaceOrder"
    name = "kaitong_rpc_seconds_count"
    return {
        **scraped("orders", "api", name, values_fine, method=method, status="OK"),
        **scraped("orders", "api", name, values_bad, method=method, status="INTERNAL"),
    }


def durations(slow: str) -> Series:
    method = "/boss.orders.v1.QuestionService/GetOrder"
    name = "kaitong_rpc_seconds_bucket"
    return {
        **scraped("orders", "api", name, "0+60x60", method=method, status="OK", le="1"),
        **scraped("orders", "api", name, slow, method=method, status="OK", le="5"),
        **scraped("orders", "api", name, slow, method=method, status="OK", le="+Inf"),
    }


def requests(status: str, values: str) -> Series:
    told = {"method": "GET", "route": "/v1/offerings", "status": status}
    return scraped("gateway", "api", "kaitong_http_seconds_count", values, **told)


def turned_away(reason: str, values: str) -> Series:
    return scraped("gateway", "api", "kaitong_http_refused_total", values, reason=reason)


def not_let_in(values: str) -> Series:
    told = {"reason": "NOT_SIGNED", "caller": "unknown"}
    return scraped("orders", "api", "kaitong_rpc_refused_total", values, **told)


IN_FLIGHT = "kaitong_orders_in_flight_seconds"
REFUSED = "kaitong_records_refused_total"
NOTED = "kaitong_records_noted_total"
ORDERS_API = {"service": "orders", "door": "api"}
CASES = (
    Case(
        "ServiceGone",
        {**everybody_up(but=("orders", "api")), **scraped("orders", "api", "up", "1x5 0x60")},
        at="12m",
        labels=ORDERS_API,
        quiet=everybody_up(),
    ),
    Case(  # the target itself is gone
        "ServiceGone",
        {**everybody_up(but=("orders", "api")), **scraped("orders", "api", "up", "1x5 _x60")},
        at="20m",
        labels=ORDERS_API,
        quiet=everybody_up(),
    ),
    Case(  # it was never there
        "ServiceGone",
        everybody_up(but=("billing", "relay")),
        at="10m",
        labels={"service": "billing", "door": "relay"},
        quiet=everybody_up(),
    ),
    Case(
        "OutboxStands",
        scraped("orders", "relay", "kaitong_outbox_age_seconds", "0+60x30"),
        at="10m",
        labels={"service": "orders"},
        quiet=scraped("orders", "relay", "kaitong_outbox_age_seconds", "0.2x30"),
    ),
    Case(
        "RelayWithoutLeader",
        scraped("orders", "relay", "kaitong_relay_leads", "1x2 0x30"),
        at="10m",
        labels={"service": "orders"},
        quiet={
            **scraped("orders", "relay", "kaitong_relay_leads", "1x30", pod="a"),
            **scraped("orders", "relay", "kaitong_relay_leads", "0x30", pod="b"),
        },
    ),
    Case(
        "EventsParked",
        scraped("orders", "relay", "kaitong_parked_now", "_x2 1x30", topic="t"),
        at="10m",
        labels={"service": "orders", "topic": "t"},
        quiet=scraped("orders", "relay", "kaitong_parked_now", "1x2 stale", topic="t"),
    ),
    Case(  # at the first one: the counter is born at zero
        "RecordsRefused",
        scraped("provisioning", "work", REFUSED, "0x5 1x30", reason="ID_REUSED"),
        at="8m",
        labels={"service": "provisioning", "reason": "ID_REUSED"},
        quiet=scraped("provisioning", "work", REFUSED, "0+9x30", reason="SAID_BEFORE"),
    ),
    Case(  # for longer than a number takes that a switch hears of late
        "RecordsNoted",
        scraped("provisioning", "work", NOTED, "0+1x200", reason="NUMBER_DIFFERS"),
        at="150m",
        labels={"service": "provisioning", "reason": "NUMBER_DIFFERS"},
        quiet=scraped("provisioning", "work", NOTED, "0+1x60 60x140", reason="NUMBER_DIFFERS"),
    ),
    Case(
        "RecordFilesLeftAlone",
        scraped("provisioning", "work", "kaitong_record_files_left_alone_now", "0x5 2x30"),
        at="12m",
        labels={"service": "provisioning"},
        quiet=scraped("provisioning", "work", "kaitong_record_files_left_alone_now", "0x30"),
    ),
    Case(
        "ListenerBehind",
        scraped("billing", "listen", "kaitong_listener_lag", "20000x30", topic="boss.usage.v1"),
        at="15m",
        labels={"service": "billing", "topic": "boss.usage.v1"},
        quiet=scraped("billing", "listen", "kaitong_listener_lag", "900x30", topic="boss.usage.v1"),
    ),
    Case(
        "EventsHeardAgain",
        scraped("orders", "listen", "kaitong_inbox_duplicates_total", "0+600x60", topic="t"),
        at="40m",
        labels={"service": "orders", "topic": "t"},
        quiet=scraped("orders", "listen", "kaitong_inbox_duplicates_total", "0+60x60", topic="t"),
    ),
    Case(
        "LoopStartsOver",
        scraped("orders", "relay", "kaitong_loop_failed_total", "0+12x40", loop="relay"),
        at="20m",
        labels={"service": "orders", "loop": "relay"},
        quiet=scraped("orders", "relay", "kaitong_loop_failed_total", "0 15x40", loop="relay"),
    ),
    Case(
        "WorkFails",
        scraped("orders", "work", "kaitong_work_failed_total", "0+6x40", work="moving orders"),
        at="20m",
        labels={"service": "orders", "work": "moving orders"},
        quiet=scraped("orders", "work", "kaitong_work_failed_total", "1x40", work="moving orders"),
    ),
    Case(
        "CallsFail",
        calls("0+90x40", "0+10x40"),
        at="15m",
        labels={"service": "orders", "method": "/boss.orders.v1.CommandService/PlaceOrder"},
        quiet=calls("0+1000x40", "0+10x40"),
    ),
    Case(
        "CallsSlow",
        durations("0+100x60"),
        at="30m",
        labels={"service": "orders", "method": "/boss.orders.v1.QuestionService/GetOrder"},
        quiet=durations("0+60x60"),
    ),
    Case(  # at the first one: the gauge is born with it
        "NetworkChangesHeld",
        scraped("provisioning", "relay", "kaitong_changes_held_now", "_x4 1x30", code="ERR3202"),
        at="5m",
        labels={"code": "ERR3202"},
        quiet=scraped("provisioning", "relay", "kaitong_changes_held_now", "_x30", code="ERR3202"),
    ),
    Case(
        "OrdersHeld",
        scraped("orders", "relay", "kaitong_orders_held_now", "_x4 1x30", process="sim_swap"),
        at="15m",
        labels={"process": "sim_swap"},
        quiet=scraped("orders", "relay", "kaitong_orders_held_now", "1x2 stale", process="p"),
    ),
    Case(
        "RequestsRefused",
        requests("401", "0+300x40"),
        at="15m",
        labels={"service": "gateway", "status": "401"},
        quiet=requests("401", "0+6x40"),
    ),
    Case(
        "RequestsRefused",
        requests("403", "0+300x40"),
        at="15m",
        labels={"service": "gateway", "status": "403"},
        quiet=requests("200", "0+3000x40"),
    ),
    Case(
        "RequestsThrottled",
        turned_away("TOO_MANY_REQUESTS", "0+120x40"),
        at="15m",
        labels={"service": "gateway", "reason": "TOO_MANY_REQUESTS"},
        quiet=turned_away("TOO_MANY_REQUESTS", "0+6x40"),
    ),
    Case(
        "RequestsThrottled",
        turned_away("silent", "0+120x40"),
        at="15m",
        labels={"service": "gateway", "reason": "silent"},
        quiet=turned_away("BALANCE_TOO_LOW", "0+1200x40"),
    ),
    Case(
        "RequestsFail",
        {**requests("200", "0+90x40"), **requests("503", "0+10x40")},
        at="15m",
        labels={"service": "gateway"},
        quiet={**requests("200", "0+90x40"), **requests("501", "0+90x40")},
    ),
    Case(
        "CallsRefused",
        not_let_in("0+30x40"),
        at="15m",
        labels={"service": "orders", "reason": "NOT_SIGNED", "caller": "unknown"},
        quiet=not_let_in("0+1x40"),
    ),
    Case(  # as they are: the gauge is born with it
        "GuessingLocked",
        scraped("billing", "relay", "kaitong_tries_locked_now", "_x4 3x30", kind="voucher"),
        at="5m",
        labels={"service": "billing", "kind": "voucher"},
        quiet=scraped("billing", "relay", "kaitong_tries_locked_now", "1x30", kind="voucher"),
    ),
    Case(  # at the first one
        "ElementSignInsRefused",
        scraped("provisioning", "work", "kaitong_element_sign_ins_refused_total", "0x3 1x30"),
        at="6m",
        labels={"service": "provisioning"},
        quiet=scraped("provisioning", "work", "kaitong_element_sign_ins_refused_total", "1x60"),
    ),
    Case(
        "TextsNotSent",
        scraped("provisioning", "relay", "kaitong_texts_overdue", "_x4 7x30", reason="LINK_DOWN"),
        at="10m",
        labels={"reason": "LINK_DOWN"},
        quiet=scraped("provisioning", "relay", "kaitong_texts_overdue", "7x4 stale", reason="X"),
    ),
    Case(
        "TypedTextWaits",
        scraped("billing", "relay", "kaitong_typed_text_waiting", "3x30", age="over a minute"),
        at="15m",
        labels={"service": "billing"},
        quiet=scraped("billing", "relay", "kaitong_typed_text_waiting", "3x2 stale", age="x"),
    ),
    Case(
        "PapersNotIndexed",
        scraped("accounts", "relay", "kaitong_papers_not_indexed", "_x4 2x90", code="ROW_DAMAGED"),
        at="40m",
        labels={"code": "ROW_DAMAGED"},
        quiet=scraped("accounts", "relay", "kaitong_papers_not_indexed", "9x20 stale", code="X"),
    ),
    Case(
        "AppointmentsHeld",
        scraped("billing", "work", "kaitong_timers_held", "0x4 1x30"),
        at="15m",
        labels={"service": "billing"},
        quiet=scraped("billing", "work", "kaitong_timers_held", "1x2 0x30"),
    ),
    Case(
        "AppointmentsLate",
        scraped("billing", "work", "kaitong_timers_late_seconds", "0+60x60"),
        at="40m",
        labels={"service": "billing"},
        quiet=scraped("billing", "work", "kaitong_timers_late_seconds", "1000x10 0x60"),
    ),
    Case(  # another process compares the next night: the table tells, not who compared
        "NetworkDiffers",
        scraped("provisioning", "relay", "kaitong_network_differences", "0x2 3x30", pod="b"),
        at="15m",
        labels={"service": "provisioning"},
        quiet=scraped("provisioning", "relay", "kaitong_network_differences", "3x2 0x30"),
    ),
    Case(  # in one of two namespaces, which alone makes up for nothing
        "ServiceGone",
        {
            **both_namespaces(but=("orders", "api")),
            **scraped("orders", "api", "up", "1x5 _x60", namespace="kaitong"),
        },
        at="20m",
        labels={**ORDERS_API, "namespace": "kaitong"},
        quiet=both_namespaces(),
    ),
    Case(
        "OrdersLate",
        scraped("orders", "relay", IN_FLIGHT, "0+60x60", state="completed"),
        at="30m",
        labels={"state": "completed"},
        quiet=scraped("orders", "relay", IN_FLIGHT, "0+60x10 0+60x10 stale", state="completed"),
    ),
    Case(
        "ArrearsWait",
        scraped("orders", "relay", "kaitong_arrears_heard_seconds", "0+60x30", because="paid"),
        at="20m",
        quiet=scraped("orders", "relay", "kaitong_arrears_heard_seconds", "40x30", because="paid"),
    ),
    Case(  # it fetches and fetches, and handles nothing
        "ListenerStands",
        listening("0+1x20 20x40", lag="0x20 5x40"),
        at="50m",
        labels={"service": "billing", "topic": "boss.usage-recorded.v1"},
        quiet=listening("0+1x60", lag="5x60"),
    ),
    Case(  # it has never handled anything
        "ListenerStands",
        listening("0x60", lag="5x60"),
        at="30m",
        labels={"service": "billing", "topic": "boss.usage-recorded.v1"},
        quiet=listening("0x60", lag="0x60"),
    ),
    Case(
        "WorkWaits",
        scraped("orders", "relay", "kaitong_work_waiting", "3000x40", work="moving_orders"),
        at="30m",
        labels={"service": "orders", "work": "moving_orders"},
        quiet=scraped("orders", "relay", "kaitong_work_waiting", "3000x5 0x40", work="any"),
    ),
    Case(
        "WorkWaits",
        scraped("billing", "work", "kaitong_timers_due", "5000x40"),
        at="30m",
        labels={"service": "billing", "work": "timers"},
        quiet=scraped("billing", "work", "kaitong_timers_due", "500x40"),
    ),
    Case(
        "UsageNotCharged",
        scraped("billing", "work", "kaitong_usage_waiting", "0x10 3x500", reason="no_tariff"),
        at="7h",
        labels={"reason": "no_tariff"},
        quiet={
            **scraped("billing", "work", "kaitong_usage_waiting", "9x500", reason="set_aside"),
            **scraped("billing", "work", "kaitong_usage_waiting", "3x90 0x500", reason="no_tariff"),
        },
    ),
    Case(
        "WorkWaits",
        scraped("provisioning", "work", "kaitong_record_files_waiting_now", "200x40"),
        at="30m",
        labels={"service": "provisioning", "work": "usage_records"},
        quiet=scraped("provisioning", "work", "kaitong_record_files_waiting_now", "9x40"),
    ),
)  # fmt: skip


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_when_its_trouble_comes(case: Case, tmp_path: Path) -> None:
    assert_fires(tmp_path, case)


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_is_quiet_without_it(case: Case, tmp_path: Path) -> None:
    assert_is_quiet(tmp_path, case)


@needs_promtool
def test_what_waits_is_told_on_while_another_relay_takes_over(tmp_path: Path) -> None:
    waits = scraped(
        "orders", "relay", "kaitong_orders_held_now", "1x10 stale _x3 1x20", process="p"
    )
    over = scraped("orders", "relay", "kaitong_orders_held_now", "1x10 stale _x30", process="p")

    assert fired(tmp_path, Case("OrdersHeld", {}, at="13m"), waits)
    assert fired(tmp_path, Case("OrdersHeld", {}, at="30m"), over) == ""


def test_every_alert_has_a_case_and_every_case_an_alert() -> None:
    assert uncovered(CASES, SERVICES_FILE) == []


def test_every_door_is_missed_when_it_is_gone() -> None:
    (gone,) = (rule["expr"] for rule in rules(SERVICES_FILE) if rule["alert"] == "ServiceGone")

    missed = [
        one for one in doors() if f'absent(up{{service="{one[0]}", door="{one[1]}"}})' in gone
    ]

    assert missed == list(doors())
    assert gone.count("absent(") == len(missed)
