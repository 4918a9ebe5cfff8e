"""A real Prometheus with our rules: it scrapes a running operator, and samples of the platform."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.alerting import ALERTS, RECORDS, groups
from launch.free_port import free_port
from launch.operator import Operator
from launch.waiting import comes_true

PROMETHEUS = shutil.which("prometheus")
needs_prometheus = pytest.mark.skipif(
    PROMETHEUS is None, reason="prometheus is not here (Debian: prometheus)"
)
SAMPLES = Path(__file__).parent / "samples"
NAMESPACE = "kaitong"
DOORS = {"gateway": ("api", "relay")}
ALL_DOORS = ("api", "listen", "relay", "work")
STARTS_WITHIN = 30.0
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One series of an answer; `value` is its latest."""

    labels: Mapping[str, str]
    value: float

    @property
    def says_something(self) -> bool:
        return math.isfinite(self.value)


@dataclass(frozen=True, slots=True)
class Prometheus:
    http: httpx.Client

    @classmethod
    @contextmanager
    def scraping(cls, operator: Operator, folder: Path) -> Iterator[Prometheus]:
        """Run one that reads every service each second, labelled as the PodMonitors do."""
        assert PROMETHEUS is not None
        port = free_port()
        (folder / "rules.json").write_text(json.dumps({"groups": _groups()}))
        with _samples_served() as samples:
            config = folder / "prometheus.json"
            config.write_text(json.dumps(_config(operator, samples)))
            command = [
                PROMETHEUS, f"--config.file={config}", f"--storage.tsdb.path={folder / 'tsdb'}",
                f"--web.listen-address=127.0.0.1:{port}", "--enable-feature=exemplar-storage",
                "--log.level=warn",
            ]  # fmt: skip
            log = (folder / "prometheus.log").open("w")
            with log, subprocess.Popen(command, stdout=log, stderr=log) as process:
                try:
                    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
                        assert comes_true(partial(_is_ready, http), within=STARTS_WITHIN)
                        yield cls(http)
                finally:
                    process.terminate()

    def ask(self, query: str) -> Sequence[Found]:
        """Return what a query comes to now; fails where Prometheus does not understand it."""
        said = self.http.get("/api/v1/query", params={"query": query}).json()
        assert said["status"] == "success", f"{query}: {said.get('error')}"
        return [Found(one["metric"], float(one["value"][1])) for one in said["data"]["result"]]

    def sees_everybody(self) -> bool:
        """Tell whether every target was scraped: what is counted before that has no rate."""
        targets = self.http.get("/api/v1/targets").json()["data"]["activeTargets"]
        return bool(targets) and all(one["health"] == "up" for one in targets)

    def has(self, metric: str, labels: Sequence[str]) -> bool:
        """Tell whether there is a series of this name with these labels, whatever they say."""
        named = "".join(f',{label}!=""' for label in labels)
        return bool(self.ask(f'last_over_time({{__name__="{metric}"{named}}}[5m])'))

    def kinds(self) -> Mapping[str, str]:
        """Return the kind of every metric whose name was scraped, with a series or without."""
        said = self.http.get("/api/v1/metadata").json()["data"]
        return {name: told[0]["type"] for name, told in said.items()}

    def trace_ids(self, metric: str) -> frozenset[str]:
        """Return the traces its exemplars lead to."""
        asked: Json = {"query": metric, "start": "0", "end": "9999999999"}
        said = self.http.get("/api/v1/query_exemplars", params=asked).json()["data"]
        return frozenset(
            one["labels"]["trace_id"] for series in said for one in series["exemplars"]
        )


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/-/ready").is_success
    except httpx.HTTPError:
        return False


def _groups() -> Sequence[Any]:
    return [group for path in (*RECORDS, *ALERTS) for group in groups(path)]


def _config(operator: Operator, samples: str) -> Json:
    surroundings = operator.surroundings
    services = [
        {
            "targets": [f"127.0.0.1:{surroundings.ports.of[service, 'metrics']}"],
            "labels": {
                "namespace": NAMESPACE,
                "pod": f"{service}-{door}",
                "service": service,
                "door": door,
            },
        }
        for service in surroundings.services
        if service != "emulator"
        for door in DOORS.get(service, ALL_DOORS)
    ]  # fmt: skip
    return {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.json"],
        "scrape_configs": [
            {"job_name": "kaitong", "static_configs": services},
            _sample("cnpg", samples, pod="kaitong-postgres-1", namespace=NAMESPACE),
            _sample("kafka", samples, pod="kaitong-brokers-3", namespace=NAMESPACE, store="kafka"),
            {**_sample("kubernetes", samples), "honor_labels": True},
            _sample("cert-manager", samples, namespace="cert-manager"),
        ],
    }


def _sample(name: str, address: str, **labels: str) -> Json:
    return {
        "job_name": name,
        "metrics_path": f"/{name}.prom",
        "static_configs": [{"targets": [address], "labels": labels}],
    }


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {".prom": "text/plain; version=0.0.4"}  # noqa: RUF012 - as the base has it

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Say nothing."""


@contextmanager
def _samples_served() -> Iterator[str]:
    handler = partial(_Quiet, directory=str(SAMPLES))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
