"""What each Secret of an overlay is for, who is started anew with it, and how it is exchanged."""

from collections.abc import Sequence

from bossctl.cluster.kubernetes import Manifest, kubectl_of
from bossctl.cluster.rendering import rendered
from bossctl.cluster.workloads import by_service, users_of
from bossctl.keys import content
from bossctl.keys.making import shared_with_others
from bossctl.keys.needed import needed
from bossctl.keys.rotations import rotation_of
from bossctl.outcome import DONE, Misused, Unsuccessful
from bossctl.output import show_table
from bossctl.words import Arguments, Parsers, local_command, with_cluster

HEADINGS = ("secret", "keys", "made", "rotated", "restarts")


def add_words(acts: Parsers) -> None:
    listing = local_command(acts, "list", about="list those an overlay names", run=list_secrets)
    listing.add_argument("overlay", help="its folder, a file with what was rendered, or -")
    with_cluster(listing)


def list_secrets(arguments: Arguments) -> int:
    """List them; asks no cluster."""
    manifests = rendered(arguments.overlay, kubectl_of(arguments, namespace=""))
    shared = shared_with_others(manifests)
    rows = [
        (
            name,
            ", ".join(sorted(keys or content.keys_of(name))),
            "at random" if content.can_be_made(name) and name not in shared else "given",
            _stages(name),
            _restarts(name, manifests),
        )
        for name, keys in needed(manifests).items()
    ]
    show_table(HEADINGS, rows, name="secrets", empty="no Secret is named")
    return DONE


def _stages(name: str) -> str:
    try:
        return f"in {len(rotation_of(name).stages)}"
    except Unsuccessful:
        return "refused"
    except Misused:
        return "unknown"


def _restarts(name: str, manifests: Sequence[Manifest]) -> str:
    return ", ".join(by_service(users_of(name, manifests))) or "nothing"
