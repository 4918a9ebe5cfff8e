"""A controller of ingresses, and the ingress people put before the REST door."""

from cluster.images import TRAEFIK
from cluster.kubectl import Kubectl, Manifest, eventually
from cluster.town import NAMESPACE, Town, secret

NAME, ELSEWHERE = "operator", "ingress"
HOST = f"{NAME}.{ELSEWHERE}.svc.cluster.local"
"""The Service of the controller has the name the ingress is for: no other names are needed."""
TLS = "gateway-rest-tls"
PATH = "/tmf-api/productOrderingManagement/v4/productOrder"
READY_SECONDS = 120
TRAEFIKS_ARGUMENTS = (
    "--providers.kubernetesingress=true",
    # Else it answers 404 while no pod is ready, which no client takes for "ask again".
    "--providers.kubernetesingress.allowemptyservices=true",
    "--entrypoints.secure.address=:8443",
    "--entrypoints.secure.http.tls=true",
    "--entrypoints.ping.address=:8080",
    "--ping=true",
    "--ping.entrypoint=ping",
    "--global.checknewversion=false",
    "--global.sendanonymoususage=false",
)
_LABELS = {"app": "traefik"}
_WHERE = {"name": NAME, "namespace": ELSEWHERE}


def opened(town: Town) -> str:
    """Start the controller, and have everybody come by the ingress from now on."""
    town.kubectl.apply(*_controller())
    pair = town.authority.issue(HOST, HOST)
    content = {"tls.crt": pair.certificate, "tls.key": pair.key}
    town.kubectl.apply(secret(TLS, content, kind="kubernetes.io/tls"), _ingress())
    eventually("no controller", lambda: _away(town.kubectl), seconds=READY_SECONDS)
    town.comes_by(f"https://{HOST}")
    eventually("no answer", lambda: _unanswered(town), seconds=READY_SECONDS)
    return f"Traefik, https://{HOST}"


def _away(kubectl: Kubectl) -> str:
    found = kubectl.get("deployment", NAME, "-n", ELSEWHERE)
    return "" if found["status"].get("availableReplicas") else "Traefik is not there"


def _unanswered(town: Town) -> str:
    # The gateway asks who is there; a controller that knows no way says 404.
    answer = town.asked(PATH)
    return "" if answer == "401" else answer


def _ingress() -> Manifest:
    backend = {"service": {"name": "gateway-rest", "port": {"name": "rest"}}}
    path = {"path": "/", "pathType": "Prefix", "backend": backend}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "gateway-rest", "namespace": NAMESPACE},
        "spec": {
            "ingressClassName": "traefik",
            "tls": [{"hosts": [HOST], "secretName": TLS}],
            "rules": [{"host": HOST, "http": {"paths": [path]}}],
        },
    }


def _controller() -> tuple[Manifest, ...]:
    reads = [
        ("", ["services", "secrets", "nodes"]),
        ("discovery.k8s.io", ["endpointslices"]),
        ("networking.k8s.io", ["ingresses", "ingressclasses"]),
    ]
    rules = [
        {"apiGroups": [group], "resources": kinds, "verbs": ["get", "list", "watch"]}
        for group, kinds in reads
    ]
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": ELSEWHERE}
    subject = {"kind": "ServiceAccount", **_WHERE}
    return (
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": ELSEWHERE}},
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _WHERE},
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRole",
            "metadata": {"name": ELSEWHERE},
            "rules": rules,
        },
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": ELSEWHERE},
            "roleRef": role,
            "subjects": [subject],
        },
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "IngressClass",
            "metadata": {"name": "traefik"},
            "spec": {"controller": "traefik.io/ingress-controller"},
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": _WHERE,
            "spec": {
                "selector": {"matchLabels": _LABELS},
                "template": {"metadata": {"labels": _LABELS}, "spec": _pod()},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": _WHERE,
            "spec": {"selector": _LABELS, "ports": [{"port": 443, "targetPort": 8443}]},
        },
    )


def _pod() -> Manifest:
    container = {
        "name": "traefik",
        "image": TRAEFIK,
        "args": list(TRAEFIKS_ARGUMENTS),
        "readinessProbe": {"httpGet": {"path": "/ping", "port": 8080}, "periodSeconds": 2},
        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }
    return {
        "serviceAccountName": NAME,
        "priorityClassName": "system-cluster-critical",
        "securityContext": {"runAsNonRoot": True, "runAsUser": 10003},
        "containers": [container],
    }
