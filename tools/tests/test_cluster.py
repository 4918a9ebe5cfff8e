"""The cluster test itself, as far as it can be looked at without a cluster."""

import re
from pathlib import Path

import pytest
from cluster import before, operation, planted, room
from cluster.__main__ import main
from cluster.cases import reaching
from cluster.parts import CONTROL_PLANE, MODULES, NODE, Parts
from cluster.talker import Talker
from cluster.telling import LeftOut, Telling, Wrong

from launch.progress import Silence
from launch.story import Anna
from runtime.database.migrations import Schema


def test_every_program_is_built_from_a_module_pinned_by_hashes() -> None:
    for program in (*CONTROL_PLANE, *NODE):
        pinned = (MODULES / program.module / "go.mod").read_text()
        needs = re.search(r"^require", pinned, re.MULTILINE)

        assert f"module kaitong.local/{program.module}" in pinned
        assert not needs or (MODULES / program.module / "go.sum").read_text().count("h1:") > 10


def test_without_a_cache_and_told_to_build_nothing_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAITONG_CLUSTER_CACHE", str(tmp_path / "nothing"))

    status = main(["control-plane", "--from-cache"])

    told = capsys.readouterr().out
    assert status == 0
    assert "left out" in told
    assert "kube-apiserver" in told
    assert not (tmp_path / "nothing").exists()


def test_a_case_that_fails_fails_the_run_and_the_others_are_played() -> None:
    def wrong() -> str:
        raise Wrong("it is red")

    def left_out() -> str:
        raise LeftOut("nobody can")

    telling = Telling(Silence())
    went = [telling.case(name, act) for name, act in (("a", wrong), ("b", left_out), ("c", str))]

    assert went == [False, True, True]
    assert [one.word for one in telling.outcomes] == ["FAILED", "left out", "ok"]
    assert telling.report() == 1


def test_what_cannot_be_started_is_a_case_that_failed_and_nothing_is_played_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong() -> None:
        raise Wrong("there is no bridge")

    monkeypatch.setattr(room, "furnish", wrong)
    telling = Telling(Silence())
    operation.play(Parts(tmp_path / "cache"), tmp_path / "work", telling, operation.Play())

    tried = [one for one in telling.outcomes if one.word != "left out"]
    assert [(one.case, one.word, one.note) for one in tried] == [
        (operation.IMAGES, "FAILED", "there is no bridge")
    ]
    assert telling.report() == 1


def test_strangers_are_promised_nothing_but_the_gateways_rest_door() -> None:
    wanted = dict(reaching.wanted())

    assert wanted["stranger in the namespace"] == frozenset()
    assert wanted["stranger elsewhere"] == {"gateway rest"}
    assert "postgres" not in wanted["bossctl"]
    assert {"accounts grpc", "billing grpc"} <= wanted["orders"]


@pytest.mark.parametrize(
    ("balance", "judgement"),
    [
        (970, "fair"),  # two calls, and the one without an answer did not take place
        (955, "fair"),  # it did
        (985, "owes"),
        (940, "overcharged"),  # one was paid twice
        (962, "overcharged"),  # half a call
    ],
)
def test_a_call_is_paid_once_and_one_without_an_answer_once_at_the_most(
    balance: int, judgement: str
) -> None:
    talker = Talker(Anna(), before=1000, price=15, let_through=2, without_answer=1)

    assert bool(talker.owes(balance)) is (judgement == "owes")
    assert bool(talker.overcharged(balance)) is (judgement == "overcharged")


def test_a_release_before_this_one_that_is_not_here_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(before.CHOSEN, "0" * 40)

    with pytest.raises(LeftOut, match="is not here"):
        before.checkout(Parts(tmp_path))


def test_what_was_measured_is_told_after_the_cases(capsys: pytest.CaptureFixture[str]) -> None:
    telling = Telling()
    telling.case("a", lambda: telling.figures.note("longest wait: a", "1.2 s"))
    telling.report()

    assert "1.2 s" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("one", [*planted.GROWS, *planted.NARROWS], ids=lambda one: one.name)
def test_a_release_after_this_one_has_a_revision_that_follows_ours(
    one: planted.Planted, tmp_path: Path
) -> None:
    one.write(tmp_path, "kaitong/base:1")

    known = Schema.of(one.service)
    recipe = (tmp_path / "Dockerfile").read_text().split()
    revision = (tmp_path / f"{one.name}.py").read_text()
    (follows,) = [name for name in known.heads if f'down_revision = "{name}"' in revision]
    assert follows and one.name not in known.known
    assert recipe[:2] == ["FROM", "kaitong/base:1"]
    assert recipe[4].startswith(f"/opt/kaitong/service/{one.service}/")
    # Else the next build would take it for the image it was made from.
    assert recipe[-1] == f"kaitong.inputs={one.name}"
