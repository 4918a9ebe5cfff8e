"""What a cluster is made of: programs, each built from a Go module pinned by its hashes."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cluster.telling import LeftOut, Telling

MODULES = Path(__file__).parent / "modules"
KUBERNETES = "v1.36.3"
BUILD_SECONDS = 3600
"""For one program on a slow machine; the API server takes four minutes on two quiet processors."""
VERSION_PACKAGES = ("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")
HELM_PACKAGES = ("helm.sh/helm/v3/pkg/chartutil", "helm.sh/helm/v3/pkg/lint/rules")
VERSION = {
    "gitVersion": KUBERNETES,
    "gitMajor": "1",
    "gitMinor": "36",
    "gitTreeState": "clean",
    "gitCommit": "unknown",
    "buildDate": "2026-11-01T00:00:00Z",
}
"""What Kubernetes' own build says; without it the programs call themselves v0.0.0."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program: in which of our modules it is pinned, and its package."""

    name: str
    module: str
    package: str
    tags: str = ""


def _of_kubernetes(name: str) -> Program:
    return Program(name, "kubernetes", f"k8s.io/kubernetes/cmd/{name}")


PROMETHEUS_OPERATOR = "github.com/prometheus-operator/prometheus-operator"
HELM = Program("helm", "helm", "helm.sh/helm/v3/cmd/helm")
CONTROL_PLANE = (
    Program("etcd", "etcd", "go.etcd.io/etcd/server/v3"),
    _of_kubernetes("kube-apiserver"),
    _of_kubernetes("kube-controller-manager"),
    _of_kubernetes("kubectl"),
    HELM,
)
NODE = (
    _of_kubernetes("kube-scheduler"),
    _of_kubernetes("kubelet"),
    _of_kubernetes("kube-proxy"),
    Program("coredns", "coredns", "."),
    Program(
        "kube-router", "kube-router", "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router"
    ),
    Program("traefik", "traefik", "github.com/traefik/traefik/v3/cmd/traefik"),
    Program("keda-operator", "keda", "github.com/kedacore/keda/v2/cmd/operator"),
    Program("keda-adapter", "keda", "github.com/kedacore/keda/v2/cmd/adapter"),
    Program("pause", "pause", "."),
    Program("prometheus-operator", "prometheus-operator", f"{PROMETHEUS_OPERATOR}/cmd/operator"),
    Program(
        "prometheus-config-reloader",
        "prometheus-operator",
        f"{PROMETHEUS_OPERATOR}/cmd/prometheus-config-reloader",
    ),
    # Debian's is built without what finds pods.
    Program(
        "prometheus",
        "prometheus",
        "github.com/prometheus/prometheus/cmd/prometheus",
        tags="remove_all_sd,enable_kubernetes_sd",
    ),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The cache folder; what is there already is taken as it is."""

    folder: Path

    @classmethod
    def usual(cls) -> "Parts":
        said = os.environ.get("KAITONG_CLUSTER_CACHE")
        return cls(Path(said) if said else Path.home() / ".cache" / "kaitong-cluster")

    @property
    def programs(self) -> Path:
        return self.folder / "bin"

    def program(self, name: str) -> str:
        return str(self.programs / name)

    def missing(self, wanted: tuple[Program, ...]) -> list[Program]:
        return [one for one in wanted if not _is_built(self.programs, one)]

    def lacking(self, wanted: tuple[Program, ...]) -> list[str]:
        """Return what would have to be built or fetched."""
        definitions = [] if self._has_definitions() else ["the operators' definitions"]
        return [*(one.name for one in self.missing(wanted)), *definitions]

    def build(self, wanted: tuple[Program, ...], telling: Telling) -> None:
        """Build what is missing, one program after the other. Raises LeftOut without a Go.

        The operators' kinds are fetched as well: a node is in a room without packages.
        """
        self.definitions()
        missing = self.missing(wanted)
        if not missing:
            return
        go = shutil.which("go")
        if go is None:
            names = ", ".join(one.name for one in missing)
            raise LeftOut(f"{self.folder} lacks {names}, and there is no Go 1.26 to build them")
        self.programs.mkdir(parents=True, exist_ok=True)
        for one in missing:
            with telling.step(f"{one.name} built from its Go module"):
                _build(go, one, self.programs)

    def definitions(self) -> Iterator[Path]:
        """Return the files of the operators' own kinds, as their modules have them."""
        go = shutil.which("go")
        kept = self._definitions
        if not self._has_definitions():
            if go is None:
                raise LeftOut(f"{kept} is not there, and there is no Go 1.26 to fetch it")
            _fetch_definitions(go, kept)
        return iter(sorted(kept.glob("*.yaml")))

    @property
    def manifests_of_keda(self) -> Path:
        """The folder with KEDA's own manifests, for kustomize."""
        return self._definitions / MANIFESTS[KEDA].name

    @property
    def manifests_of_prometheus(self) -> Path:
        """The folder with those of Prometheus' operator: who may what, and how it is started."""
        return self._definitions / MANIFESTS[PROMETHEUS_OPERATOR].name

    def _has_definitions(self) -> bool:
        wanted = {Path(file).name for files in WANTED_DEFINITIONS.values() for file in files}
        kept = {one.name for one in self._definitions.glob("*")}
        return wanted | {one.name for one in MANIFESTS.values()} <= kept

    @property
    def _definitions(self) -> Path:
        return self.folder / "definitions"


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of a module that is kept, and under which name."""

    folder: str
    name: str


KEDA = "github.com/kedacore/keda/v2"
MANIFESTS: Mapping[str, Kept] = {
    KEDA: Kept("config", "keda"),
    PROMETHEUS_OPERATOR: Kept("example/rbac", "prometheus"),
}
WANTED_DEFINITIONS: Mapping[str, tuple[str, ...]] = {
    KEDA: (
        "config/crd/bases/keda.sh_scaledobjects.yaml",
        "config/crd/bases/keda.sh_triggerauthentications.yaml",
    ),
    "github.com/cert-manager/cert-manager": (
        "deploy/crds/cert-manager.io_certificates.yaml",
        "deploy/crds/cert-manager.io_issuers.yaml",
    ),
    PROMETHEUS_OPERATOR: tuple(
        f"example/prometheus-operator-crd/monitoring.coreos.com_{kind}.yaml"
        for kind in (
            "podmonitors",
            "probes",
            "prometheuses",
            "prometheusrules",
            "scrapeconfigs",
            "servicemonitors",
        )
    ),
}


def _fetch_definitions(go: str, into: Path) -> None:
    half = into.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for module, files in WANTED_DEFINITIONS.items():
        told = subprocess.run(
            [go, "mod", "download", "-json", module],
            cwd=MODULES / "definitions", env=_environment(), capture_output=True, text=True,
            check=True, timeout=BUILD_SECONDS,
        )  # fmt: skip
        folder = Path(json.loads(told.stdout)["Dir"])
        for file in files:
            shutil.copyfile(folder / file, half / Path(file).name)
        if kept := MANIFESTS.get(module):
            # Files of a module can only be read; a folder that is kept is removed some day.
            shutil.copytree(folder / kept.folder, half / kept.name, copy_function=shutil.copyfile)
    shutil.rmtree(into, ignore_errors=True)
    half.rename(into)


def _is_built(programs: Path, program: Program) -> bool:
    """Tell whether the program is there and was built from what the module pins now."""
    stamp = programs / f".{program.name}.pinned"
    return (
        (programs / program.name).exists()
        and stamp.exists()
        and stamp.read_text() == _pinned(program)
    )


def _pinned(program: Program) -> str:
    return (MODULES / program.module / "go.mod").read_text()


def _said(module: str) -> Iterator[str]:
    """Yield what a program is told of versions when it is built."""
    if module == "kubernetes":
        for package in VERSION_PACKAGES:
            yield from (f"{package}.{name}={value}" for name, value in VERSION.items())
    if module == "helm":
        # For which Kubernetes it renders where it asks no API server.
        for package in HELM_PACKAGES:
            yield f"{package}.k8sVersionMajor={VERSION['gitMajor']}"
            yield f"{package}.k8sVersionMinor={VERSION['gitMinor']}"


def _build(go: str, program: Program, programs: Path) -> None:
    flags = " ".join(["-s -w", *(f"-X {one}" for one in _said(program.module))])
    done = subprocess.run(
        ["nice", "-n", "19", go, "build", "-trimpath", "-ldflags", flags, "-tags", program.tags,
         "-o", str(programs / program.name), program.package],
        cwd=MODULES / program.module, env=_environment(), capture_output=True, text=True,
        check=False, timeout=BUILD_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{program.name} cannot be built: {done.stderr.strip()[-2000:]}")
    (programs / f".{program.name}.pinned").write_text(_pinned(program))


def _environment() -> dict[str, str]:
    return {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false"}
