"""`make cluster-test`: make a real Kubernetes on this machine, put the operator in it, and try it.

Parts are taken from a cache folder outside the repository (KAITONG_CLUSTER_CACHE, usually
~/.cache/kaitong-cluster). What is missing there is built from Go modules pinned by their hashes,
which takes a quarter of an hour on two quiet processors, once; `--from-cache` builds nothing
and leaves out what is not there.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cluster import admission, images, operation, room
from cluster.operation import Play
from cluster.parts import CONTROL_PLANE, NODE, Parts
from cluster.playbook import CHAPTERS
from cluster.telling import LeftOut, Telling

CONTROL, NODE_ALONE = "control-plane", "node"


def main(arguments: Sequence[str]) -> int:
    given = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    telling, parts = Telling(), Parts.usual()
    if folder := room.inside():
        return _in_room(parts, folder, telling, _play(given))
    telling.say(f"Parts of the cluster are kept in {parts.folder}")
    wanted = CONTROL_PLANE if given.only == CONTROL else (*CONTROL_PLANE, *NODE)
    if given.from_cache and (lacking := parts.lacking(wanted)):
        why = f"{parts.folder} lacks {', '.join(lacking)}; `make cluster-test` builds it"
        telling.leave_out("everything", why)
        return telling.report()
    try:
        parts.build(wanted, telling)
        if given.only != NODE_ALONE:
            _control_plane(parts, telling)
    except LeftOut as reason:
        telling.leave_out("everything", str(reason))
    status = telling.report()
    return status if given.only == CONTROL else _node(parts, telling, arguments) or status


def _control_plane(parts: Parts, telling: Telling) -> None:
    with tempfile.TemporaryDirectory(prefix="kaitong-cluster-") as folder:
        admission.play(parts, Path(folder), telling)


def _node(parts: Parts, telling: Telling, arguments: Sequence[str]) -> int:
    """Play what needs a node in a room of its own, where this machine can."""
    try:
        room.check()
    except LeftOut as reason:
        telling.say(f"left out: all that needs a node: {reason}")
        return 0
    with tempfile.TemporaryDirectory(prefix="kaitong-cluster-") as folder:
        made = Telling()
        if not made.case("images are built", lambda: images.prepare(parts, Path(folder), made)):
            return made.report()
        return room.enter(arguments, Path(folder))


def _play(given: argparse.Namespace) -> Play:
    """Return what is played on the node, and whether the cluster stays."""
    if given.bare:
        return Play((), bare=True, stays=True)
    return Play(tuple(given.chapter or CHAPTERS), stays=given.stay)


def _in_room(parts: Parts, folder: Path, telling: Telling, wanted: Play) -> int:
    try:
        operation.play(parts, folder, telling, wanted)
    finally:
        # Also of a run that is interrupted: what was played was played.
        status = telling.report()
    return status


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make cluster-test", description=__doc__)
    parser.add_argument("only", nargs="?", choices=[CONTROL, NODE_ALONE], help="play only a part")
    parser.add_argument("--from-cache", action="store_true", help="build nothing")
    told = "play only this part of what needs a node; may be said again"
    parser.add_argument("--chapter", action="append", choices=CHAPTERS, help=told)
    told = "then let the cluster be until it is interrupted, and say how to come in"
    parser.add_argument("--stay", action="store_true", help=told)
    told = "play nothing: a cluster with the images, where the documents can be tried; it stays"
    parser.add_argument("--bare", action="store_true", help=told)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
