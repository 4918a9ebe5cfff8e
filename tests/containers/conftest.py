"""One operator in containers for all tests here, from images built of this very code."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaitong_testkit import Images, Operator
from kaitong_testkit.images import engine
from launch.progress import Progress

ROOT = Path(__file__).parents[2]
A_LONG_TIME = 1800
"""Seconds the first build may take, bases included."""


@pytest.fixture(scope="session")
def images() -> Images:
    """Build what is not there yet; what is, is found by the hash of its content."""
    engine()
    subprocess.run([ROOT / "deploy/image/images.sh", "--any"], check=True, timeout=A_LONG_TIME)
    return Images.chosen()


@pytest.fixture(scope="session")
def operator(images: Images) -> Iterator[Operator]:
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    with Operator(images=images, progress=Progress(sys.stderr)) as operator:
        yield operator
