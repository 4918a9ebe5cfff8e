"""All containers of one operator: brought up in order, killed and started again, ended together."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from kaitong_testkit import servers
from kaitong_testkit.errors import CannotStart
from kaitong_testkit.images import Images, engine
from kaitong_testkit.secret_files import Secrets
from kaitong_testkit.servers import make_databases, said_by
from kaitong_testkit.service_container import Ground, ServiceContainer
from kaitong_testkit.telling import HEALTH, Telling
from launch.create_topics import run as create_topics
from launch.free_port import free_port
from launch.health import is_ready
from launch.plan import SERVICES
from launch.progress import Progress
from launch.waiting import comes_true

HANDS = 2
"""How many containers are started at once."""
TO_BE_READY = 90.0
"""Seconds a service may take until it is ready."""
KAFKA, POSTGRES = "kafka", "postgres"


class Containers:
    """What runs, by name: the services, `kafka` and `postgres`."""

    def __init__(self, *, folder: Path, network: Network, images: Images, telling: Telling) -> None:
        self.folder = folder
        self.telling = telling
        self.ports = {KAFKA: free_port(), POSTGRES: free_port()}
        self.services: dict[str, ServiceContainer] = {}
        self._ground = Ground(
            images=images, network=network, telling=telling, call_records=f"kaitong-{folder.name}"
        )
        self._all: dict[str, DockerContainer] = {}

    @classmethod
    @contextmanager
    def running(
        cls, *, images: Images, clock: str, extra: Mapping[str, str], progress: Progress
    ) -> "Iterator[Containers]":
        """Bring everything up, and leave nothing behind afterwards; raises CannotStart."""
        images.require()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kaitong-")))
            secrets = Secrets.make(folder / "secrets")
            network = stack.enter_context(Network())
            telling = Telling(secrets=secrets, clock=clock, extra=extra)
            containers = cls(folder=folder, network=network, images=images, telling=telling)
            stack.callback(containers._forget_records)
            stack.callback(containers.end)
            containers._bring_up(progress)
            yield containers

    def kill(self, name: str) -> None:
        """End a container as a crash would (kill -9); it stays down until it is started."""
        self._all[name].get_wrapped_container().kill(signal="KILL")

    def start(self, name: str) -> None:
        """Start a container that was killed, with what it had on disk; return when it is ready."""
        self._all[name].get_wrapped_container().start()
        if name in self.services:
            self.wait_for(name)
        elif name == KAFKA:
            self._wait_for_kafka()
        else:
            servers.wait_for_postgres(self._all[POSTGRES])

    def log(self, name: str) -> str:
        """Return all a container has said."""
        return bytes(self._all[name].get_wrapped_container().logs()).decode(errors="replace")

    def wait_for(self, name: str) -> None:
        """Wait until a service is ready; raises CannotStart with the end of what it said."""
        service = self.services[name]
        wrapped = service.container.get_wrapped_container()

        def is_over() -> bool:
            wrapped.reload()
            return wrapped.status in ("exited", "dead")

        port = service.ports[HEALTH]
        comes_true(lambda: is_ready(port) or is_over(), within=TO_BE_READY)
        if not is_ready(port):
            raise CannotStart(f"{name} is not ready:\n{said_by(service.container)}")

    def end(self) -> None:
        """Remove every container, the services first."""
        for container in reversed(list(self._all.values())):
            with contextlib.suppress(Exception):
                container.stop()

    def _bring_up(self, progress: Progress) -> None:
        with progress.step("PostgreSQL and Kafka"), ThreadPoolExecutor(HANDS) as hands:
            for done in [hands.submit(self._start_kafka), hands.submit(self._start_postgres)]:
                done.result()
        with progress.step("Schemas"):
            _side_by_side(self._migrate)
        with progress.step("Services ready"):
            _side_by_side(self._start_service)
            for name in SERVICES:
                self.wait_for(name)

    def _start_kafka(self) -> None:
        images, network = self._ground.images, self._ground.network
        broker = servers.kafka(images.kafka, network=network, host_port=self.ports[KAFKA])
        self._run(KAFKA, broker)
        self._wait_for_kafka()

    def _wait_for_kafka(self) -> None:
        """Wait until the broker makes topics; those that are there stay as they are."""
        try:
            create_topics(f"localhost:{self.ports[KAFKA]}", within=servers.TO_START)
        except OSError as error:
            said = said_by(self._all[KAFKA])
            raise CannotStart(f"Kafka did not start ({error}):\n{said}") from error

    def _start_postgres(self) -> None:
        images, secrets = self._ground.images, self.telling.secrets
        server = servers.postgres(
            images.postgres,
            network=self._ground.network,
            host_port=self.ports[POSTGRES],
            password=secrets.server_password,
        )
        self._run(POSTGRES, server)
        make_databases(server, passwords=secrets.passwords)

    def _migrate(self, service: str) -> None:
        with self._ground.door(service, "migrate") as migration:
            if migration.wait() != 0:
                raise CannotStart(f"{service} could not migrate:\n{said_by(migration)}")

    def _start_service(self, name: str) -> None:
        self.services[name] = self._ground.service(name)
        self._run(name, self.services[name].container)

    def _run(self, name: str, container: DockerContainer) -> None:
        self._all[name] = container
        container.start()

    def _forget_records(self) -> None:
        client = engine()
        for volume in client.volumes.list(filters={"name": self._ground.call_records}):
            volume.remove(force=True)


def _side_by_side(act: Callable[[str], None]) -> None:
    with ThreadPoolExecutor(HANDS) as hands:
        for done in [hands.submit(act, service) for service in SERVICES]:
            done.result()
