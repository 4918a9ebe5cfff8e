"""One real Apache Kafka on the loopback address: TLS everywhere, nobody let in without a name."""

import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cluster.authority import Authority

from brokers.programs import ROOT, Programs
from launch.free_port import LOOPBACK, free_port
from launch.program import Program, Running
from launch.waiting import comes_true

BROKER = "kafka"
"""The broker's own name, and the only one that may do everything."""
READY_SECONDS = 90
SETTINGS = ROOT / "deploy" / "image" / "kafka" / "secured.properties"


@dataclass(frozen=True, slots=True)
class Identity:
    """The files a client shows itself with."""

    ca: Path
    certificate: Path
    key: Path


@dataclass
class Apache:
    """A running broker and the authority that signed its certificate."""

    folder: Path
    authority: Authority
    passwords: Mapping[str, str]
    ports: Mapping[str, int] = field(
        default_factory=lambda: {name: free_port() for name in ("TLS", "SCRAM", "CONTROLLER")}
    )

    @property
    def address(self) -> str:
        """Where clients show a certificate."""
        return f"{LOOPBACK}:{self.ports['TLS']}"

    @property
    def scram_address(self) -> str:
        """Where clients say a password, over TLS."""
        return f"{LOOPBACK}:{self.ports['SCRAM']}"

    @property
    def log(self) -> Path:
        return self.folder / "kafka.log"

    def identity(self, name: str, *, authority: Authority | None = None) -> Identity:
        """Issue a certificate for `name`, by the broker's authority unless another is given."""
        folder = self.folder / f"{name}-{secrets.token_hex(3)}"
        folder.mkdir(parents=True)
        pair = (authority or self.authority).issue(name)
        files = Identity(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
        files.ca.write_bytes(self.authority.certificate)
        files.certificate.write_bytes(pair.certificate)
        files.key.write_bytes(pair.key)
        return files

    def start(self, programs: Programs) -> Running:
        """Format the storage and start the broker. Raises RuntimeError with what it said."""
        settings = self._write_settings()
        users = [
            word
            for name, password in self.passwords.items()
            for word in ("--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]")
        ]
        done = subprocess.run(
            programs.command(
                "kafka.tools.StorageTool", "format", "-t", "5L6g3nShT-eMCtK--X86sw",
                "-c", str(settings), "--standalone", *users,
            ),
            capture_output=True, text=True, check=False, timeout=READY_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"Kafka's storage cannot be made: {done.stderr or done.stdout}")
        running = Program(
            name="kafka",
            command=programs.command("kafka.Kafka", str(settings)),
            log=self.log,
            environment={},
        ).start()
        comes_true(lambda: self._is_up() or not running.is_alive(), within=READY_SECONDS)
        if not (running.is_alive() and self._is_up()):
            running.kill()
            raise RuntimeError(f"Kafka did not start: {self.log.read_text()[-3000:]}")
        return running

    def _is_up(self) -> bool:
        return self.log.exists() and "Kafka Server started" in self.log.read_text()

    def _write_settings(self) -> Path:
        pair = self.authority.issue(BROKER, "localhost", LOOPBACK)
        store, trusted = self.folder / "broker.pem", self.folder / "authority.pem"
        store.write_bytes(pair.key + pair.certificate)
        trusted.write_bytes(self.authority.certificate)
        ports = self.ports
        own = {
            "node.id": "1",
            "listeners": ",".join(f"{name}://{LOOPBACK}:{port}" for name, port in ports.items()),
            "advertised.listeners": ",".join(
                f"{name}://{LOOPBACK}:{ports[name]}" for name in ("TLS", "SCRAM")
            ),
            "controller.quorum.bootstrap.servers": f"{LOOPBACK}:{ports['CONTROLLER']}",
            "ssl.keystore.location": str(store),
            "ssl.truststore.location": str(trusted),
            "log.dirs": str(self.folder / "data"),
        }
        path = self.folder / "server.properties"
        text = "".join(f"{name}={value}\n" for name, value in own.items())
        path.write_text(SETTINGS.read_text() + text)
        return path


@contextmanager
def running(folder: Path, programs: Programs, *, passwords: Mapping[str, str]) -> Iterator[Apache]:
    """Start a broker, and end it afterwards."""
    broker = Apache(folder, Authority("kafka-ca"), passwords)
    process = broker.start(programs)
    try:
        yield broker
    finally:
        process.end(within=10)
