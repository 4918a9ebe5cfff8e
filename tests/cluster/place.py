"""Where a node is: this machine itself, or a network of its own beside it."""

from dataclasses import dataclass

from cluster import room
from cluster.processes import Processes

SECOND_ADDRESS, SECOND_PODS = "10.250.0.2", "10.244.1.0/24"
FIRST_PODS = "10.244.0.0/24"
LINK = "second0"


@dataclass(frozen=True, slots=True)
class Place:
    """One node's own name, address, zone, range of pods, and folder of control groups."""

    name: str
    address: str
    pods: str
    zone: str
    group: str
    within: tuple[str, ...] = ()
    """What a command begins with so that it runs there."""


FIRST = Place("first", room.NODE_ADDRESS, FIRST_PODS, "west", room.GROUP)


def second(processes: Processes) -> Place:
    """Make a second network, joined to the first as two machines are by a cable."""
    processes.start("network of second", ["unshare", "--net", "sleep", "infinity"])
    holder = processes.running["network of second"].pid
    within = ("nsenter", f"--net=/proc/{holder}/ns/net", "--")
    processes.wait("network of second", lambda: room.is_apart(holder), seconds=10)
    room.ip("link", "add", LINK, "type", "veth", "peer", "name", "eth0", "netns", str(holder))
    room.ip("link", "set", LINK, "master", room.NODE_LINK, "up")
    room.ip("route", "add", SECOND_PODS, "via", SECOND_ADDRESS)
    for words in (
        ("link", "set", "lo", "up"),
        ("link", "set", "eth0", "up"),
        ("address", "add", f"{SECOND_ADDRESS}/24", "dev", "eth0"),
        ("route", "add", "default", "via", room.NODE_ADDRESS),
    ):
        room.run(*within, "ip", *words)
    for name, value in room.SETTINGS.items():
        room.run(
            *within, "sh", "-c", f"! [ -e /proc/sys/{name} ] || echo {value} >/proc/sys/{name}"
        )
    group = f"{room.GROUP}/second"
    room.make_group(group)
    return Place("second", SECOND_ADDRESS, SECOND_PODS, "east", group, within)
