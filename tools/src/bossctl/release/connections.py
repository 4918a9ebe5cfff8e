"""Whether all processes at their most fit into the database: pools, relays' locks, migrations."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bossctl.cluster.kubernetes import Manifest
from bossctl.cluster.rendering import at, name_of
from bossctl.release.findings import Looked
from bossctl.release.manifests import doors
from runtime.settings.service_settings import ServiceSettings

OF_POSTGRES_ITSELF = 30
"""Connections of replication, the operator, and whoever mends something by hand."""
POOL = "BOSS_DATABASE_POOL"
HOLDS_A_LOCK = frozenset({"relay", "all"})


def connections(manifests: Sequence[Manifest]) -> Looked:
    """Compare what services hold at their most with the limits of roles and server."""
    clusters = [one for one in manifests if one["kind"] == "Cluster"]
    if not clusters:
        return Looked.well("connections", "PostgreSQL is none of these manifests': look there")
    wanted, limits = held(manifests), _limits(clusters[0])
    most = int(str(at(clusters[0], "spec", "postgresql", "parameters", "max_connections") or 100))
    over = [
        f"{service} {number} of {limits.get(service, 0)}"
        for service, number in sorted(wanted.items())
        if number > limits.get(service, 0)
    ]
    if sum(limits.values()) + OF_POSTGRES_ITSELF > most:
        over.append(f"all roles {sum(limits.values())} and {OF_POSTGRES_ITSELF} of {most}")
    told = ", ".join(over) or f"{sum(wanted.values())} at most, of {most}"
    return Looked(name="connections", holds=not over, told=told)


def held(manifests: Sequence[Manifest]) -> Mapping[str, int]:
    """Return how many connections each service holds at most, a rollout's surplus included."""
    pool, most = _pool(manifests), dict(_most_pods(manifests))
    numbers: dict[str, int] = defaultdict(lambda: 1)
    for workload in doors(manifests):
        service, _, door = name_of(workload).partition("-")
        pods = most.get(name_of(workload), _number(at(workload, "spec", "replicas")))
        pods += _number(at(workload, "spec", "strategy", "rollingUpdate", "maxSurge"))
        numbers[service] += pods * (pool + (door in HOLDS_A_LOCK))
    return numbers


def _most_pods(manifests: Sequence[Manifest]) -> Iterator[tuple[str, int]]:
    for manifest in manifests:
        if manifest["kind"] in {"HorizontalPodAutoscaler", "ScaledObject"}:
            name = str(at(manifest, "spec", "scaleTargetRef", "name"))
            most = at(manifest, "spec", "maxReplicas") or at(manifest, "spec", "maxReplicaCount")
            yield name, _number(most)


def _limits(cluster: Manifest) -> Mapping[str, int]:
    roles = at(cluster, "spec", "managed", "roles")
    listed = roles if isinstance(roles, list) else []
    return {str(role["name"]): int(role.get("connectionLimit", 0)) for role in listed}


def _pool(manifests: Sequence[Manifest]) -> int:
    said = [
        int(str(value))
        for one in manifests
        if one["kind"] == "ConfigMap" and (value := at(one, "data", POOL))
    ]
    usual: int = ServiceSettings.model_fields["database_pool"].default
    return max(said, default=usual)


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0
