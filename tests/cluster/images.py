"""Images: built by the repository's own scripts on an engine of our own, given to containerd.

They are built outside of the room, where packages can be fetched, and taken over inside.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cluster import planted
from cluster.before import checkout
from cluster.parts import Parts
from cluster.place import FIRST, Place
from cluster.processes import Processes
from cluster.telling import LeftOut, Telling, Wrong

ROOT = Path(__file__).parents[2]
SERVICES = ("accounts", "billing", "emulator", "gateway", "orders", "provisioning", "tools")
STORES = ("postgres", "kafka")
VERSION, BEFORE = "cluster", "before"
NEXT, NARROW = "next", "narrow"
"""Those after this one; the second may not be brought."""
PLANTED = {NEXT: planted.GROWS, NARROW: planted.NARROWS}
BASE = "kaitong/python:local"
PAUSE = "kaitong.local/pause:1"
COREDNS = "kaitong.local/coredns:1"
TRAEFIK = "kaitong.local/traefik:1"
KEDA_OPERATOR, KEDA_ADAPTER = "kaitong.local/keda-operator:1", "kaitong.local/keda-adapter:1"
PROMETHEUS_OPERATOR = "kaitong.local/prometheus-operator:1"
PROMETHEUS_RELOADER = "kaitong.local/prometheus-config-reloader:1"
PROMETHEUS = "kaitong.local/prometheus:1"
WRAPPED = {
    "pause": PAUSE,
    "coredns": COREDNS,
    "traefik": TRAEFIK,
    "keda-operator": KEDA_OPERATOR,
    "keda-adapter": KEDA_ADAPTER,
    "prometheus-operator": PROMETHEUS_OPERATOR,
    "prometheus-config-reloader": PROMETHEUS_RELOADER,
    "prometheus": PROMETHEUS,
}
"""Programs that need nothing beside them, and what their images are called."""
INSIDE = {"prometheus-config-reloader": "bin/prometheus-config-reloader"}
"""Where a program lies in its image, if whoever starts it goes by its path."""
BUILD_SECONDS = 3600
START_SECONDS = 60


@dataclass
class Engine:
    """A Docker engine whose images are in the cache folder; it has no network at all."""

    folder: Path
    processes: Processes

    def __post_init__(self) -> None:
        self._state = Path(tempfile.mkdtemp(prefix="kaitong-engine-"))
        self.socket = self._state / "docker.sock"

    def start(self) -> None:
        self.processes.start(
            "dockerd",
            [
                "dockerd",
                f"--data-root={self.folder / 'docker'}",
                f"--exec-root={self._state / 'exec'}",
                f"--pidfile={self._state / 'pid'}",
                f"--host=unix://{self.socket}",
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
            ],
        )
        self.processes.wait("dockerd", self._answers, seconds=START_SECONDS)

    def end(self) -> None:
        self.processes.end("dockerd")
        shutil.rmtree(self._state, ignore_errors=True)

    def build(self, source: Path, version: str) -> None:
        """Build all images of a checkout; those whose content is known are found again."""
        self._build(source, "--airgapped", VERSION=version)

    def build_services(self, source: Path, version: str) -> None:
        """Build the services of another checkout, on the base that is there."""
        self._build(
            source, BASE=BASE, VERSION=version, SERVICES=" ".join(SERVICES), PYTHON=sys.executable
        )

    def _build(self, source: Path, *words: str, **settings: str) -> None:
        version = settings["VERSION"]
        done = subprocess.run(
            ["nice", "-n", "19", str(source / "deploy/image/images.sh"), *words],
            env={**self._environment(), "SBOM": "no", **settings},
            capture_output=True, text=True, check=False, timeout=BUILD_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise Wrong(f"images of {version}: {(done.stdout + done.stderr).strip()[-2000:]}")

    def follow(self, version: str, revisions: Sequence[planted.Planted]) -> None:
        """Make images of a release after this one: the same, with some revisions more."""
        for name in SERVICES:
            self._docker("tag", f"kaitong/{name}:{VERSION}", f"kaitong/{name}:{version}")
        for one in revisions:
            with tempfile.TemporaryDirectory() as folder:
                one.write(Path(folder), f"kaitong/{one.service}:{VERSION}")
                made = f"kaitong/{one.service}:{version}"
                self._docker("build", "--quiet", "--network=none", "-t", made, folder)

    def wrap(self, program: str, name: str, *, inside: str = "program") -> None:
        """Make an image of a program that needs nothing beside it."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "root.tar"
            with tarfile.open(file, "w") as archive:
                archive.add(program, arcname=inside)
            entry = json.dumps([f"/{inside}"])
            self._docker("import", "--change", f"ENTRYPOINT {entry}", str(file), name)

    def account(self, image: str, name: str) -> int:
        """Return the number of an account in an image."""
        words = ("run", "--rm", "--network=none", "--entrypoint=id", image, "-u", name)
        return int(self._docker(*words))

    def identity(self, name: str) -> str:
        return self._docker("image", "inspect", "--format", "{{.Id}}", name).strip()

    def forget_what_has_no_name(self) -> None:
        """Remove what earlier builds left, so that the cache does not grow."""
        self._docker("image", "prune", "--force")

    def save(self, names: list[str], into: Path) -> None:
        self._docker("save", "-o", str(into), *names)

    def _answers(self) -> bool:
        asked = ["docker", "info"]
        done = subprocess.run(asked, env=self._environment(), capture_output=True, check=False)
        return done.returncode == 0

    def _docker(self, *words: str) -> str:
        done = subprocess.run(
            ["docker", *words], env=self._environment(), capture_output=True, text=True,
            check=False, timeout=BUILD_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise Wrong(f"docker {' '.join(words[:3])}: {done.stderr.strip()}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        # The classic builder, as for all images: it needs nothing beside the engine.
        return {**os.environ, "DOCKER_HOST": f"unix://{self.socket}", "DOCKER_BUILDKIT": "0"}


@dataclass
class Store:
    """containerd, with its images in the cache folder."""

    folder: Path
    work: Path
    processes: Processes
    pause: str
    place: Place = FIRST

    @property
    def socket(self) -> Path:
        return self.work / "containerd" / "socket"

    def start(self) -> None:
        config = self.work / "containerd.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(_CONFIG.format(root=self.folder, work=self.work, pause=self.pause))
        self._run(config)
        if containers := self._ctr("containers", "ls", "-q").split():
            # Of a run before this one: their processes went with it.
            self._ctr("containers", "rm", *containers)
            self.processes.end(self._name)
            self._run(config)

    @property
    def _name(self) -> str:
        return f"containerd of {self.place.name}"

    def take_from(self, other: "Store", identities: dict[str, str]) -> int:
        """Take over what another has and this one does not know yet; return how many."""
        stamps = _stamps(self.folder)
        known = json.loads(stamps.read_text()) if stamps.exists() else {}
        missing = [name for name, identity in identities.items() if known.get(name) != identity]
        if missing:
            archive = self.work / "images.tar"
            other._ctr("images", "export", str(archive), *map(_whole, missing))
            self._ctr("images", "import", str(archive))
            archive.unlink()
        stamps.write_text(json.dumps(identities))
        return len(missing)

    def take(self, prepared: "Prepared", telling: Telling) -> None:
        """Take over what is not known yet."""
        if prepared.archive.exists():
            with telling.step("images given to containerd"):
                self._ctr("images", "import", str(prepared.archive))
                prepared.archive.unlink()
        _stamps(self.folder).write_text(json.dumps(prepared.identities))

    def _run(self, config: Path) -> None:
        command = [*self.place.within, "containerd", f"--config={config}"]
        self.processes.start(self._name, command)
        self.processes.wait(self._name, self._answers, seconds=START_SECONDS)

    def _answers(self) -> bool:
        asked = ["ctr", "-a", str(self.socket), "version"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    def _ctr(self, *words: str) -> str:
        done = subprocess.run(
            ["ctr", "-a", str(self.socket), "-n", "k8s.io", *words],
            capture_output=True, text=True, check=False, timeout=BUILD_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise Wrong(f"ctr {' '.join(words[:2])}: {done.stderr.strip()[-800:]}")
        return done.stdout


_CONFIG = """
version = 2
root = "{root}/containerd"
state = "{work}/containerd/state"
[grpc]
  address = "{work}/containerd/socket"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{work}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made outside of the room, in the folder of this run."""

    archive: Path
    identities: dict[str, str]
    account_of_postgres: int
    older: str = ""
    """Where the source of the release before is, if it could be had."""

    @classmethod
    def read(cls, folder: Path) -> "Prepared":
        said = json.loads((folder / "images.json").read_text())
        archive = folder / "images.tar"
        return cls(archive, said["identities"], said["account_of_postgres"], said["older"])


def prepare(parts: Parts, folder: Path, telling: Telling) -> None:
    """Build all images, and keep those containerd does not know yet in one archive."""
    engine = Engine(parts.folder, Processes(folder / "logs"))
    engine.start()
    try:
        with telling.step("images built, or found again"):
            engine.build(ROOT, VERSION)
        older = _older(parts, engine, telling)
        for program, image in WRAPPED.items():
            engine.wrap(parts.program(program), image, inside=INSIDE.get(program, "program"))
        for version, revisions in PLANTED.items():
            engine.follow(version, revisions)
        versions = (VERSION, *PLANTED, *([BEFORE] if older else []))
        identities = {name: engine.identity(name) for name in _names(versions)}
        stamps = _stamps(parts.folder)
        known = json.loads(stamps.read_text()) if stamps.exists() else {}
        missing = [name for name, identity in identities.items() if known.get(name) != identity]
        if missing:
            # In one archive: they share most of their layers.
            with telling.step(f"{len(missing)} images saved"):
                engine.save(missing, folder / "images.tar")
        engine.forget_what_has_no_name()
        account = engine.account(f"kaitong/postgres:{VERSION}", "postgres")
    finally:
        engine.end()
    said = {"identities": identities, "account_of_postgres": account, "older": older}
    (folder / "images.json").write_text(json.dumps(said))


def _older(parts: Parts, engine: Engine, telling: Telling) -> str:
    """Build the images of the release before; return where its source is, or nothing."""
    try:
        source = checkout(parts)
    except LeftOut as reason:
        telling.say(f"no release before this one: {reason}")
        return ""
    with telling.step("images of the release before built, or found again"):
        engine.build_services(source, BEFORE)
        # What is there for this release alone is called the local one.
        engine.build(ROOT, VERSION)
    return str(source)


def _names(versions: Sequence[str]) -> list[str]:
    services = [f"kaitong/{name}:{version}" for name in SERVICES for version in versions]
    return [*WRAPPED.values(), *services, *(f"kaitong/{name}:{VERSION}" for name in STORES)]


def _whole(name: str) -> str:
    """Return a name as containerd has it: with the registry Docker leaves out."""
    return name if "." in name.partition("/")[0] else f"docker.io/{name}"


def _stamps(cache: Path) -> Path:
    return cache / "containerd" / "images.json"
