"""Every alert fires when its trouble comes, and not before: the rules as Prometheus reads them.

A case says what is scraped every minute in Prometheus' own notation (`0+1x10`: from 0, one more at
each of ten scrapes; `_`: nothing came), when it is looked at, and with which labels it must fire.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy/k8s/components/monitoring/alerts.yaml"
BASE = ROOT / "deploy/k8s/base"
PROMTOOL = shutil.which("promtool")
DOORS = ("api", "listen", "relay", "work")

Series = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A trouble: `fires` at `at` with these labels; `quiet` is the same without the trouble."""

    alert: str
    trouble: Series
    at: str
    labels: Mapping[str, str] = field(default_factory=dict)
    quiet: Series = field(default_factory=dict)


def scraped(service: str, door: str, metric: str, values: str, **labels: str) -> Series:
    """Give one series as the PodMonitor labels it."""
    told = {"service": service, "door": door, **labels}
    named = ",".join(f'{name}="{value}"' for name, value in told.items())
    return {f"{metric}{{{named}}}": values}


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


REFUSED = "kaitong_records_refused_total"
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
        at="5m",
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
        "TypedTextWaits",
        scraped("billing", "relay", "kaitong_typed_text_waiting", "3x30", age="over a minute"),
        at="15m",
        labels={"service": "billing"},
        quiet=scraped("billing", "relay", "kaitong_typed_text_waiting", "3x2 stale", age="x"),
    ),
    Case(
        "AppointmentsHeld",
        scraped("billing", "work", "kaitong_timers_held", "0x4 1x30"),
        at="5m",
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
    Case(
        "NetworkDiffers",
        scraped("provisioning", "work", "kaitong_network_differences", "0x2 3x30"),
        at="5m",
        labels={"service": "provisioning"},
        quiet=scraped("provisioning", "work", "kaitong_network_differences", "3x2 0x30"),
    ),
)  # fmt: skip


def rules() -> Sequence[Mapping[str, Any]]:
    groups: Sequence[Any] = yaml.safe_load(ALERTS.read_text())["spec"]["groups"]
    return [rule for group in groups for rule in group["rules"]]


def judged(folder: Path, alert: str, series: Series, at: str, expected: Any) -> str:
    """Have promtool judge what is expected; return what it says, nothing where it agrees."""
    (folder / "rules.yaml").write_text(json.dumps({"groups": [{"name": "all", "rules": rules()}]}))
    test = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": said} for name, said in series.items()],
                "alert_rule_test": [
                    {"eval_time": at, "alertname": alert, "exp_alerts": list(expected)}
                ],
            }
        ],
    }
    (folder / "test.yaml").write_text(json.dumps(test))
    assert PROMTOOL is not None
    done = subprocess.run(
        [PROMTOOL, "test", "rules", "test.yaml"], cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def fired(folder: Path, case: Case, series: Series) -> str:
    """Tell what fires, in promtool's words; it is expected that nothing does."""
    return judged(folder, case.alert, series, case.at, ())


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here (Debian: prometheus)")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_when_its_trouble_comes(case: Case, tmp_path: Path) -> None:
    told = fired(tmp_path, case, case.trouble)

    assert f'alertname="{case.alert}"' in told, "it does not fire"
    assert [name for name, said in case.labels.items() if f'{name}="{said}"' not in told] == []


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here (Debian: prometheus)")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_is_quiet_without_it(case: Case, tmp_path: Path) -> None:
    assert fired(tmp_path, case, case.quiet) == ""


def test_every_alert_has_a_case_and_every_case_an_alert() -> None:
    assert {case.alert for case in CASES} == {rule["alert"] for rule in rules()}


def test_every_door_is_missed_when_it_is_gone() -> None:
    (gone,) = (rule["expr"] for rule in rules() if rule["alert"] == "ServiceGone")

    missed = [
        one for one in doors() if f'absent(up{{service="{one[0]}", door="{one[1]}"}})' in gone
    ]

    assert missed == list(doors())
    assert gone.count("absent(") == len(missed)
