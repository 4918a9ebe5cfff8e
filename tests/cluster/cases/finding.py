"""A fault is planted, and found as docs/operations/watching.md says: alert, runbook, command."""

from pathlib import Path
from urllib.parse import urlsplit

from cluster import prometheus
from cluster.kubectl import eventually
from cluster.parts import Parts
from cluster.telling import Wrong
from cluster.town import Town
from emulator.records.domain.record_file import RecordFile
from emulator.records.wire import content, file_name
from kernel.clock import monotonic

ROOT = Path(__file__).parents[3]
ELEMENT, BROKEN = "MSC-BROKEN", '{"cdr_id":"planted","type":"SMS_MO","start_time":"yesterday"}'
ALERT, COMMAND = "RecordsRefused", ("records", "refused")
FIRED_SECONDS = 120


def watched(town: Town, parts: Parts) -> str:
    """Have Prometheus' operator start one that scrapes every pod, and judges every rule."""
    prometheus.start(town.kubectl, parts.manifests_of_prometheus)
    scraped = prometheus.scraped(len(_doors(town)))
    written = {
        rule.get("alert") or rule["record"]
        for one in town.overlay.rendered(town.kubectl) if one["kind"] == "PrometheusRule"
        for group in one["spec"]["groups"] for rule in group["rules"]
    }  # fmt: skip
    if missing := written - prometheus.judged():
        raise Wrong(f"rules nobody judges: {', '.join(sorted(missing))}")
    return f"{scraped} pods scraped, {len(written)} rules of ours"


def fault_found(town: Town) -> str:
    """Let a switch write what nobody can read: the alert leads to the page, that to the line."""
    if ALERT in prometheus.firing():
        raise Wrong(f"{ALERT} fires before there is a fault")
    _plant(town)
    begun = monotonic()
    eventually("no alert", lambda: "" if ALERT in prometheus.firing() else ALERT,
               seconds=FIRED_SECONDS)  # fmt: skip
    took = monotonic() - begun
    page = ROOT / urlsplit(prometheus.page_of(ALERT)).path.lstrip("/")
    command = f"bossctl {' '.join(COMMAND)}"
    if not page.is_file() or command not in page.read_text():
        raise Wrong(f"{page} does not lead to `{command}`")
    told = town.bossctl(*COMMAND)
    if ELEMENT not in told:
        raise Wrong(f"`{command}` does not tell of {ELEMENT}: {told[:500]}")
    town.figures.note("from a planted fault to its alert", f"{took:.0f} s")
    return f"{ALERT} after {took:.0f} s, {page.name}, `{command}`"


def _doors(town: Town) -> list[str]:
    """Return the pods that tell of themselves."""
    told = []
    for pod in town.pods(**{"part-of": "kaitong"}):
        if pod["status"]["phase"] != "Running":
            continue
        ports = [port for one in pod["spec"]["containers"] for port in one.get("ports", [])]
        if any(port.get("name") == "metrics" for port in ports):
            told.append(pod["metadata"]["name"])
    return told


def _plant(town: Town) -> None:
    lines = content(RecordFile(1, ()), switch=ELEMENT).decode().splitlines()
    name = file_name(RecordFile(1, ()), switch=ELEMENT)
    folder = town.folder / "volumes" / "call-records"
    half = folder / f".{name}"
    half.write_text("\n".join((lines[0], BROKEN, *lines[1:])) + "\n")
    half.rename(folder / name)
