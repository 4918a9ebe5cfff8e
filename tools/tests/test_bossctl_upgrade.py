"""A release comes into use by a command that looks before and behind, and goes back by another."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from pretend_cluster import K8S, PretendCluster

from bossctl.__main__ import main
from bossctl.cluster.kubernetes import Kubectl, without_log
from bossctl.cluster.rendering import rendered
from bossctl.release import bringing
from bossctl.release.connections import connections, held
from bossctl.release.manifests import say_version, versions
from bossctl.release.said import as_said
from bossctl.release.schema import asked

QUIET = {"lag": 0, "outbox": 0, "parked": 0, "held": 0, "changes": 0}
AGREES = {"agrees": True, "findings": [{"what": "orders", "holds": True}]}
SERVICES = ("accounts", "billing", "emulator", "gateway", "orders", "provisioning")


def looks(*pending: Mapping[str, Any], ahead: tuple[str, ...] = ()) -> str:
    return json.dumps({"present": ["a"], "pending": list(pending), "ahead": list(ahead)})


@pytest.fixture(autouse=True)
def _looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "BETWEEN_SECONDS", 0)


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PretendCluster:
    return PretendCluster.begin(tmp_path, monkeypatch)


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    shutil.copytree(K8S, tmp_path / "k8s")
    return tmp_path / "k8s" / "overlays" / "staging"


@pytest.fixture
def operator(cluster: PretendCluster, overlay: Path, tmp_path: Path) -> PretendCluster:
    """Release 0.1.0 in use, with its Secrets; every image has one revision to come."""
    for secret, keys in {
        "token-keys": ("token-keys.json",), "backup-store": ("access-key-id", "secret-access-key"),
    }.items():  # fmt: skip
        folder = tmp_path / "given" / secret
        folder.mkdir(parents=True)
        for key in keys:
            (folder / key).write_text("x")
    assert main(["secrets", "make", str(overlay), "--given", str(tmp_path / "given")]) == 0
    Kubectl("kaitong-staging").apply(rendered(str(overlay), Kubectl("")))
    step = {"revision": "next", "breaks": []}
    cluster.write(
        says={"upgrade state": [QUIET], "reconcile": [AGREES]},
        logs=dict.fromkeys(SERVICES, looks(step)), asked=[], history=[],
    )  # fmt: skip
    return cluster


def upgrade(act: str, overlay: Path, *words: str) -> int:
    return main(["--as", "ops", "upgrade", act, str(overlay), *words])


def in_use(cluster: PretendCluster) -> frozenset[str]:
    return versions([one for one in cluster.state["objects"] if one["kind"] == "Deployment"])


def test_a_check_looks_at_everything_and_changes_nothing(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say_version(str(overlay), "0.2.0")

    assert upgrade("check", overlay) == 0

    told = capsys.readouterr().out
    for name in ("release", "doors", "secrets", "budgets", "connections", "lag", "held", "schema"):
        assert f"ok   {name}: " in told, name
    assert "0.1.0 → 0.2.0" in told
    assert told.count("next to come, only adding") == len(SERVICES)
    assert not operator.asked("apply")
    assert {one["kind"] for one in operator.state["history"]} == {"Job"}
    assert in_use(operator) == {"0.1.0"}
    assert not [one for one in operator.state["objects"] if "-asked-" in one["metadata"]["name"]]


def test_a_check_of_a_version_writes_it_nowhere(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (overlay / "kustomization.yaml").read_text()
    beside = sorted(overlay.parent.iterdir())

    assert upgrade("check", overlay, "--version", "0.2.0") == 0

    assert "0.1.0 → 0.2.0" in capsys.readouterr().out
    assert (overlay / "kustomization.yaml").read_text() == before
    assert sorted(overlay.parent.iterdir()) == beside
    assert in_use(operator) == {"0.1.0"}


@pytest.mark.parametrize(
    ("literal", "said"),
    [
        ("version=0.2.0", "images are of 0.1.0"),
        ("runbooks=https://pages.example", "https://kaitong.example came of it"),
        (
            "prometheus=http://own.example:9090",
            "http://prometheus-operated.monitoring.svc:9090 came of it",
        ),
    ],
)
def test_an_overlay_on_top_of_another_is_refused_where_what_it_says_came_to_nothing(
    operator: PretendCluster, overlay: Path, literal: str, said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    own = overlay.parent / "own"
    own.mkdir()
    (own / "kustomization.yaml").write_text(
        "resources: [../staging]\n"
        "configMapGenerator:\n- name: release\n  behavior: merge\n  literals:\n"
        f"  - {literal}\n"
    )

    assert [upgrade(act, own) for act in ("check", "run")] == [1, 1]

    told = capsys.readouterr().out
    assert told.count(f"NO   said: {literal}") == 2
    assert said in told
    assert "`../../release` last" in told
    assert "--despite said" in told
    assert not operator.asked("apply")


def test_what_is_pinned_by_digest_is_as_it_was_said() -> None:
    door = {
        "kind": "Deployment",
        "metadata": {"name": "a-api", "labels": {"app.kubernetes.io/part-of": "kaitong"}},
        "spec": {"template": {"spec": {"containers": [{"image": "registry.example/a@sha256:b"}]}}},
    }
    release = {"kind": "ConfigMap", "metadata": {"name": "release"}, "data": {"version": "1"}}

    def job(name: str) -> dict[str, Any]:
        labels = {
            "app.kubernetes.io/part-of": "kaitong",
            "app.kubernetes.io/component": "migrate",
        }
        return {"kind": "Job", "metadata": {"name": name, "labels": labels}}

    assert as_said([release, door, job("a-migrate.1")], asked="").holds
    assert as_said([release, door, job("a-migrate.1-12ab34cd")], asked="1").holds
    assert not as_said([release, door, job("a-migrate.0")], asked="").holds
    assert not as_said([release, door, job("a-migrate.1")], asked="2").holds


def test_a_release_is_migrated_rolled_and_looked_at(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert upgrade("run", overlay, "--version", "0.2.0") == 0

    told = capsys.readouterr()
    assert in_use(operator) == {"0.2.0"}
    assert "version=0.2.0" in (overlay / "kustomization.yaml").read_text()
    assert f"upgrade rollback {overlay} --version 0.1.0" in told.out
    kinds = [one["kind"] for one in operator.state["history"]]
    ended = kinds.index("Deployment")
    jobs = [
        one["metadata"]["name"] for one in operator.state["history"][:ended]
        if one["kind"] == "Job" and "-asked-" not in one["metadata"]["name"]
    ]  # fmt: skip
    assert sorted(jobs) == [f"{service}-migrate.0.2.0" for service in SERVICES]
    waited = [one.split()[2] for one in operator.asked("rollout status")]
    assert waited.index("deployment/emulator-all") < waited.index("deployment/accounts-api")
    assert waited.index("deployment/orders-api") < waited.index("deployment/gateway-api")
    assert "[6/6] gateway" in told.err or "gateway" in told.err


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("held", {"says": {"upgrade state": [{**QUIET, "held": 1}], "reconcile": [AGREES]}}),
        ("parked", {"says": {"upgrade state": [{**QUIET, "parked": 2}], "reconcile": [AGREES]}}),
        ("lag", {"says": {"upgrade state": [{**QUIET, "lag": 1001}], "reconcile": [AGREES]}}),
        (
            "schema",
            {"logs": dict.fromkeys(SERVICES, looks({"revision": "r", "breaks": ["drops"]}))},
        ),
        ("schema", {"logs": dict.fromkeys(SERVICES, looks(ahead=("newer",)))}),
    ],
)
def test_what_speaks_against_it_stops_it_before_anything_is_changed(
    operator: PretendCluster, overlay: Path, name: str, broken: Mapping[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    operator.write(**broken)

    stopped = upgrade("run", overlay, "--version", "0.2.0")

    assert stopped == 1
    assert f"--despite {name}" in capsys.readouterr().out
    assert in_use(operator) == {"0.1.0"}
    assert not operator.asked("apply")
    assert upgrade("run", overlay, "--despite", name) == 0
    assert in_use(operator) == {"0.2.0"}


def test_a_door_that_is_not_ready_and_a_missing_secret_speak_against_it(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    objects = operator.state["objects"]
    for one in objects:
        if one["metadata"]["name"] == "orders-api" and one["kind"] == "Deployment":
            one["status"]["availableReplicas"] = 1
        if one["metadata"]["name"] == "orders-api" and one["kind"] == "PodDisruptionBudget":
            one["status"]["disruptionsAllowed"] = 0
    operator.write(objects=[one for one in objects if one["metadata"]["name"] != "vault-key"])

    assert upgrade("check", overlay) == 1

    told = capsys.readouterr().out
    assert "NO   doors: not all ready: orders-api" in told
    assert "NO   secrets: missing: vault-key" in told
    assert "NO   budgets: none to spare: orders-api" in told


def test_a_migration_that_fails_touches_no_door(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say_version(str(overlay), "0.2.0")
    operator.write(failing_jobs=["billing-migrate"], logs=dict.fromkeys(SERVICES, looks()))

    assert upgrade("run", overlay) == 1

    assert "doors were not touched" in capsys.readouterr().err
    assert in_use(operator) == {"0.1.0"}


def test_the_release_before_comes_back_to_databases_that_are_ahead(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade("run", overlay, "--version", "0.2.0")
    operator.write(logs=dict.fromkeys(SERVICES, looks(ahead=("next",))))

    assert upgrade("rollback", overlay, "--version", "0.1.0") == 0

    assert in_use(operator) == {"0.1.0"}
    assert "next stays" in capsys.readouterr().out


def test_an_image_that_does_not_know_the_question_is_no_reason_to_stay(
    operator: PretendCluster, overlay: Path
) -> None:
    upgrade("run", overlay, "--version", "0.2.0")
    words = "Say which door to open: python -m orders {api|migrate}"
    operator.write(
        failing_jobs=[f"{service}-asked" for service in SERVICES],
        logs=dict.fromkeys(SERVICES, words),
    )

    assert upgrade("rollback", overlay, "--version", "0.1.0") == 0


def test_what_does_not_agree_behind_it_is_told_with_the_way_back(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    off = {"agrees": False, "findings": [{"what": "ledger", "holds": False}]}
    operator.write(says={"upgrade state": [QUIET], "reconcile": [off]})

    assert upgrade("run", overlay, "--version", "0.2.0") == 1

    told = capsys.readouterr().out
    assert "NO   reconcile: ledger" in told
    assert "The way back" in told
    assert len([one for one in operator.asked("exec") if "reconcile" in one]) == bringing.AGAIN


def test_counts_that_move_agree_once_each_not_all_at_one_moment(
    operator: PretendCluster, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = (("usage", "orders", "ledger"), ("usage", "ledger"), ("orders", "ledger"), ("usage",))
    off = [
        {"agrees": False, "findings": [{"what": one, "holds": False} for one in seen]}
        for seen in looks
    ]
    operator.write(says={"upgrade state": [QUIET], "reconcile": off})

    assert upgrade("run", overlay, "--version", "0.2.0") == 0

    assert "ok   reconcile: everything agrees" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([["usage", "ledger"], ["usage"], ["ledger", "usage"]], "usage"),
        ([["usage"], None, ["usage"]], "usage"),
        ([None], "bossctl-0 answered what nobody can read"),
    ],
)
def test_what_never_agreed_is_told_alone(
    operator: PretendCluster,
    overlay: Path,
    capsys: pytest.CaptureFixture[str],
    looks: Sequence[Sequence[str] | None],
    told: str,
) -> None:
    off = [
        {"findings": [{"what": one, "holds": False} for one in seen]} if seen else {}
        for seen in looks
    ]
    operator.write(says={"upgrade state": [QUIET], "reconcile": off})

    assert upgrade("run", overlay, "--version", "0.2.0") == 1

    assert f"NO   reconcile: {told}\n" in capsys.readouterr().out


def test_connections_are_added_up_of_what_may_be(overlay: Path, cluster: PretendCluster) -> None:
    manifests = [dict(one) for one in rendered(str(overlay), Kubectl(""))]
    fine = connections(manifests)
    (database,) = [one for one in manifests if one["kind"] == "Cluster"]
    roles: Any = database["spec"]
    roles["managed"]["roles"][0]["connectionLimit"] = 10

    tight = connections(manifests)

    assert fine.holds
    assert held(manifests)["accounts"] > 100
    assert not tight.holds
    assert "accounts" in tight.told


@pytest.mark.parametrize("text", ["", "- version=1\n- version=2\n"])
def test_an_overlay_that_does_not_say_its_version_once_is_left_alone(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "kustomization.yaml").write_text(text)

    code = main(["upgrade", "check", str(tmp_path), "--version", "2"])

    assert code == 2
    assert (tmp_path / "kustomization.yaml").read_text() == text


def test_every_overlay_says_its_version_where_it_is_found(tmp_path: Path) -> None:
    for name in ("dev", "staging", "prod"):
        folder = tmp_path / name
        shutil.copytree(K8S / "overlays" / name, folder)

        before = say_version(str(folder), "9.9.9")

        assert before
        said = yaml.safe_load((folder / "kustomization.yaml").read_text())
        (release,) = [one for one in said["configMapGenerator"] if one["name"] == "release"]
        assert "version=9.9.9" in release["literals"]


@pytest.mark.parametrize(
    ("image", "version"),
    [
        ("kaitong/orders:0.1.0", "0.1.0"),
        ("registry.example:5000/kaitong/orders:0.1.0", "0.1.0"),
        ("registry.example:5000/kaitong/orders", "latest"),
        ("kaitong/orders:0.1.0@sha256:abc", "0.1.0"),
        ("registry.example:5000/kaitong/orders@sha256:abc", "pinned by digest"),
    ],
)
def test_the_version_of_an_image_is_its_tag(image: str, version: str) -> None:
    door = {
        "kind": "Deployment",
        "metadata": {"labels": {"app.kubernetes.io/part-of": "kaitong"}},
        "spec": {"template": {"spec": {"containers": [{"image": image}]}}},
    }

    assert versions([door]) == {version}


def test_where_no_cluster_answers_kubectls_own_log_is_left_out() -> None:
    log = 'E1129 22:33:45.523948   27815 memcache.go:265] "Unhandled Error" err="refused"'
    plain = "The connection to the server 127.0.0.1:1 was refused"

    assert without_log(f"{log}\n{log}\n{plain}\n") == plain
    assert without_log(f"{log}\n") == log


def test_an_image_that_reached_no_database_at_first_is_asked_once_more(
    operator: PretendCluster, overlay: Path
) -> None:
    """Network policies open a pod's ways a moment after it starts."""
    paused: list[float] = []
    job = next(one for one in rendered(str(overlay), Kubectl("")) if one["kind"] == "Job")
    operator.write(fails="logs")

    told = asked(Kubectl("kaitong-staging"), job, sleep=paused.append)

    assert told is not None
    assert [step["revision"] for step in told["pending"]] == ["next"]
    assert len(paused) == 1
