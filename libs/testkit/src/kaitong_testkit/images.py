"""Which images an operator is started from."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import docker
from docker.errors import DockerException, ImageNotFound

from kaitong_testkit.errors import EngineMissing, ImagesMissing
from launch.plan import SERVICES

OUR_KAFKA, OUR_POSTGRES = "kaitong/kafka:local", "kaitong/postgres:local"
"""As `make images-airgapped` makes them."""
PUBLIC_KAFKA, PUBLIC_POSTGRES = "apache/kafka:4.3.1", "postgres:17"


def engine() -> docker.DockerClient:
    """Return a client of the Docker engine; raises EngineMissing where none answers."""
    try:
        client = docker.from_env(timeout=60)
        client.ping()
    except DockerException as error:
        raise EngineMissing(str(error).splitlines()[0]) from error
    return client


@dataclass(frozen=True, slots=True)
class Images:
    """Names of images; the services' are built here, the others may also be pulled."""

    kafka: str
    postgres: str
    prefix: str = "kaitong/"
    version: str = "local"

    @classmethod
    def chosen(cls, environment: Mapping[str, str] | None = None) -> "Images":
        """Read BOSS_IMAGE_KAFKA, BOSS_IMAGE_POSTGRES, BOSS_IMAGE_PREFIX and BOSS_VERSION.

        Where the first two are not said, those built without a registry are preferred.
        Raises EngineMissing.
        """
        said = os.environ if environment is None else environment
        return cls(
            kafka=said.get("BOSS_IMAGE_KAFKA") or _here_or(OUR_KAFKA, PUBLIC_KAFKA),
            postgres=said.get("BOSS_IMAGE_POSTGRES") or _here_or(OUR_POSTGRES, PUBLIC_POSTGRES),
            prefix=said.get("BOSS_IMAGE_PREFIX", "kaitong/"),
            version=said.get("BOSS_VERSION", "local"),
        )

    def service(self, name: str) -> str:
        return f"{self.prefix}{name}:{self.version}"

    def require(self) -> None:
        """Raise ImagesMissing where a service's image is not on this machine."""
        if names := tuple(self._missing(engine())):
            raise ImagesMissing(names)

    def _missing(self, client: docker.DockerClient) -> Iterator[str]:
        for name in map(self.service, SERVICES):
            if not _is_here(client, name):
                yield name


def _here_or(ours: str, public: str) -> str:
    return ours if _is_here(engine(), ours) else public


def _is_here(client: docker.DockerClient, name: str) -> bool:
    try:
        client.images.get(name)
    except ImageNotFound:
        return False
    return True
