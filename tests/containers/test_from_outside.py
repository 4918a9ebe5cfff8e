"""The sample of the documents, from the wheels in a bare virtual environment, with our images."""

import os

import pytest

from harness.outside import Outside, sample_with
from kaitong_testkit import Images

pytestmark = pytest.mark.timeout(900)


def test_the_sample_with_containers_runs_outside_the_repository(
    images: Images, tmp_path_factory: pytest.TempPathFactory
) -> None:
    images.require()
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    outside = Outside.make(tmp_path_factory.mktemp("outside"))

    assert "1 passed" in outside.tries(sample_with("kaitong_testkit import Operator"))
