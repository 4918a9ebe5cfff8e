"""A room of its own for a node: networks, mounts and processes that end with it.

The whole program runs again inside new namespaces, so that no chain, bridge, mount or process of
the cluster is left on the machine, however it ends. Only folders of control groups are outside.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cluster.kubectl import Kubectl
from cluster.telling import LeftOut, Wrong
from kernel.clock import monotonic

INSIDE = "KAITONG_CLUSTER_INSIDE"
NODE_ADDRESS = "10.250.0.1"
NODE_LINK = "node0"
DNS_ADDRESS = "10.96.0.10"
GROUP = "kaitong-cluster"
WEIGHT = "20480"
"""Of processors: as twenty processes of the machine's own, not as one."""
WAY_IN, SETTINGS_INSIDE = "enter", "inside.sh"
STAY_SECONDS = 2
EMPTY_SECONDS = 20
"""How long the last processes may take to leave their control groups."""
CONTROL_GROUPS = Path("/sys/fs/cgroup")
NEEDED = {
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "ip": "iproute2",
    "iptables": "iptables",
    "ipset": "ipset",
    "conntrack": "conntrack",
    "containerd": "containerd",
    "runc": "runc",
    "ctr": "containerd",
    "docker": "docker.io",
}
PLUGINS = Path("/usr/lib/cni")
SETTINGS = {
    "net/ipv4/ip_forward": "1",
    "net/ipv4/conf/all/rp_filter": "0",
    "net/bridge/bridge-nf-call-iptables": "1",
}


def inside() -> Path | None:
    """Return the folder of the cluster, if this process is in the room."""
    said = os.environ.get(INSIDE)
    return Path(said) if said else None


def check() -> None:
    """Raise LeftOut where this machine cannot run a node."""
    if os.geteuid() != 0:
        raise LeftOut("a node needs root")
    missing = sorted({package for program, package in NEEDED.items() if not shutil.which(program)})
    if not (PLUGINS / "bridge").exists():
        missing.append("containernetworking-plugins")
    if missing:
        raise LeftOut(f"a node needs these packages: {' '.join(missing)}")


def enter(arguments: Sequence[str], folder: Path) -> int:
    """Run this program again inside, with a folder to work in; return how it ended."""
    _remove_groups()
    separate = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    program = [sys.executable, "-m", "cluster", *arguments]
    process = subprocess.Popen([*separate, *program], env={**os.environ, INSIDE: str(folder)})
    _make_a_way_in(folder, process.pid)
    try:
        return process.wait()
    finally:
        process.kill()
        process.wait()
        _remove_groups()


def _make_a_way_in(folder: Path, process: int) -> None:
    """Write a command that runs another one in the room, as who administers the cluster."""
    way = folder / WAY_IN
    way.write_text(
        "#!/bin/sh\n"
        f"room=$(cat /proc/{process}/task/{process}/children)\n"
        '[ $# -gt 0 ] || set -- "${SHELL:-sh}"\n'
        'exec nsenter --target "${room%% *}" --net --mount --pid --wdns="$PWD" '
        f'sh -c \'. "$0"; exec "$@"\' {folder / SETTINGS_INSIDE} "$@"\n'
    )
    way.chmod(0o755)


def tell_the_way_in(folder: Path, kubectl: Kubectl) -> Path:
    """Say what a command in the room finds set; return the one which brings there."""
    programs = Path(kubectl.program).parent
    (folder / SETTINGS_INSIDE).write_text(
        f"export KUBECONFIG={kubectl.config} PATH={programs}:$PATH\n"
    )
    return folder / WAY_IN


def stay(is_well: Callable[[], None]) -> None:
    """Wait until interrupted. Raises Wrong where a part of the cluster has ended."""
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            is_well()
            time.sleep(STAY_SECONDS)


def furnish() -> None:
    """Make the network of one node, its control groups, and a resolver that asks the cluster."""
    for link in ("lo", NODE_LINK):
        if link != "lo":
            ip("link", "add", link, "type", "bridge")
        ip("link", "set", link, "up")
    ip("address", "add", f"{NODE_ADDRESS}/24", "dev", NODE_LINK)
    # Services have addresses nobody has; a way must be there before they are rewritten.
    ip("route", "add", "default", "dev", NODE_LINK)
    for name, value in SETTINGS.items():
        setting = Path("/proc/sys") / name
        if setting.exists():
            setting.write_text(value)
    make_group(GROUP)


def make_group(name: str) -> None:
    """Make a folder of control groups, with the processors and memory of the one above."""
    for hierarchy in _hierarchies():
        folder = hierarchy / name
        folder.mkdir(exist_ok=True)
        _share_processors(folder)
        if name == GROUP and (weight := folder / "cpu.shares").exists():
            _enter_with_weight(folder, weight)


def _enter_with_weight(folder: Path, weight: Path) -> None:
    """Count this program, and so all it starts, to the group: pods are a part of it, not above."""
    weight.write_text(WEIGHT)
    (folder / "cgroup.procs").write_text("0")


def is_apart(process: int) -> bool:
    """Tell whether a process has a network of its own."""
    return Path(f"/proc/{process}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()


def resolve_by_cluster(folder: Path, namespace: str) -> None:
    """Let programs in here find services by the names pods call them by."""
    resolver = folder / "resolv.conf"
    resolver.write_text(
        f"nameserver {DNS_ADDRESS}\nsearch {namespace}.svc.cluster.local svc.cluster.local\n"
        "options ndots:5\n"
    )
    subprocess.run(
        ["mount", "--bind", str(resolver), str(Path("/etc/resolv.conf").resolve())], check=True
    )


def ip(*words: str) -> None:
    run("ip", *words)


def run(*words: str) -> None:
    """Run a command. Raises Wrong with what it said."""
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Wrong(f"{' '.join(words)}: {done.stderr.strip()}")


def is_unified() -> bool:
    """Tell whether this machine has control groups of version 2 alone."""
    return (CONTROL_GROUPS / "cgroup.controllers").exists()


def _hierarchies() -> list[Path]:
    if is_unified():
        return [CONTROL_GROUPS]
    return [one for one in CONTROL_GROUPS.iterdir() if one.is_dir()]


def _share_processors(folder: Path) -> None:
    """Version 1 gives a new group no processors and no memory nodes."""
    for name in ("cpuset.cpus", "cpuset.mems"):
        ours = folder / name
        if ours.exists() and not ours.read_text().strip():
            ours.write_text((folder.parent / name).read_text())


def _remove_groups() -> None:
    """Remove the folders of control groups, the innermost first, when they are empty."""
    until = monotonic() + EMPTY_SECONDS
    while left := [one / GROUP for one in _hierarchies() if (one / GROUP).exists()]:
        for top in left:
            folders = [path for path in top.rglob("*") if path.is_dir()]
            for folder in (*sorted(folders, reverse=True), top):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        if monotonic() > until:
            return
        time.sleep(0.2)
