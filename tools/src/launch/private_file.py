"""Files with secrets in them: readable by their owner alone."""

import os
from pathlib import Path


def write_privately(path: Path, text: str) -> None:
    """Write a file that only we can read, whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    half.replace(path)
