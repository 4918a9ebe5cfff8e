"""The contracts of imports as pyproject.toml says them, and how one is broken on purpose."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]
configure()
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
PACKAGES: list[str] = OPTIONS.session_options["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {one["name"]: one for one in OPTIONS.contracts_options}

SERVICES = tuple(sorted(path.name for path in (ROOT / "services").iterdir() if path.is_dir()))


@dataclass(frozen=True, slots=True)
class Offence:
    breaks: str
    """The name of a contract."""
    by: str
    imports: str = ""
    """Nothing: the offence is that the module is there at all."""
