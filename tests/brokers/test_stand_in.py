"""The broker that stands for Strimzi's in the cluster test, started here from the same settings."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from cluster import store_certificates

from brokers.programs import ROOT, Programs, programs
from launch.free_port import free_port
from launch.program import Program
from launch.waiting import comes_true

STORES = ROOT / "tests" / "cluster" / "overlay" / "stores.yaml"
IMAGE = ROOT / "deploy" / "image" / "kafka"
BOOTSTRAP = "kaitong-kafka-bootstrap.kaitong.svc.cluster.local"
SECONDS = 60


@dataclass(frozen=True)
class StandIn:
    """Where it answers, and the folder of what is mounted into pods."""

    port: int
    folder: Path

    def shown(self, user: str) -> dict[str, str]:
        """Return how a process is told to show itself as a user."""
        files = {"CA": "ca.crt", "CERTIFICATE": "user.crt", "KEY": "user.key"}
        return {
            "BOSS_KAFKA": f"localhost:{self.port}",
            "BOSS_KAFKA_SECURITY_PROTOCOL": "SSL",
            **{f"BOSS_KAFKA_{one}_FILE": str(self.folder / user / at) for one, at in files.items()},
        }

    def run(self, *words: str, user: str) -> str:
        """Run a module of ours as a user; returns what it says."""
        done = subprocess.run(
            [sys.executable, "-m", *words], env={**os.environ, **self.shown(user)},
            capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def settings_of_the_pod(folder: Path, ports: dict[str, int]) -> dict[str, str]:
    """Return what the container is told, with folders and ports of this machine."""
    (pod,) = (
        one["spec"]["template"]["spec"]
        for one in yaml.safe_load_all(STORES.read_text())
        if one and one["kind"] == "StatefulSet" and one["metadata"]["name"] == "kaitong-kafka"
    )
    places = {
        BOOTSTRAP: "localhost",
        "/run/tls": str(folder / "tls"),
        "/var/lib/kafka/data": str(folder / "data"),
        **{one: str(port) for one, port in ports.items()},
    }
    said = {one["name"]: str(one["value"]) for one in pod["containers"][0]["env"]}
    for old, new in places.items():
        said = {name: value.replace(old, new) for name, value in said.items()}
    return said


def configure(found: Programs, folder: Path, told: dict[str, str]) -> Path:
    """Have Kafka's own program write its settings and format its storage, as the image does."""
    for name in ("default", "mounted", "config"):
        (folder / name).mkdir()
    for name in ("server.properties", "log4j2.yaml", "tools-log4j2.yaml"):
        (folder / "default" / name).write_bytes((IMAGE / name).read_bytes())
    words = ("setup", "--default-configs-dir", "default", "--mounted-configs-dir", "mounted")
    subprocess.run(
        found.command("kafka.docker.KafkaDockerWrapper", *words, "--final-configs-dir", "config"),
        env={**told, "PATH": os.defpath}, cwd=folder, check=True, capture_output=True,
        timeout=SECONDS,
    )  # fmt: skip
    return folder / "config" / "server.properties"


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    folder, port = tmp_path_factory.mktemp("stand-in"), free_port()
    told = settings_of_the_pod(folder, {"9093": port, "9094": free_port()})
    for name, content in store_certificates.contents(("orders",), namespace="kaitong"):
        mounted = folder / ("tls" if name == "kaitong-kafka-server" else name)
        mounted.mkdir()
        for key, value in content.items():
            (mounted / key).write_bytes(value)
    present = programs()
    told["CLUSTER_ID"] = "5L6g3nShT-eMCtK--X86sw"
    written = configure(present, folder, told)
    log = folder / "log"
    process = Program(
        name="kafka",
        command=present.command("kafka.Kafka", str(written)),
        log=log,
        environment={"PATH": os.defpath},
    ).start()
    try:
        comes_true(lambda: "Kafka Server started" in log.read_text(), within=SECONDS)
        yield StandIn(port, folder)
    finally:
        process.end(within=10)


def test_topics_and_lists_are_made_by_the_broker_s_own_name_and_used_by_people(
    stand_in: StandIn,
) -> None:
    where = f"localhost:{stand_in.port}"

    made = stand_in.run("launch.create_topics", where, user=store_certificates.BROKER)
    first = stand_in.run("launch.create_access", where, user=store_certificates.BROKER)
    again = stand_in.run("launch.create_access", where, user=store_certificates.BROKER)
    seen = stand_in.run("launch.groups", "list", user="operations")

    assert "topics made" in made
    assert first == again
    assert "orders.boss.arrears.v1" in seen
