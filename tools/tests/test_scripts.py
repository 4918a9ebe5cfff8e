"""The scripts behind make targets: stages end in time, differences are told, a process begins."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import check_manifests
import run_tests
from check_generated import differences
from stages import TOO_LATE, LeftOut, Stage, run_all

ROOT = Path(__file__).parents[2]


def python(program: str, *, seconds: int = 20) -> Stage:
    return Stage("a stage", (sys.executable, "-c", program), seconds)


def test_every_stage_runs_even_if_one_before_it_failed(capfd: pytest.CaptureFixture[str]) -> None:
    status = run_all([python("raise SystemExit(3)"), python("print('the second ran')")])

    assert status == 1
    assert "the second ran" in capfd.readouterr().out


def test_all_well_is_zero() -> None:
    assert run_all([python("pass")]) == 0


def test_a_stage_that_hangs_is_ended_with_what_it_started(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    left = tmp_path / "left"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(left)!r}).touch()"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    status = run_all([python(program, seconds=1), python("import time; time.sleep(3)")])

    assert status == 1
    assert "TOO LATE after 1 s" in capfd.readouterr().out
    assert not left.exists()


def test_what_was_left_out_is_said_with_its_reason(capfd: pytest.CaptureFixture[str]) -> None:
    run_all([python("pass")], [LeftOut("containers", "no engine")])

    assert "containers: no engine" in capfd.readouterr().out


def test_containers_are_left_out_where_no_engine_answers() -> None:
    containers = next(kind for kind in run_tests.KINDS if kind.needs_engine)

    assert run_tests.reason_to_leave_out(containers, [], engine=False) == run_tests.NO_ENGINE
    assert run_tests.reason_to_leave_out(containers, [], engine=True) is None


def test_a_kind_nobody_asked_for_is_left_out() -> None:
    stories = next(kind for kind in run_tests.KINDS if kind.name == "stories")

    assert run_tests.reason_to_leave_out(stories, ["chain"], engine=True) == "not asked for"
    assert run_tests.reason_to_leave_out(stories, ["stories"], engine=True) is None


def test_differences_of_generated_files_are_told() -> None:
    committed = {"same": b"1", "old": b"1", "extra": b"1"}
    fresh = {"same": b"1", "old": b"2", "new": b"1"}

    assert differences(committed, fresh) == ["extra: left over", "new: missing", "old: stale"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"spec": {}}, "selector"),
        ({"replicaz": 1}, "replicaz"),
        ({"kind": "Deploymint"}, "nobody knows apps/v1 Deploymint"),
    ],
)
def test_a_wrong_manifest_is_noticed(change: dict[str, object], why: str) -> None:
    manifest = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}}

    assert why in (check_manifests.offence(manifest | change) or "")


def test_make_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)

    explained = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert [name for name in targets if f"make {name} " not in explained] == []


def test_too_late_is_told_apart_from_failed() -> None:
    assert TOO_LATE not in {0, 1}


def test_an_image_is_found_again_by_its_inputs_and_its_name(tmp_path: Path) -> None:
    """What is built on a base inherits its label, and must not be taken for the base."""
    engine = tmp_path / "docker"
    engine.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\n[ "$1" != image ] || echo 1234\n')
    engine.chmod(0o755)
    script = "ROOT=.; VERSION=1; . deploy/image/steps.sh; tag_made abcdef python"

    subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True
    )

    (asked,) = [one for one in (tmp_path / "asked").read_text().splitlines() if " ls " in one]
    assert "label=kaitong.inputs=abcdef" in asked
    assert "reference=kaitong/python" in asked


def test_a_step_of_an_image_that_fails_in_its_middle_ends_the_script(tmp_path: Path) -> None:
    """Half the packages were taken for all of them, and an image made of those was kept."""
    script = tmp_path / "script.sh"
    script.write_text(
        f"set -euo pipefail\nROOT={tmp_path}\n. {ROOT}/deploy/image/steps.sh\n"
        "fetch() { echo begun; false; echo 'went on'; }\n"
        "timed packages fetch\necho 'made an image'\n"
    )

    done = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "begun" in done.stderr
    assert "went on" not in done.stderr
    assert "made an image" not in done.stdout
