"""Backups by PostgreSQL's own programs: as the component says them, on a real server."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
import yaml

from bossctl.release.connections import held
from bossctl.release.manifests import versions
from check_manifests import offence, renderer
from harness.rendered import needs_renderer, rendered
from launch.base_backup import lay_down
from launch.postgres import Postgres, temporary
from launch.postgres_binaries import binaries
from launch.waiting import comes_true

K8S = Path(__file__).parents[2] / "deploy/k8s"
COMPONENT = K8S / "components/postgres-basebackup"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with temporary() as running:
        running.sql("CREATE ROLE backup LOGIN REPLICATION PASSWORD 'word'")
        yield running


def environment(server: Postgres, backups: Path, *, kept: int = 2) -> dict[str, str]:
    address = urlsplit(server.url("postgres"))
    return {
        "PATH": f"{Path(binaries().program('psql')).parent}:{os.defpath}", "BACKUPS": str(backups),
        "BACKUPS_KEPT": str(kept), "PGHOST": str(address.hostname), "PGPORT": str(address.port),
        "PGUSER": "backup", "PGPASSWORD": "word", "LC_ALL": "C",
    }  # fmt: skip


def test_a_base_backup_is_whole_and_only_the_last_are_kept(
    server: Postgres, tmp_path: Path
) -> None:
    said = environment(server, tmp_path)
    program = COMPONENT / "base-backup.sh"
    (tmp_path / "half-1").mkdir()
    for day in range(1, 4):
        (tmp_path / f"base-2026-11-0{day}T000000Z").mkdir()

    taking = subprocess.Popen(["sh", COMPONENT / "receive-log.sh"], env=said)
    try:
        assert comes_true(lambda: any((tmp_path / "wal").glob("*.partial")), within=30)
        for _ in range(3):
            server.sql("SELECT pg_switch_wal()")
        assert comes_true(lambda: len(list((tmp_path / "wal").iterdir())) > 1, within=30)
        before = sorted(one.name for one in (tmp_path / "wal").iterdir())
        subprocess.run(["sh", program], env=said | {"BACKUPS_KEPT": "1"}, check=True)
    finally:
        taking.terminate()
        taking.wait(30)

    (base,) = (one for one in tmp_path.iterdir() if one.name.startswith("base-"))
    assert not list(tmp_path.glob("half-*"))
    assert min(one.name for one in (tmp_path / "wal").iterdir()) > before[0]
    assert lay_down(base, tmp_path / "copy") > 0
    assert (tmp_path / "copy" / "backup_label").exists()


def test_a_backup_that_fails_leaves_those_before(server: Postgres, tmp_path: Path) -> None:
    kept = tmp_path / "base-2026-11-01T000000Z"
    kept.mkdir()
    said = environment(server, tmp_path) | {"PGPASSWORD": "wrong"}

    done = subprocess.run(["sh", COMPONENT / "base-backup.sh"], env=said, check=False)

    assert done.returncode != 0
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("base-")] == [kept.name]


def test_the_component_is_taken_as_kubernetes_takes_it(tmp_path: Path) -> None:
    render = renderer()
    if render is None:
        pytest.skip("no kubectl or kustomize here")
    shutil.copytree(K8S, tmp_path / "k8s")
    file = tmp_path / "k8s/overlays/dev/kustomization.yaml"
    added = "- ../../components/bossctl\n- ../../components/postgres-basebackup\n"
    file.write_text(file.read_text().replace("- ../../components/bossctl\n", added))

    done = subprocess.run([*render, file.parent], capture_output=True, text=True, check=True)

    manifests = [one for one in yaml.safe_load_all(done.stdout) if one]
    ours = [one for one in manifests if "backup" in one["metadata"]["name"]]
    assert {one["kind"] for one in ours} == {
        "ConfigMap", "CronJob", "Deployment", "NetworkPolicy", "PersistentVolumeClaim",
    }  # fmt: skip
    assert [offence(one) for one in ours] == [None] * len(ours)


def of_backup(overlay: Path) -> set[str]:
    """Return the images that back up."""
    pods = [
        one["spec"].get("jobTemplate", one)["spec"]["template"]["spec"]
        for one in rendered(overlay)
        if one["kind"] in {"CronJob", "Deployment"} and "backup" in one["metadata"]["name"]
    ]
    assert len(pods) == 2
    return {pod["containers"][0]["image"] for pod in pods}


@needs_renderer
def test_who_backs_up_is_an_image_there_is_or_the_one_an_overlay_names(tmp_path: Path) -> None:
    shutil.copytree(K8S, tmp_path / "k8s")
    ours, other = (tmp_path / "k8s/overlays" / name for name in ("staging", "other"))
    file = ours / "kustomization.yaml"
    added = "- ../../components/bossctl\n- ../../components/postgres-basebackup\n"
    file.write_text(file.read_text().replace("- ../../components/bossctl\n", added))
    shutil.copytree(ours, other)
    said = "images: [{name: postgres, newName: kaitong/postgres, newTag: 0.9.0}]\n"
    (other / "kustomization.yaml").write_text(file.read_text() + said)

    assert of_backup(ours) == {"postgres:18"}
    assert of_backup(other) == {"kaitong/postgres:0.9.0"}
    # An upgrade looks at services alone: whoever takes the log is as old as the server.
    assert versions(rendered(other)) == {"0.1.0"}
    assert set(held(rendered(other))) == set(held(rendered(K8S / "overlays/staging")))


def program(name: str) -> tuple[str, ...]:
    """Return the command of a program of the component, for who may not read our checkout."""
    return ("sh", "-c", (COMPONENT / name).read_text(), name)


@pytest.fixture
def backups() -> Iterator[Path]:
    """A folder of whoever may run a server: root may not."""
    with TemporaryDirectory(prefix="kaitong-backups-") as folder:
        if (user := binaries().user) is not None:
            shutil.chown(folder, user)
        yield Path(folder)


def test_a_database_is_dumped_as_it_was_at_a_moment(server: Postgres, backups: Path) -> None:
    said = environment(server, backups)
    user = binaries().user
    server.sql("CREATE TABLE kept (name text)")
    taking = subprocess.Popen(program("receive-log.sh"), env=said, user=user)
    try:
        assert comes_true(lambda: any((backups / "wal").glob("*.partial")), within=30)
        subprocess.run(program("base-backup.sh"), env=said, user=user, check=True)
        server.sql("INSERT INTO kept VALUES ('before')")
        moment = server.sql("SELECT to_json(clock_timestamp())").strip('"')
        server.sql("INSERT INTO kept VALUES ('after')")
        behind = server.sql("SELECT pg_walfile_name(pg_switch_wal())")
        assert comes_true((backups / "wal" / behind).exists, within=30)
    finally:
        taking.terminate()
        taking.wait(30)
    (backups / "base-9999-01-01T000000Z").mkdir()

    assert "before" in dumped(moment, said)
    assert "after" not in dumped(moment, said)
    assert "after" in dumped("end", said)
    assert not list(backups.glob("copy-*"))


def dumped(moment: str, said: dict[str, str]) -> str:
    """Return the rows that the dump of a moment has."""
    words = (*program("dump-at.sh"), moment, "postgres")
    dump = subprocess.run(
        words, env=said, user=binaries().user, capture_output=True, check=False, cwd="/"
    )
    assert dump.returncode == 0, dump.stderr.decode()
    rows = [binaries().program("pg_restore"), "-a", "-t", "kept", "-f", "-"]
    return subprocess.run(rows, input=dump.stdout, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2001-01-01T00:00:00Z", "No base backup"),
        ("2998-01-01T00:00:00Z", "the log ends before 2998"),
        ("tomorrow or so", "invalid date"),
    ],
)
def test_what_no_backup_has_is_refused_and_leaves_nothing(
    server: Postgres, backups: Path, moment: str, says: str
) -> None:
    said, user = environment(server, backups), binaries().user
    subprocess.run(program("base-backup.sh"), env=said, user=user, check=True)

    done = subprocess.run(
        (*program("dump-at.sh"), moment, "postgres"),
        env=said, user=user, capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip

    assert done.returncode != 0
    assert says in done.stderr
    assert not done.stdout
    assert not list(backups.glob("copy-*"))
