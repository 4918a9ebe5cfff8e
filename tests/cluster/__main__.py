"""`make cluster-test`: make a real Kubernetes on this machine, put the operator in it, and try it.

Parts are taken from a cache folder outside the repository (KAITONG_CLUSTER_CACHE, usually
~/.cache/kaitong-cluster). What is missing there is built from Go modules pinned by their hashes,
which takes twelve minutes on two quiet processors, once; `--from-cache` builds nothing and leaves
out what is not there.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cluster import admission
from cluster.parts import CONTROL_PLANE, Parts
from cluster.telling import LeftOut, Telling

CONTROL = "control-plane"


def main(arguments: Sequence[str]) -> int:
    given = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    telling, parts = Telling(), Parts.usual()
    telling.say(f"Parts of the cluster are kept in {parts.folder}")
    if given.from_cache and (missing := parts.missing(CONTROL_PLANE)):
        names = ", ".join(one.name for one in missing)
        telling.leave_out(
            "everything", f"{parts.folder} lacks {names}; `make cluster-test` builds them"
        )
        return telling.report()
    with tempfile.TemporaryDirectory(prefix="kaitong-cluster-") as folder:
        try:
            admission.play(parts, Path(folder), telling)
        except LeftOut as reason:
            telling.leave_out("everything", str(reason))
    return telling.report()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make cluster-test", description=__doc__)
    parser.add_argument("only", nargs="?", choices=[CONTROL], help="play only what needs no node")
    parser.add_argument("--from-cache", action="store_true", help="build nothing")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
