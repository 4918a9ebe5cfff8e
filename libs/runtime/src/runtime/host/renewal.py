"""Files that are exchanged while a process runs: certificates, and files with secrets.

What was read at the start stays in use: connections keep what they were opened with, data is sealed
with what is there. A process that leaves in order and is started anew has all that is new.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from runtime.telemetry.logs import logger

SECRET = "_file"  # noqa: S105 - how settings that name a file with a secret end
CERTIFICATE = "cert.pem"
_LOOK_SECONDS = 30.0
_log = logger("renewal")


def exchanged_files(settings: BaseModel) -> Sequence[Path]:
    """Return the files whose exchange means a new start: those with secrets, the certificate."""
    folder = getattr(settings, "tls_dir", None)
    certificate = [folder / CERTIFICATE] if isinstance(folder, Path) else []
    return [*certificate, *_secret_files(settings)]


async def until_renewed(files: Sequence[Path], *, within_seconds: float) -> None:
    """Return some time after one of the files was exchanged, up to `within_seconds` later.

    At random, for its neighbours have been given theirs at the same moment.
    """
    first = {file: _fingerprint(file) for file in files}
    while not (  # noqa: ASYNC110 - a file tells nobody
        renewed := [file.name for file in files if _is_renewed(file, first[file])]
    ):
        await asyncio.sleep(min(_LOOK_SECONDS, within_seconds))
    spread = secrets.randbelow(1000) / 1000 * within_seconds
    _log.info("was exchanged: leaves, to be started with it", files=renewed, seconds=round(spread))
    await asyncio.sleep(spread)


def _secret_files(settings: BaseModel) -> Iterator[Path]:
    for name, value in settings:
        match value:
            case Path() if name.endswith(SECRET):
                yield value
            case BaseModel():
                yield from _secret_files(value)
            case Mapping():
                for inner in value.values():
                    if isinstance(inner, BaseModel):
                        yield from _secret_files(inner)


def _is_renewed(file: Path, first: bytes) -> bool:
    """Tell whether it holds something else now; a file that is gone is being exchanged."""
    return _fingerprint(file) not in {first, b""}


def _fingerprint(file: Path) -> bytes:
    """Return the digest of a file; nothing where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).digest()
    except OSError:
        return b""
