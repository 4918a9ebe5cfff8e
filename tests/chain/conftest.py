"""One real operator for all stories of the chain: real processes, embedded parts, a set clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.chain import Town
from launch.operator import Operator
from launch.plan import Plan

PATIENT = {
    "BOSS_OPEN_CALLS_PER_SECOND": "100000",
    "BOSS_OPEN_CALL_BURST": "100000",
    "BOSS_FAILED_SIGN_INS_PER_SECOND": "100000",
    "BOSS_FAILED_SIGN_IN_BURST": "100000",
    "BOSS_CDR_UNFINISHED_SECONDS": "0",
}
"""Tests of bad tokens send hundreds a second from one address, and those of bad files write none
to its end; what slows them and what waits for the end has tests of its own.
"""


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    plan = Plan(data_dir=Path(), clock="settable", extra=PATIENT)
    with Operator.temporary(plan) as operator, Town.around(operator) as town:
        yield town
