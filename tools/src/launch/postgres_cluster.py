"""The folder a PostgreSQL server keeps its data in: made once, found again."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from launch.free_port import LOOPBACK
from launch.postgres_binaries import OF_ROOT, binaries, can_reach
from launch.private_file import write_privately
from launch.program import Program, end_leftover

SUPERUSER = "postgres"
PASSWORDS = "passwords.json"
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}
"""Does not wait for the disk: what was committed outlives the server, not the machine."""


def end_leftover_of(cluster: Path) -> bool:
    """End the server a crashed run left behind on this cluster; tell whether there was one."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False
    return end_leftover(pid, marks=("postgres", str(cluster)))


def cluster_folder(data_dir: Path) -> Path:
    """Return where the files are: in the data folder, or where the server's user can walk to."""
    if binaries().user is None or can_reach(data_dir):
        return data_dir / "cluster"
    return OF_ROOT / "clusters" / data_dir.as_posix().strip("/").replace("/", "-")


def make_cluster(cluster: Path, *, password: str, durable: bool) -> None:
    owner = binaries().user
    cluster.mkdir(mode=0o700, parents=True, exist_ok=True)
    if owner is not None:
        shutil.chown(cluster, owner)
    with tempfile.TemporaryDirectory(prefix="kaitong-initdb-") as folder:
        word = Path(folder) / "password"
        write_privately(word, password)
        if owner is not None:
            shutil.chown(word, owner)
            shutil.chown(folder, owner)
        made = subprocess.run(
            [binaries().program("initdb"), "-D", str(cluster), "-U", SUPERUSER, "-E", "UTF8",
             "--locale=C", "-A", "scram-sha-256", f"--pwfile={word}", *([] if durable else ["-N"])],
            user=owner,
            env={"LC_ALL": "C", "PATH": os.defpath},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    if made.returncode != 0:
        raise RuntimeError(f"initdb failed: {made.stderr.strip()}")


def server_program(cluster: Path, data_dir: Path, *, port: int, durable: bool) -> Program:
    settings = {**SETTINGS, "port": str(port), **({} if durable else FORGETFUL)}
    flags = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    return Program(
        name="postgres",
        command=(binaries().program("postgres"), "-D", str(cluster), *flags),
        log=data_dir / "postgres.log",
        environment={"LC_ALL": "C", "PATH": os.defpath},
        folder=Path("/"),
        user=binaries().user,
        ends_on=signal.SIGINT,
    )


def passwords(data_dir: Path) -> dict[str, str]:
    """Read the passwords kept beside the data, made at first."""
    kept = data_dir / PASSWORDS
    if not kept.exists():
        write_privately(kept, json.dumps({SUPERUSER: secrets.token_urlsafe(24)}))
    words: dict[str, str] = json.loads(kept.read_text())
    return words
