"""Secrets are exchanged by `bossctl secrets rotate`, while the operator is used."""

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import grpc

from cluster.cases.crowd import in_use
from cluster.cases.using import opened
from cluster.deploying import deploys, tried
from cluster.following import Follower
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from kernel.clock import monotonic
from launch.handsets import Handsets
from launch.issuer import issue
from launch.key_files import KeyFiles

COMMAND_SECONDS = 1800
PATH = "/tmf-api/productOrderingManagement/v4/productOrder?limit=1"
STAYS = ("blind-index-key", "voucher-key", "orders-tls")


def call_key(town: Town) -> str:
    """Exchange the key services show each other; with the old one nobody is let in any more."""
    with TemporaryDirectory() as folder:
        old = Path(shutil.copy(town.keys.key("call"), folder))
        told = _exchanged(town, "call-key")
        if _is_let_in(town, old):
            raise Wrong("a call signed with the old key is let in")
        if not _is_let_in(town, town.keys.key("call")):
            raise Wrong("a call signed with the new key is not let in")
    return told


def sealing_key(town: Town, name: str) -> str:
    """Exchange a key that seals: what it sealed before is opened still, or sealed again."""
    keep = town.folder / "old-keys"
    before = _content(town, name)
    told = _exchanged(town, name, "--keep", str(keep))
    kept = [one.read_bytes() for one in (keep / name).rglob("*") if one.is_file()]
    if kept != list(before.values()):
        raise Wrong(f"what was before is not in {keep / name}")
    if _content(town, name) == before:
        raise Wrong("it is the same key")
    return told


def password(town: Town, service: str) -> str:
    """Exchange what a service signs in at its database with; CloudNativePG's part is played."""
    with Follower(town) as follower:
        follower.follow()
        told = _exchanged(town, f"{service}-database")
        if follower.given != 1:
            raise Wrong(f"the role was given {follower.given} passwords")
    return told


def element_password(town: Town) -> str:
    """Exchange what provisioning signs in at the pretend HLR with."""
    before = _content(town, "element-password")
    told = _exchanged(town, "element-password")
    if _content(town, "element-password") == before:
        raise Wrong("it is the same password")
    return told


def token_keys(town: Town) -> str:
    """Exchange the keys of whoever issues tokens: both are taken at first, then the new alone."""
    given, next_ones = town.folder / "given", KeyFiles.make(town.folder / "next-keys")
    (given / "token-keys").mkdir(parents=True)
    shutil.copy(next_ones.key_set, given / "token-keys" / next_ones.key_set.name)
    old = issue(town.keys, subject="olga", roles=("clerk", "operations"))
    first = _exchanged(town, "token-keys", "--given", str(given))
    if not (answer := _answer(town, old)).startswith("2"):
        raise Wrong(f"a token of before is answered {answer} too soon")
    for name in (next_ones.key_set.name, next_ones.signing_key.name):
        shutil.copy(next_ones.folder / name, town.keys.folder / name)
    second = _exchanged(town, "token-keys")
    if (answer := _answer(town, old)) != "401":
        raise Wrong(f"a token of before is answered {answer}")
    return f"{first}; then {second}"


def refused(town: Town) -> str:
    """What cannot be exchanged is refused, with the reason."""
    for name in STAYS:
        done = tried(town, "secrets", "rotate", name)
        if done.returncode != 1 or "is not rotated" not in done.stdout + done.stderr:
            raise Wrong(f"{name}: {done.returncode}: {done.stdout}{done.stderr}")
    return ", ".join(STAYS)


def _exchanged(town: Town, name: str, *words: str) -> str:
    begun = monotonic()
    with _followed(town, name), in_use(town) as use:
        deploys(town, "secrets", "rotate", name, *words, seconds=COMMAND_SECONDS)
        took = monotonic() - begun
        town.wait_for_doors()
    town.figures.note(f"bossctl secrets rotate {name}", f"{took:.0f} s")
    told = use.judged(f"{name} is exchanged")
    # The old content is gone now: what it left behind would stop the next one.
    opened(town)
    return told


@contextmanager
def _followed(town: Town, name: str) -> Iterator[None]:
    """Keep up what this program itself signs with, as a pod's own file is."""
    if name != "call-key":
        yield
        return
    with Follower(town):
        yield


def _is_let_in(town: Town, key: Path) -> bool:
    with Handsets("emulator:50051", call_key_file=key, tls_dir=town.certificates) as handsets:
        try:
            handsets.faults.mend()
        except grpc.RpcError as problem:
            if problem.code() == grpc.StatusCode.UNAUTHENTICATED:
                return False
            raise
    return True


def _answer(town: Town, token: str) -> str:
    return town.asked(PATH, {"Authorization": f"Bearer {token}"})


def _content(town: Town, name: str) -> dict[str, bytes]:
    found = town.kubectl.get("secret", name, "-n", NAMESPACE)
    return {key: base64.b64decode(value) for key, value in found["data"].items()}
