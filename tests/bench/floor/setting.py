"""What a bare process is told at its start: one file, the same for all of them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.deed import Recipe

SERVICE = "floor.v1.Bare"
DO, TALLY = f"/{SERVICE}/Do", f"/{SERVICE}/Tally"
BODY = b"x" * 240
"""As much as an average message of an order; nobody reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mml:
    """How the pretend HLR and its node door are reached, and how many sessions are held."""

    address: str
    node_door: str
    operator: str
    password: str
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Addresses and the recipe; `ready` is a folder where each process says that it is up."""

    kafka: str
    epoch: str
    call_key_file: str
    databases: Mapping[str, str]
    ports: Mapping[str, int]
    pool: int
    mml: Mml
    recipe: Recipe
    ready: str

    @classmethod
    def read(cls, path: Path) -> "Setting":
        said = json.loads(path.read_text())
        return cls(**{**said, "mml": Mml(**said["mml"]), "recipe": Recipe.read(said["recipe"])})

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))


def floor_topic(topic: str) -> str:
    """Return the floor's own topic for one of the operator's."""
    return topic.replace("boss.", "floor.", 1)
