"""One real operator for all stories of the chain: real processes, embedded parts, a set clock."""

from collections.abc import Iterator

import pytest

from harness.chain import Town
from launch.operator import Operator


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    with Operator.temporary(clock="settable") as operator, Town.around(operator) as town:
        yield town
