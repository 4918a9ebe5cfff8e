"""A base backup, plain or as tar, laid down where a copy of the server is to be."""

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from launch.postgres_binaries import binaries

SPARE = 1.2
"""Of the backup's size, so much must be free: the log is replayed into it."""
ASIDE = ("postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf")
STALE = ("postmaster.pid", "postmaster.opts", "standby.signal", "recovery.signal")
LETS_IN = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
"""The socket lies in a folder nobody else can enter."""
TARS = {"base.tar": ".", "pg_wal.tar": "pg_wal"}
PACKED = ("", ".gz", ".xz", ".bz2")


class NotRestored(RuntimeError):
    """Backup, log and moment do not go together; the message says what to do."""


def lay_down(base: Path, cluster: Path) -> int:
    """Copy a backup to `cluster`, where nothing is yet; return its bytes. Raises NotRestored."""
    if cluster.exists() and any(cluster.iterdir()):
        raise NotRestored(f"{cluster} is not empty: a drill is never done on what is there.")
    tar = _tar(base, "base.tar")
    if tar is None and not (base / "PG_VERSION").exists():
        raise NotRestored(f"{base} is no base backup: there is neither PG_VERSION nor base.tar.")
    size = sum(one.stat().st_size for one in base.rglob("*") if one.is_file())
    cluster.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(cluster).free < size * SPARE:
        raise NotRestored(f"{cluster} has no room for {size / 1e9:.1f} GB and what is replayed.")
    if tar is None:
        shutil.copytree(base, cluster, symlinks=True, dirs_exist_ok=True)
    else:
        _unpack(base, cluster)
    _must_be_whole(cluster)
    _forget_surroundings(cluster)
    return size


def owned(cluster: Path) -> None:
    """Give the files to whoever the server runs as."""
    cluster.chmod(0o700)
    user = binaries().user
    if user is None:
        return
    for folder, _, files in os.walk(cluster):
        shutil.chown(folder, user)
        for name in files:
            shutil.chown(Path(folder) / name, user)


def _unpack(base: Path, cluster: Path) -> None:
    others = [one.name for one in base.glob("*.tar*") if re.match(r"\d+\.tar", one.name)]
    if others:
        raise NotRestored(f"Tablespaces are not unpacked here: {', '.join(others)}.")
    for name, place in TARS.items():
        if packed := _tar(base, name):
            with tarfile.open(packed) as archive:
                archive.extractall(cluster / place, filter="data")


def _tar(base: Path, name: str) -> Path | None:
    packed = [base / f"{name}{ending}" for ending in PACKED if (base / f"{name}{ending}").exists()]
    return packed[0] if packed else None


def _must_be_whole(cluster: Path) -> None:
    """Raise NotRestored where our server cannot run it, or it is no copy of a running server."""
    version = (cluster / "PG_VERSION").read_text().strip()
    if not (cluster / "backup_label").exists():
        raise NotRestored("The backup has no backup_label: it is no copy by pg_basebackup.")
    said = subprocess.run(
        [binaries().program("postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    ours = re.findall(r"\d+", said)[0]
    if version != ours:
        raise NotRestored(
            f"The backup is of PostgreSQL {version}, the programs here are of {ours}: name a folder"
            " with its programs in KAITONG_POSTGRES."
        )


def _forget_surroundings(cluster: Path) -> None:
    """Put aside what the server was told of its certificates, folders, archive and callers."""
    for name in STALE:
        (cluster / name).unlink(missing_ok=True)
    for name in ASIDE:
        (cluster / name).unlink(missing_ok=True)
        (cluster / name).touch()
    (cluster / "pg_hba.conf").write_text(LETS_IN)
