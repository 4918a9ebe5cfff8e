"""What can be wrong with the machine an operator is to be started on, and what to do then."""

from collections.abc import Sequence


class CannotStart(RuntimeError):
    """The operator did not come up; the message names who, and ends with what it said."""


class EngineMissing(CannotStart):
    """No Docker engine answers."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"No Docker engine answers ({why}). Start it (systemctl start docker, or Docker "
            "Desktop), be allowed to use it (group docker), or set DOCKER_HOST to one elsewhere."
        )


class ImagesMissing(CannotStart):
    """Some of the operator's images were not built on this machine."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"These images are not here: {', '.join(names)}. Build them with `make images`, or "
            "without a container registry with `make images-airgapped`; or name others: "
            "BOSS_IMAGE_PREFIX and BOSS_VERSION for the services, BOSS_IMAGE_KAFKA, "
            "BOSS_IMAGE_POSTGRES."
        )
