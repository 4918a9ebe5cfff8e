"""The container of one service: locked down as in production, on ports this machine can reach."""

from dataclasses import dataclass

from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from kaitong_testkit.images import Images
from kaitong_testkit.telling import CALL_RECORDS, GRPC, HEALTH, REST, Telling
from launch.free_port import free_port

RECORD_KEEPERS = frozenset({"emulator", "provisioning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all containers of one operator stand on."""

    images: Images
    network: Network
    telling: Telling
    call_records: str
    """Name of the volume the network writes its call records to."""

    def door(self, service: str, door: str) -> DockerContainer:
        """Describe a process of `service` behind `door`."""
        container = (
            DockerContainer(self.images.service(service))
            .with_command([service, door])
            .with_network(self.network)
            .with_envs(**self.telling.of(service))
            .with_tmpfs_mount("/tmp")  # noqa: S108  # inside the container
            .with_kwargs(
                read_only=True, cap_drop=["ALL"], security_opt=["no-new-privileges"], labels=LABELS
            )
        )
        for file, where in self.telling.files(service).items():
            container.with_volume_mapping(file, where, "ro")
        if service in RECORD_KEEPERS:
            container.with_volume_mapping(self.call_records, CALL_RECORDS, "rw")
        return container

    def service(self, name: str) -> "ServiceContainer":
        """Describe a service with all its doors, on free ports that stay when it is killed."""
        container = self.door(name, "all").with_network_aliases(name)
        ports = {inside: free_port() for inside in (GRPC, HEALTH)}
        if name == "gateway":
            ports[REST] = free_port()
        for inside, outside in ports.items():
            container.with_bind_ports(inside, outside)
        return ServiceContainer(name, container, ports)


LABELS = {"kaitong": "testkit"}


@dataclass(frozen=True, slots=True)
class ServiceContainer:
    """A service and where this machine reaches it."""

    name: str
    container: DockerContainer
    ports: dict[int, int]
