"""Which Secrets manifests name, and which of them somebody else makes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bossctl.cluster.kubernetes import Manifest
from bossctl.cluster.rendering import at, mappings, name_of

BASIC = ("username", "password")
"""What a Secret for signing in has (kubernetes.io/basic-auth)."""
_WITH_KEY = ("secretKeyRef", "accessKeyId", "secretAccessKey", "sessionToken")
_FOR_SIGNING_IN = ("passwordSecret", "superuserSecret")
_OF_POSTGRES = ("ca", "server", "replication", "app", "superuser")
_OF_KAFKA = ("cluster-ca-cert", "clients-ca-cert", "cluster-ca", "clients-ca")


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that names a Secret; without a key it reads all of it."""

    name: str
    key: str = ""


def needed(manifests: Sequence[Manifest]) -> Mapping[str, frozenset[str]]:
    """Return the Secrets somebody must make, each with the keys that are named."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for manifest in manifests:
        for reference in references(manifest):
            wanted[reference.name] |= {reference.key} if reference.key else set()
    made = made_by_others(manifests)
    return {name: frozenset(keys) for name, keys in sorted(wanted.items()) if name not in made}


def references(manifest: object) -> Iterator[Reference]:
    """Return every place within that names a Secret."""
    for mapping in mappings(manifest):
        yield from _of_volumes(mapping)
        for field in _WITH_KEY:
            if named := _reference(mapping.get(field)):
                yield named
        for field in _FOR_SIGNING_IN:
            name = at(mapping.get(field), "name")
            if isinstance(name, str):
                yield from (Reference(name, key) for key in BASIC)
        for reference in _list(mapping.get("secretTargetRef")):
            if named := _reference(reference):
                yield named


def made_by_others(manifests: Sequence[Manifest]) -> frozenset[str]:
    """Return the Secrets that operators make, and those among the manifests."""
    return frozenset(name for one in manifests for name in _made_by(one))


def _made_by(manifest: Manifest) -> Iterator[str]:
    name = name_of(manifest)
    match manifest["kind"]:
        case "Secret" | "KafkaUser" | "ExternalSecret" | "SealedSecret":
            yield name
        case "Certificate":
            yield str(at(manifest, "spec", "secretName"))
        case "Kafka":
            yield from (f"{name}-{ending}" for ending in _OF_KAFKA)
        case "Cluster":
            yield from (f"{name}-{ending}" for ending in _OF_POSTGRES)


def _of_volumes(mapping: Manifest) -> Iterator[Reference]:
    """A volume says `secret: {secretName}`, a source `secret: {name}`, a door `secretRef`."""
    for field, naming in (("secret", "secretName"), ("secret", "name"), ("secretRef", "name")):
        source = mapping.get(field)
        name = at(source, naming)
        if isinstance(name, str):
            items = [at(item, "key") for item in _list(at(source, "items"))]
            yield Reference(name)
            yield from (Reference(name, str(key)) for key in items if key)


def _reference(said: object) -> Reference | None:
    name, key = at(said, "name"), at(said, "key")
    return Reference(name, key) if isinstance(name, str) and isinstance(key, str) else None


def _list(said: object) -> Sequence[object]:
    return said if isinstance(said, list) else []
