"""etcd, the API server and the controllers, each a process of its own on this machine."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from cluster.authority import Authority, Pair, signing_key, write_kubeconfig
from cluster.kubectl import Kubectl
from cluster.parts import Parts
from cluster.processes import Processes
from launch.free_port import free_port

SERVICES_CIDR = "10.96.0.0/16"
FIRST_SERVICE = "10.96.0.1"
PODS_CIDR = "10.244.0.0/16"
START_SECONDS = 120
USERS = {
    "admin": ("admin", "system:masters"),
    "controllers": ("system:kube-controller-manager", ""),
    "scheduler": ("system:kube-scheduler", ""),
    "proxy": ("system:kube-proxy", ""),
}


@dataclass
class ControlPlane:
    """One of each; nothing of it outlives its folder."""

    parts: Parts
    folder: Path
    processes: Processes
    address: str = "127.0.0.1"
    """Where the API server is reached, by pods as well."""

    def __post_init__(self) -> None:
        self.authority = Authority("cluster")
        self._front = Authority("front")
        self.port = free_port()
        self.server = f"https://{self.address}:{self.port}"
        self.kubectl = Kubectl(self.parts.program("kubectl"), self.folder / "admin.conf")

    def start(self) -> None:
        """Start all three; return when the API server is ready."""
        self._etcd()
        self._write_users()
        self._api_server()
        self.processes.wait("kube-apiserver", self._is_ready, seconds=START_SECONDS)
        self._controllers()

    def kubeconfig(self, user: str) -> str:
        return str(self.folder / f"{user}.conf")

    def let_in(self, user: str, name: str, *, group: str = "") -> Pair:
        """Make a user known: a certificate and a kubeconfig."""
        pair = self.authority.issue(name, group=group)
        path = self.folder / f"{user}.conf"
        write_kubeconfig(path, server=self.server, authority=self.authority, pair=pair)
        return pair

    def _write_users(self) -> None:
        for user, (name, group) in USERS.items():
            self.let_in(user, name, group=group)

    def _is_ready(self) -> bool:
        try:
            return self.kubectl.tried("get", "--raw", "/readyz", seconds=10).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def _etcd(self) -> None:
        self.etcd = f"http://127.0.0.1:{free_port()}"
        peers = f"http://127.0.0.1:{free_port()}"
        self.processes.start(
            "etcd",
            [
                self.parts.program("etcd"),
                f"--data-dir={self.folder / 'etcd'}",
                f"--listen-client-urls={self.etcd}",
                f"--advertise-client-urls={self.etcd}",
                f"--listen-peer-urls={peers}",
                f"--initial-advertise-peer-urls={peers}",
                f"--initial-cluster=default={peers}",
                "--unsafe-no-fsync",
                "--log-level=warn",
            ],
        )

    def _api_server(self) -> None:
        keys = self.folder / "keys"
        names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost"]
        names += ["kubernetes.default.svc.cluster.local", "127.0.0.1", FIRST_SERVICE, self.address]
        certificate, key = self.authority.issue("kube-apiserver", *names).write(keys, "server")
        to_kubelet = self.authority.issue("api-server", group="system:masters")
        kubelet_certificate, kubelet_key = to_kubelet.write(keys, "to-kubelet")
        front_certificate, front_key = self._front.issue("front").write(keys, "front")
        self.authority_file = keys / "authority.crt"
        self.authority_file.write_bytes(self.authority.certificate)
        front_authority = keys / "front-authority.crt"
        front_authority.write_bytes(self._front.certificate)
        public, self._token_key = signing_key(keys)
        self.processes.start(
            "kube-apiserver",
            [
                self.parts.program("kube-apiserver"),
                f"--etcd-servers={self.etcd}",
                f"--secure-port={self.port}",
                "--bind-address=0.0.0.0",
                f"--advertise-address={self.address}",
                f"--tls-cert-file={certificate}",
                f"--tls-private-key-file={key}",
                f"--client-ca-file={self.authority_file}",
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                f"--service-account-key-file={public}",
                f"--service-account-signing-key-file={self._token_key}",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                f"--service-cluster-ip-range={SERVICES_CIDR}",
                f"--kubelet-client-certificate={kubelet_certificate}",
                f"--kubelet-client-key={kubelet_key}",
                "--kubelet-preferred-address-types=InternalIP",
                f"--requestheader-client-ca-file={front_authority}",
                "--requestheader-allowed-names=front",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                f"--proxy-client-cert-file={front_certificate}",
                f"--proxy-client-key-file={front_key}",
                "--endpoint-reconciler-type=lease",
            ],
        )

    def _controllers(self) -> None:
        config = self.kubeconfig("controllers")
        self.processes.start(
            "kube-controller-manager",
            [
                self.parts.program("kube-controller-manager"),
                f"--kubeconfig={config}",
                f"--service-account-private-key-file={self._token_key}",
                f"--root-ca-file={self.authority_file}",
                "--use-service-account-credentials",
                f"--cluster-cidr={PODS_CIDR}",
                "--allocate-node-cidrs",
                f"--service-cluster-ip-range={SERVICES_CIDR}",
                "--leader-elect=false",
                "--secure-port=0",
                "--horizontal-pod-autoscaler-sync-period=5s",
            ],
        )
