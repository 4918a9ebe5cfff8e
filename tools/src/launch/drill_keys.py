"""The keys a restored operator needs: without them its backup tells nothing."""

from pathlib import Path

from launch.base_backup import NotRestored
from launch.private_file import write_privately

NEEDED = ("personal-data.key", "blind-index.key", "vault.key", "voucher.key")


def take_keys(saved: Path, secrets: Path) -> None:
    """Take over what seals and finds; the rest is made anew. Raises NotRestored without it.

    `saved` has a file a key, in folders named by their Secret or not.
    """
    missing = []
    secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in NEEDED:
        files = sorted(saved.rglob(name))
        if files:
            write_privately(secrets / name, files[0].read_text().strip())
        else:
            missing.append(name)
    if missing:
        raise NotRestored(
            f"{saved} has no {', '.join(missing)}: `bossctl secrets save` keeps them, apart from"
            " backups."
        )
