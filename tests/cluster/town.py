"""The operator in the cluster: its Secrets, its volumes, how it is applied, and its counter."""

import base64
import json
import os
import secrets
import ssl
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from cluster import store_certificates
from cluster.authority import Authority
from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.overlays import Overlay
from cluster.patience import ANSWER_SECONDS, PatientCounter
from cluster.talker import Talker
from cluster.telling import Figures, Wrong
from kaitong_testkit.operator import CATALOGUE, EVERY_ROLE
from launch.counter import Counter
from launch.handsets import Handsets
from launch.issuer import issue
from launch.key_files import RANDOM_KEYS, KeyFiles
from launch.stock_files import StockFiles
from launch.story import Scene, Tells

NAMESPACE = "kaitong"
REST = "http://gateway-rest.kaitong.svc.cluster.local"
SERVICES = ("accounts", "billing", "emulator", "gateway", "orders", "provisioning")
VOLUMES = {
    "call-records": ("ReadWriteMany", 10001),
    "backups": ("ReadWriteOnce", 10001),
    "kafka": ("ReadWriteOnce", 1000),
}
"""Who keeps what on a disk: how it is mounted, and as whom it is written to."""
BACKUP = "backup"
BACKUP_STORE = {"access-key-id": b"nobody", "secret-access-key": b"nothing"}
"""Of an object store that is not there: its plugin is not run."""
LETS_BACKUPS_IN = 'echo "host replication backup all scram-sha-256" >>"$PGDATA/pg_hba.conf"\n'
WHILE_BOTH_RUN = "BOSS_FIRST_PASSWORDS=false"
"""What keeps an order free of steps that the release before cannot read."""
READY_SECONDS = 420
MOST_RESTARTS = 4
BOSSCTL_SECONDS = 300


@dataclass
class Town:
    """One operator, in the namespace `kaitong`."""

    kubectl: Kubectl
    folder: Path
    overlay: Overlay
    figures: Figures
    talkers: tuple[Talker, ...] = ()
    """Those who call while something is changed."""
    unheard: frozenset[str] = frozenset()
    """What nobody listens to in the release that is in use, as `bossctl reconcile` names it."""

    def __post_init__(self) -> None:
        self.keys = KeyFiles.make(self.folder / "keys")
        self.stock = StockFiles.make(self.folder / "stock")
        self.authority = Authority("kaitong")
        self.certificates = self.folder / "certificates"
        self.rest = REST
        self._trusted = ssl.create_default_context(cadata=self.authority.certificate.decode())

    def prepare(self, *, account_of_postgres: int, keys: bool = True) -> None:
        """Make what is there before the first apply: namespace, volumes, and every Secret.

        Without `keys`, only those which other operators make: passwords and certificates.
        """
        self.kubectl.run("apply", "-f", str(self.overlay.folder / "namespace.yaml"))
        volumes = {**VOLUMES, "postgres": ("ReadWriteOnce", account_of_postgres)}
        self.kubectl.apply(*(self._volume(name, *how) for name, how in volumes.items()))
        rendered = self.overlay.rendered(self.kubectl)
        self.kubectl.apply(*(self._keys() if keys else ()), *self._passwords(rendered))
        made = store_certificates.contents(SERVICES, namespace=NAMESPACE)
        self.kubectl.apply(*(secret(name, content) for name, content in made))
        self.renew_certificates(rendered)

    def apply(self) -> None:
        """Apply the overlay as the documents say."""
        if warnings := [one for one in self.overlay.apply(self.kubectl) if "dots" not in one]:
            raise Wrong("\n".join(warnings))

    def wait_for_doors(self, *, seconds: float = READY_SECONDS) -> str:
        """Wait until all there is to be is there, and ready."""
        eventually("not ready", self._not_ready, seconds=seconds)
        pods = self.kubectl.all("pods", "-n", NAMESPACE)
        restarts = sum(
            status["restartCount"]
            for pod in pods
            for status in pod["status"].get("containerStatuses", [])
        )
        return f"{len(pods)} pods, {restarts} restarts"

    def renew_certificates(self, rendered: list[Manifest]) -> None:
        """Sign a certificate for every Certificate, as cert-manager does."""
        wanted = [one["spec"] for one in rendered if one["kind"] == "Certificate"]
        made = []
        for spec in wanted:
            if names := spec.get("dnsNames"):
                pair = self.authority.issue(spec["commonName"], *names)
                content = {
                    "ca.crt": self.authority.certificate,
                    "tls.crt": pair.certificate,
                    "tls.key": pair.key,
                }
                made.append(secret(spec["secretName"], content, kind="kubernetes.io/tls"))
                if spec["commonName"] == "bossctl":
                    self._keep(content)
        self.kubectl.apply(*made)

    def load(self, catalogue: Path = CATALOGUE) -> str:
        """Load stock, keys and a catalogue, as the documents say."""
        self.bossctl(
            "stock", "load", "--numbers", str(self.stock.numbers), "--cards", str(self.stock.cards)
        )
        self.bossctl("vault", "load", str(self.stock.keys))
        return self._load_catalogue(catalogue)

    def settle_in(self) -> str:
        """Turn on what the release before could not read, now that nobody goes back to it.

        Its catalogue and this release's are valid from one day: the later is a correction.
        """
        self.overlay.change(f"\n  - {WHILE_BOTH_RUN}", "")
        self.apply()
        self.wait_for_doors()
        why = ("--correction", "--reason", "words the release before did not know")
        return self._load_catalogue(CATALOGUE, *why)

    def _load_catalogue(self, catalogue: Path, *words: str) -> str:
        return self.bossctl("catalogue", "load", str(catalogue), *words).splitlines()[-1]

    def bossctl(self, *words: str) -> str:
        """Run bossctl on this node, with its own certificate."""
        peers = {name: f"{name}:50051" for name in SERVICES}
        said = {
            "BOSS_PEERS": json.dumps(peers),
            "BOSS_CALL_KEY_FILE": str(self.keys.key("call")),
            "BOSS_TLS_DIR": str(self.certificates),
        }
        done = subprocess.run(
            [sys.executable, "-m", "bossctl", "--as", "cluster-test", *words],
            env={**os.environ, **said}, capture_output=True, text=True, check=False,
            timeout=BOSSCTL_SECONDS,
        )  # fmt: skip
        if done.returncode:
            raise Wrong(f"bossctl {' '.join(words[:3])}: {(done.stderr or done.stdout).strip()}")
        return done.stdout.strip()

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Ask the database as its superuser, in its pod; rows come with their columns parted."""
        words = ("exec", "-n", NAMESPACE, "kaitong-postgres-0", "--", "bash", "-c")
        program = f'psql -U postgres -d {database} -v ON_ERROR_STOP=1 -Atc "{statement}"'
        return self.kubectl.run(*words, program).out.strip()

    def comes_by(self, rest: str) -> None:
        """Have whoever asks come by another address, whose certificate our authority signed."""
        self.rest = rest

    def asked(self, path: str, headers: Mapping[str, str] | None = None) -> str:
        """Ask the REST door once, on a connection of its own; return the status, or the error."""
        try:
            asked = httpx.get(
                f"{self.rest}{path}", headers=headers, timeout=ANSWER_SECONDS, verify=self._trusted
            )
        except httpx.HTTPError as error:
            return type(error).__name__
        return str(asked.status_code)

    def counter(self) -> Counter:
        token = issue(self.keys, subject="cluster-test", roles=EVERY_ROLE)
        return PatientCounter(self.rest, token=token, trusted=self._trusted)

    def scene(self, teller: Tells) -> Scene:
        """Return where a customer's story plays: the REST door, and the pretend network."""
        key = self.keys.key("call")
        handsets = Handsets("emulator:50051", call_key_file=key, tls_dir=self.certificates)
        return Scene(self.counter(), handsets, self.stock, teller)

    def pods(self, **labels: str) -> list[Manifest]:
        """Return the pods with these labels of ours (`name`, `component`)."""
        said = ",".join(f"app.kubernetes.io/{key}={value}" for key, value in labels.items())
        return self.kubectl.all("pods", "-n", NAMESPACE, *(("-l", said) if said else ()))

    def _keep(self, content: dict[str, bytes]) -> None:
        self.certificates.mkdir(mode=0o700, exist_ok=True)
        for name, kept in (("ca.crt", "ca.pem"), ("tls.crt", "cert.pem"), ("tls.key", "key.pem")):
            (self.certificates / kept).write_bytes(content[name])

    def _volume(self, name: str, mode: str, account: int) -> Manifest:
        path = self.folder / "volumes" / name
        path.mkdir(parents=True, exist_ok=True)
        os.chown(path, account, account)
        return {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": name},
            "spec": {
                "capacity": {"storage": "20Gi"},
                "accessModes": [mode],
                "hostPath": {"path": str(path)},
                "claimRef": {"namespace": NAMESPACE, "name": name},
            },
        }

    def _keys(self) -> list[Manifest]:
        """Make every Secret that people make, as the documents list them."""
        made = [
            secret(f"{name}-key", {f"{name}.key": self.keys.key(name).read_bytes()})
            for name in RANDOM_KEYS
        ]
        made.append(
            secret(
                "element-password", {"element-password": self.keys.element_password.read_bytes()}
            )
        )
        made.append(secret("backup-store", BACKUP_STORE))
        made.append(secret("token-keys", {"token-keys.json": self.keys.key_set.read_bytes()}))
        return made

    def _passwords(self, rendered: list[Manifest]) -> list[Manifest]:
        """Make a password of each role of PostgreSQL, and what it begins with."""
        made = []
        (cluster,) = [one for one in rendered if one["kind"] == "Cluster"]
        begin = []
        for role in cluster["spec"]["managed"]["roles"]:
            name, most, word = role["name"], role["connectionLimit"], secrets.token_urlsafe(24)
            begin.append(
                f"CREATE ROLE {name} LOGIN PASSWORD '{word}' CONNECTION LIMIT {most};\n"
                f"CREATE DATABASE {name} OWNER {name};\n"
                f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC;\n"
            )
            content = {"username": name.encode(), "password": word.encode()}
            made.append(
                secret(role["passwordSecret"]["name"], content, kind="kubernetes.io/basic-auth")
            )
        word = secrets.token_urlsafe(24)
        begin.append(f"CREATE ROLE {BACKUP} LOGIN REPLICATION PASSWORD '{word}';\n")
        content = {"username": BACKUP.encode(), "password": word.encode()}
        made.append(secret(f"{BACKUP}-database", content, kind="kubernetes.io/basic-auth"))
        start = {
            "databases.sql": "".join(begin).encode(),
            "replication.sh": LETS_BACKUPS_IN.encode(),
            "password": secrets.token_urlsafe(24).encode(),
        }
        return [*made, secret("postgres-start", start)]

    def _not_ready(self) -> str:
        where = ("-n", NAMESPACE)
        waiting = [
            one["metadata"]["name"]
            for kind in ("deployments", "statefulsets", "jobs")
            for one in self.kubectl.all(kind, *where)
            if not _is_done(one)
        ]
        statuses = [
            one for pod in self.pods() for one in pod["status"].get("containerStatuses", [])
        ]
        if any(one["restartCount"] > MOST_RESTARTS and not one["ready"] for one in statuses):
            raise Wrong(f"a pod ends again and again; not ready: {', '.join(waiting)}")
        return ", ".join(waiting)

    def troubles(self) -> str:
        """Tell what pods that are not ready say of themselves."""
        lines = []
        for pod in self.pods():
            name, statuses = pod["metadata"]["name"], pod["status"].get("containerStatuses", [])
            if pod["status"]["phase"] == "Succeeded" or (
                statuses and all(one["ready"] for one in statuses)
            ):
                continue
            log = self.kubectl.tried("logs", "-n", NAMESPACE, name, "--tail=5")
            states = [one.get("state") for one in statuses] or pod["status"].get("conditions")
            lines.append(f"{name}: {states}\n{log.stdout or log.stderr}")
        return "\n".join(lines)


def secret(name: str, content: dict[str, bytes], *, kind: str = "Opaque") -> Manifest:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "type": kind,
        "data": {key: base64.b64encode(value).decode() for key, value in content.items()},
    }


def _is_done(workload: Manifest) -> bool:
    status, spec = workload.get("status", {}), workload["spec"]
    if workload["kind"] == "Job":
        return bool(status.get("succeeded"))
    if status.get("observedGeneration") != workload["metadata"]["generation"]:
        return False
    wanted = spec["replicas"]
    parts = (
        status.get("updatedReplicas", 0),
        status.get("availableReplicas", 0),
        status.get("replicas", 0),
    )
    return all(part == wanted for part in parts)
