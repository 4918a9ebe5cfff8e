"""A copy of the Secrets, for the day of a restore: `secrets save`; kept apart from backups."""

import os
from pathlib import Path

from bossctl.cluster.kubernetes import kubectl_of
from bossctl.cluster.rendering import name_of, namespace_of, rendered
from bossctl.keys import content
from bossctl.keys.needed import needed
from bossctl.outcome import DONE, UNSUCCESSFUL
from bossctl.output import show_table
from bossctl.words import Arguments, Parsers, local_command, with_cluster

SAVED, MISSING, KEPT = "saved", "not there", "saved before"


def add_words(acts: Parsers) -> None:
    saving = local_command(acts, "save", about="copy those of an overlay to files", run=save)
    saving.add_argument("overlay", help="its folder, a file with what was rendered, or -")
    saving.add_argument("folder", type=Path, help="a file per key, for its owner alone")
    with_cluster(saving)


def save(arguments: Arguments) -> int:
    """Write FOLDER/<secret>/<key>; what is there with other content is never overwritten."""
    manifests = rendered(arguments.overlay, kubectl_of(arguments, namespace=""))
    namespace = arguments.namespace or namespace_of(manifests)
    names = tuple(needed(manifests))
    kubectl = kubectl_of(arguments, namespace=namespace)
    there = {name_of(one): content.decoded(one) for one in kubectl.get("secrets", *names)}
    rows = [(name, _saved(arguments.folder / name, there.get(name))) for name in names]
    show_table(("secret", "is"), rows, name="secrets", empty="no Secret is named")
    return UNSUCCESSFUL if any(how == MISSING for _, how in rows) else DONE


def _saved(folder: Path, told: content.Content | None) -> str:
    if told is None:
        return MISSING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = [_written(folder / key, value) for key, value in sorted(told.items())]
    return SAVED if any(written) else KEPT


def _written(file: Path, value: bytes) -> bool:
    """Write what is not there; what differs goes beside it, for older backups need the older."""
    number = 0
    place = file
    while place.exists():
        if place.read_bytes() == value:
            return False
        number += 1
        place = file.with_name(f"{file.name}.before-{number}")
    if number:
        file.rename(place)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(value)
    return True
