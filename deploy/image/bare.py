"""Puts what a Python program needs of this system into a folder, and nothing else: no shell.

    bare.py <folder>

Run inside the image that is built. It takes the interpreter with its library, whatever these and
/opt/kaitong/packages are linked against, names, certificates, time zones and the list of the
packages any of it came from, by which scanners know them.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

PACKAGES = Path("/opt/kaitong/packages")
KEPT = (
    "/etc/passwd",
    "/etc/group",
    "/etc/nsswitch.conf",
    "/etc/os-release",
    "/etc/debian_version",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/ssl",
    "/usr/lib/ssl",
    "/usr/lib/locale/C.utf8",
    "/usr/share/ca-certificates",
    "/usr/share/zoneinfo",
    "/var/lib/kaitong",
)
"""Names, certificates, time zones, and where call records are handed over."""
LEFT_OUT = {"ensurepip", "idlelib", "lib2to3", "site-packages", "test", "tkinter", "turtledemo"}
"""Of Python's library: what installs, draws or tests."""
EMPTY = ("dev", "proc", "run", "sys", "tmp")
DPKG = Path("/var/lib/dpkg")


class Bare:
    """The folder; remembers what it was given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: set[str] = set()

    def add(self, path: Path) -> None:
        """Take a file, a link with what it leads to, or a folder with all that is in it."""
        if self._led_elsewhere(path):
            return
        if path.is_symlink():
            self.link(path)
            self.add(Path(os.path.normpath(path.parent / path.readlink())))
        elif path.is_dir():
            self._folder(path)
            for one in sorted(path.iterdir()):
                if one.name not in LEFT_OUT:
                    self.add(one)
        elif path.exists():
            self._file(path)

    def _led_elsewhere(self, path: Path) -> bool:
        """Take the folders above; where one is a link, what is meant is where it leads to."""
        for parent in reversed(path.parents[:-1]):
            if parent.is_symlink():
                self.link(parent)
                self.add(parent.resolve() / path.relative_to(parent))
                return True
            if parent.is_dir():
                self._folder(parent)
        return False

    def link(self, path: Path) -> None:
        there = self._at(path)
        if not there.is_symlink():
            there.parent.mkdir(parents=True, exist_ok=True)
            there.symlink_to(path.readlink())
            if not path.is_dir():
                self.files.add(str(path))

    def _folder(self, path: Path) -> None:
        there = self._at(path)
        if not there.exists():
            there.mkdir(parents=True)
            shutil.copystat(path, there)
            said = path.stat()
            os.chown(there, said.st_uid, said.st_gid)

    def _file(self, path: Path) -> None:
        there = self._at(path)
        if not there.exists():
            shutil.copy2(path, there)
            self.files.add(str(path))

    def _at(self, path: Path) -> Path:
        return self.folder / path.relative_to("/")


def linked(program: Path) -> Iterator[Path]:
    """Yield the libraries a program is linked against."""
    done = subprocess.run(  # noqa: S603 - programs of the image that is built
        ["ldd", program],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    for word in done.stdout.split():
        if word.startswith("/") and not word.startswith(str(PACKAGES)):
            yield Path(word.rstrip(":"))


def programs(library: Path) -> Iterator[Path]:
    yield Path(sys.executable)
    for folder in (library, PACKAGES):
        yield from sorted(folder.rglob("*.so*"))


def packages_of(files: set[str]) -> Iterator[str]:
    """Yield the Debian packages that have one of these files, /usr or not."""
    plain = {one.removeprefix("/usr") for one in files}
    for listed in sorted((DPKG / "info").glob("*.list")):
        lines = listed.read_text().splitlines()
        if any(line.removeprefix("/usr") in plain for line in lines):
            yield listed.stem.partition(":")[0]


def write_packages(bare: Bare) -> None:
    """Leave of dpkg's list what is here, and what it is called by."""
    having = set(packages_of(bare.files))
    stanzas = (DPKG / "status").read_text().split("\n\n")
    kept = [one for one in stanzas if one.partition("\n")[0].removeprefix("Package: ") in having]
    there = bare.folder / DPKG.relative_to("/")
    there.mkdir(parents=True, exist_ok=True)
    (there / "status").write_text("\n\n".join(one.strip("\n") for one in kept) + "\n")
    sys.stdout.write(f"{len(bare.files)} files of {', '.join(sorted(having))}\n")


def main(folder: str) -> None:
    bare = Bare(Path(folder))
    for name in EMPTY:
        (bare.folder / name).mkdir(parents=True, exist_ok=True)
    (bare.folder / "tmp").chmod(0o1777)
    library = Path(sysconfig.get_paths()["stdlib"])
    libraries = {one for program in programs(library) for one in linked(program)}
    called = (Path(found) for name in ("python3", "python") if (found := shutil.which(name)))
    kept = (Path(one) for one in KEPT if os.path.lexists(one))
    for path in (*called, library, *sorted(libraries), *kept):
        bare.add(path)
    write_packages(bare)


if __name__ == "__main__":
    main(sys.argv[1])
