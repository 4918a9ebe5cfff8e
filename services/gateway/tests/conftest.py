"""A gateway among pretend services."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pretend_world import World, pretend_world


@pytest.fixture(scope="session")
async def open_world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with pretend_world(tmp_path_factory.mktemp("gateway")) as opened:
        yield opened


@pytest.fixture
def world(open_world: World) -> World:
    """The world, its memory empty."""
    open_world.notes.start_over()
    return open_world
