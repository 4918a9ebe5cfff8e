"""Every Secret is made by one command, and each is exchanged by another, with what restarts."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pretend_cluster import K8S, PretendCluster

from boss.runtime.v1 import sealing_pb2 as sealing
from bossctl.__main__ import main
from bossctl.keys import content, resealing
from bossctl.keys.needed import needed
from bossctl.keys.passwords import set_password
from bossctl.keys.rotations import REFUSED, rotation_of
from bossctl.outcome import Unsuccessful
from harness.terminal import Terminal
from kernel.errors import Stale
from launch.key_files import RANDOM_KEYS
from launch.postgres import temporary
from provisioning.vault.storage.vault import Seal
from runtime.rpc.signing import read_call_key

OVERLAYS = ("dev", "staging", "prod")
STAGING = str(K8S / "overlays/staging")
JWKS = '{"keys": [{"kid": "a", "kty": "EC"}]}'


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PretendCluster:
    return PretendCluster.begin(tmp_path, monkeypatch)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    for secret, key, text in (
        ("token-keys", "token-keys.json", JWKS),
        ("backup-store", "access-key-id", "id\n"),
        ("backup-store", "secret-access-key", "word\n"),
        ("element-password", "element-password", "of the HLR"),
    ):
        (folder / secret).mkdir(parents=True, exist_ok=True)
        (folder / secret / key).write_text(text)
    return folder


@cache
def manifests(overlay: str) -> tuple[dict[str, Any], ...]:
    kubectl = os.environ["REAL_KUBECTL"]
    done = subprocess.run(
        [kubectl, "kustomize", K8S / "overlays" / overlay], capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return tuple(one for one in yaml.safe_load_all(done.stdout) if one)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_secret_an_overlay_names_is_made_with_the_keys_it_names(
    cluster: PretendCluster, given: Path, overlay: str
) -> None:
    code = main(["secrets", "make", str(K8S / "overlays" / overlay), "--given", str(given)])

    wanted, made = needed(manifests(overlay)), cluster.secrets()
    named = {word for one in manifests(overlay) for word in _words(one)}
    assert code == 0
    assert set(made) == set(wanted)
    assert {"call-key", "orders-database", "vault-key"} <= set(made)
    for name, keys in wanted.items():
        assert keys <= set(made[name]), name
    # Each file a process reads by its settings is there under that name.
    files = {word.rpartition("/")[2] for word in named if word.startswith("/run/secrets/kaitong/")}
    assert files <= {key for told in made.values() for key in told}


def test_made_secrets_are_as_the_services_read_them(
    cluster: PretendCluster, given: Path, tmp_path: Path
) -> None:
    main(["secrets", "make", STAGING, "--given", str(given)])

    made = cluster.secrets()
    for name in RANDOM_KEYS:
        assert len(bytes.fromhex(made[f"{name}-key"][f"{name}.key"].decode())) == 32
    (tmp_path / "call.key").write_bytes(made["call-key"]["call.key"])
    assert len(read_call_key(tmp_path / "call.key")) == 1
    assert made["orders-database"]["username"] == b"orders"
    assert made["backup-store"]["access-key-id"] == b"id"
    assert made["token-keys"]["token-keys.json"] == JWKS.encode()
    types = {one["metadata"]["name"]: one["type"] for one in cluster.state["objects"]}
    assert types["orders-database"] == "kubernetes.io/basic-auth"
    spaces = {one["metadata"]["namespace"] for one in cluster.state["objects"]}
    assert spaces == {"kaitong-staging"}


def test_what_is_there_is_never_made_again(cluster: PretendCluster, given: Path) -> None:
    main(["secrets", "make", STAGING, "--given", str(given)])
    before = cluster.secrets()
    cluster.write(
        objects=[one for one in cluster.state["objects"] if one["metadata"]["name"] != "vault-key"]
    )

    main(["secrets", "make", STAGING, "--given", str(given)])

    after = cluster.secrets()
    assert {name for name in after if after[name] != before.get(name)} == {"vault-key"}
    assert not cluster.asked("apply")
    assert not cluster.asked("replace")


@pytest.mark.parametrize(("overlay", "made"), [("prod", "given"), ("staging", "at random")])
def test_a_list_says_given_of_what_make_refuses_to_make_up(
    cluster: PretendCluster, overlay: str, made: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del cluster

    assert main(["--json", "secrets", "list", str(K8S / "overlays" / overlay)]) == 0

    (told,) = (
        one for one in json.loads(capsys.readouterr().out)["secrets"]
        if one["secret"] == "element-password"
    )  # fmt: skip
    assert told["made"] == made


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_all_of_an_overlay_is_printed_without_a_cluster(
    cluster: PretendCluster, given: Path, overlay: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["secrets", "make", str(K8S / "overlays" / overlay), "--given", str(given), "--print"]

    assert main(words) == 0

    printed = [one for one in yaml.safe_load_all(capsys.readouterr().out) if one]
    assert {one["metadata"]["name"] for one in printed} == set(needed(manifests(overlay)))
    assert "kaitong-postgres-ca" not in needed(manifests(overlay))
    assert not cluster.state["asked"]


def test_where_something_must_be_given_nothing_is_made(
    cluster: PretendCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["secrets", "make", str(K8S / "overlays/prod")])

    told = capsys.readouterr().err
    assert code == 2
    assert "token-keys/token-keys.json" in told
    assert "backup-store/access-key-id" in told
    assert "element-password/element-password" in told
    assert cluster.secrets() == {}


def test_they_are_printed_for_another_store(
    cluster: PretendCluster, given: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["secrets", "make", STAGING, "--given", str(given), "--print"]) == 0

    printed = list(yaml.safe_load_all(capsys.readouterr().out))
    assert {one["metadata"]["name"] for one in printed} == set(needed(manifests("staging")))
    assert cluster.state["asked"] == []


def test_a_secret_nobody_knows_must_be_given(cluster: PretendCluster, tmp_path: Path) -> None:
    pod = {"containers": [{"env": [{"valueFrom": {"secretKeyRef": {"name": "own", "key": "k"}}}]}]}
    own = {
        "kind": "Deployment", "metadata": {"name": "own", "namespace": "x"},
        "spec": {"template": {"spec": pod}},
    }  # fmt: skip
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump(own))
    (tmp_path / "given" / "own").mkdir(parents=True)

    refused = main(["secrets", "make", str(file), "--given", str(tmp_path / "given")])
    (tmp_path / "given" / "own" / "k").write_text("word")
    made = main(["secrets", "make", str(file), "--given", str(tmp_path / "given")])

    assert (refused, made) == (2, 0)
    assert cluster.secrets() == {"own": {"k": b"word"}}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_of_every_secret_it_is_known_how_it_is_exchanged_or_why_not(
    cluster: PretendCluster, overlay: str
) -> None:
    for name in needed(manifests(overlay)):
        if name in REFUSED:
            with pytest.raises(Unsuccessful):
                rotation_of(name)
        else:
            assert rotation_of(name).stages


def an_operator(cluster: PretendCluster, given: Path) -> None:
    """Put what staging comes to into the cluster, with its Secrets."""
    main(["secrets", "make", STAGING, "--given", str(given)])
    cluster.add(
        *(one for one in manifests("staging") if one["kind"] in {"Deployment", "StatefulSet"})
    )


def a_leaving_pod(service: str) -> dict[str, Any]:
    labels = {"app.kubernetes.io/name": service}
    gone = {"deletionTimestamp": "2031-01-01T12:00:00Z"}
    return {"kind": "Pod", "metadata": {"name": f"{service}-api-1", "labels": labels, **gone}}


def rotated(*words: str) -> int:
    return main(["--as", "ops", "secrets", "rotate", *words, "--namespace", "kaitong-staging"])


def test_the_call_key_is_exchanged_with_both_good_in_between(
    cluster: PretendCluster, given: Path
) -> None:
    an_operator(cluster, given)
    old = cluster.secrets()["call-key"]["call.key"]

    assert rotated("call-key") == 0

    first, known, used, alone = [one["call.key"].split() for one in cluster.contents("call-key")]
    new = alone[0]
    assert (first, known, used, alone) == ([old], [old, new], [new, old], [new])
    assert new != old
    restarts = cluster.asked("rollout restart")
    services = [one.split()[2].removeprefix("deployment/").partition("-")[0] for one in restarts]
    one_turn = [
        "emulator",
        "accounts",
        "billing",
        "provisioning",
        "orders",
        "gateway",
        "statefulset/bossctl",
    ]
    assert services == one_turn * 3


def test_an_exchange_that_was_interrupted_goes_on_where_it_was(
    cluster: PretendCluster, given: Path
) -> None:
    an_operator(cluster, given)
    old = cluster.secrets()["call-key"]["call.key"]
    cluster.write(fails="rollout status deployment/orders-api")

    interrupted = rotated("call-key")
    between = cluster.secrets()["call-key"]["call.key"].split()
    went_on = rotated("call-key")

    assert (interrupted, went_on) == (1, 0)
    assert between[0] == old
    assert cluster.secrets()["call-key"]["call.key"] == between[1]
    assert len(cluster.contents("call-key")) == 4


def test_only_who_uses_a_secret_is_started_anew(cluster: PretendCluster, given: Path) -> None:
    an_operator(cluster, given)
    (given / "token-keys" / "token-keys.json").write_text('{"keys": [{"kid": "b", "kty": "EC"}]}')

    assert rotated("token-keys", "--given", str(given)) == 0
    both = {
        key["kid"] for key in json.loads(cluster.secrets()["token-keys"]["token-keys.json"])["keys"]
    }
    assert rotated("token-keys", "--given", str(given)) == 0
    new = {
        key["kid"] for key in json.loads(cluster.secrets()["token-keys"]["token-keys.json"])["keys"]
    }

    assert (both, new) == ({"a", "b"}, {"b"})
    assert cluster.asked("rollout restart") == [
        "rollout restart deployment/gateway-api deployment/gateway-relay"
    ] * 2  # fmt: skip


def test_a_dry_run_changes_nothing_and_says_what_restarts(
    cluster: PretendCluster, given: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    an_operator(cluster, given)
    before = cluster.secrets()

    assert rotated("vault-key", "--dry-run") == 0

    told = capsys.readouterr().err
    assert "provisioning (provisioning-api, provisioning-listen" in told
    assert cluster.secrets() == before
    assert not cluster.asked("rollout")


def test_a_key_that_seals_is_kept_and_gone_only_when_all_is_sealed_again(
    cluster: PretendCluster, given: Path, tmp_path: Path
) -> None:
    an_operator(cluster, given)
    old = cluster.secrets()["vault-key"]["vault.key"]
    nothing_left = {"tables": [{"table": "card_key", "left": 0, "note": ""}]}
    cluster.write(says={"secrets reseal provisioning": [nothing_left]})

    without = rotated("vault-key")
    done = rotated("vault-key", "--keep", str(tmp_path / "kept"))

    assert (without, done) == (2, 0)
    (kept,) = (tmp_path / "kept").glob("vault-key/*/vault.key")
    assert kept.read_bytes() == old
    assert kept.stat().st_mode & 0o077 == 0
    assert [len(one["vault.key"].split()) for one in cluster.contents("vault-key")] == [1, 2, 2, 1]
    (exec_line,) = cluster.asked("exec")
    new = cluster.secrets()["vault-key"]["vault.key"].decode()
    named = Seal([bytes.fromhex(new)]).key_id
    assert exec_line.endswith(f"--json --as ops secrets reseal provisioning --key {named}")
    order = [one for one in cluster.state["asked"] if one.startswith(("exec", "rollout restart"))]
    assert [one.split()[0] for one in order] == ["rollout", "rollout", "exec", "rollout"]


def test_a_key_that_opens_what_is_never_written_again_stays(
    cluster: PretendCluster, given: Path, tmp_path: Path
) -> None:
    an_operator(cluster, given)
    some_left = {"tables": [{"table": "audit_text", "left": 3, "note": "stays"}]}
    cluster.write(says={"secrets reseal accounts": [some_left]})

    assert rotated("personal-data-key", "--keep", str(tmp_path / "kept")) == 0

    said = json.loads(cluster.secrets()["personal-data-key"]["personal-data.key"])
    assert len(said["keys"]) == 2
    assert said["current"] == list(said["keys"])[1]
    assert cluster.asked("exec")[0].endswith(f"reseal accounts --key {said['current']}")


@pytest.mark.parametrize("service", ["provisioning", "orders"])
def test_nothing_is_sealed_again_while_pods_of_before_still_answer(
    cluster: PretendCluster, given: Path, tmp_path: Path, service: str
) -> None:
    an_operator(cluster, given)
    cluster.write(says={"secrets reseal provisioning": [{"tables": []}]})
    cluster.add(a_leaving_pod(service))

    assert rotated("vault-key", "--keep", str(tmp_path / "kept")) == 0

    waited = [one for one in cluster.state["asked"] if one.startswith(("wait", "exec"))]
    (exec_line,) = cluster.asked("exec")
    if service == "provisioning":
        assert waited[0].startswith(f"wait --for=delete pod/{service}-api-1 ")
    assert waited[-1] == exec_line
    assert len(waited) == (2 if service == "provisioning" else 1)


def test_a_pod_that_does_not_leave_keeps_the_old_key_where_it_is(
    cluster: PretendCluster,
    given: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    an_operator(cluster, given)
    old = cluster.secrets()["vault-key"]["vault.key"]
    cluster.add(a_leaving_pod("provisioning"))
    cluster.write(stays="provisioning-api-1")
    monkeypatch.setattr("bossctl.cluster.workloads.GONE_SECONDS", 0)

    assert rotated("vault-key", "--keep", str(tmp_path / "kept")) == 1

    assert "pod/provisioning-api-1 did not leave" in capsys.readouterr().err
    assert cluster.secrets()["vault-key"]["vault.key"].split()[0] == old
    assert not cluster.asked("exec")


async def test_who_still_has_keys_of_before_is_asked_again(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "AGAIN_SECONDS", 0)
    before = Stale("KEY_NOT_CURRENT", "This process seals with old: ask again.", field="key_id")
    done, rest = (
        sealing.ResealResponse(tables=[sealing.SealedTable(name="card_key", resealed=number)])
        for number in (3, 0)
    )
    terminal.notes.answers["ResealRequest"] = [before, done, before, rest]

    code, said = await terminal.types("secrets", "reseal", "provisioning", "--key", "new")

    asked = terminal.notes.all("ResealRequest")
    assert (code, [one.key_id for one in asked]) == (0, ["new"] * 4)
    assert "card_key" in said


async def test_what_does_not_open_is_left_and_said(terminal: Terminal) -> None:
    shut = sealing.SealedTable(name="card_key", left=3, key_not_here=2, damaged=1)
    terminal.notes.answers["ResealRequest"] = sealing.ResealResponse(tables=[shut])

    code, said = await terminal.types("secrets", "reseal", "provisioning")

    assert code == 1
    assert "2 need a key that is not here, 1 damaged" in " ".join(said.split())


async def test_where_only_keys_of_before_are_there_it_is_refused(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "AGAIN_SECONDS", 0)
    monkeypatch.setattr(resealing, "TRIES", 3)
    before = Stale("KEY_NOT_CURRENT", "This process seals with old: ask again.", field="key_id")
    terminal.notes.answers["ResealRequest"] = before

    code, said = await terminal.types("secrets", "reseal", "provisioning", "--key", "new")

    assert code == 1
    assert "seals with old" in said
    assert len(terminal.notes.all("ResealRequest")) == 3


def test_a_password_is_exchanged_in_the_database_and_then_for_who_signs_in(
    cluster: PretendCluster, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_operator(cluster, given)
    old = cluster.secrets()["orders-database"]["password"]
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "bossctl.keys.rotating.set_password",
        lambda role, password, *, url: told.append((role, password)),
    )

    without = rotated("orders-database")
    monkeypatch.setenv("BOSS_DATABASE_ADMIN_URL", "postgresql://nowhere")
    done = rotated("orders-database")

    now = cluster.secrets()["orders-database"]
    assert (without, done) == (1, 0)
    assert set(now) == {"username", "password"}
    assert now["password"] != old
    assert told == [("orders", now["password"].decode())]
    assert len(cluster.asked("rollout restart")) == 1


def test_secrets_are_saved_for_the_day_of_a_restore_and_older_ones_stay(
    cluster: PretendCluster, given: Path, tmp_path: Path
) -> None:
    an_operator(cluster, given)
    old, place = cluster.secrets()["call-key"]["call.key"], tmp_path / "saved"

    assert main(["secrets", "save", STAGING, str(place)]) == 0
    rotated("call-key")
    assert main(["secrets", "save", STAGING, str(place)]) == 0
    assert main(["secrets", "save", STAGING, str(place)]) == 0

    files = {file.name: file.read_bytes() for file in (place / "call-key").iterdir()}
    assert files == {
        "call.key": cluster.secrets()["call-key"]["call.key"],
        "call.key.before-1": old,
    }
    assert all(file.stat().st_mode & 0o077 == 0 for file in place.rglob("*.key"))
    assert {one.name for one in place.iterdir()} == set(cluster.secrets())


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_exchanged_says_why_and_changes_nothing(
    cluster: PretendCluster, given: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    an_operator(cluster, given)
    before = cluster.secrets()

    assert rotated(name) == 1

    assert "secrets.md" in capsys.readouterr().err
    assert cluster.secrets() == before


def test_a_password_is_set_as_postgresql_takes_it() -> None:
    with temporary() as server:
        server.create("orders")
        password = content.a_password().decode()

        set_password("orders", password, url=server.url("postgres"))

        _, _, rest = server.url("orders").partition("@")
        set_password("orders", "another", url=f"postgresql://orders:{password}@{rest}")
        with pytest.raises(Unsuccessful):
            set_password("orders", "third", url=f"postgresql://orders:{password}@{rest}")


def _words(manifest: object) -> list[str]:
    if isinstance(manifest, dict):
        return [word for inner in manifest.values() for word in _words(inner)]
    if isinstance(manifest, list):
        return [word for inner in manifest for word in _words(inner)]
    return [manifest] if isinstance(manifest, str) else []
