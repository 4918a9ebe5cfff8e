"""Writes templates: an object each, with what a chart has and kustomize does otherwise.

Kustomize gives a ConfigMap a name with a hash of its content, so whoever reads it starts anew;
here the name stays, and the pods have the hash. A migration's name has the hash of what it is made
of, so that a value which changes it makes another Job: a Job cannot be changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import assert_never

from chart.merging import Either, Listed, Mapped, Node, Same, Seen, merge, opened, parts
from chart.rendering import VERSION, Rendered
from chart.slots import Place
from chart.writing import Lines, Pen, Spot

KEPT = frozenset(
    {
        "PersistentVolumeClaim",
        "Kafka",
        "KafkaNodePool",
        "KafkaTopic",
        "Cluster",
        "Database",
        "ObjectStore",
    }
)
"""With one of them data would go: it stays when a release is removed, or a component turned off."""
OPTIONAL = {"PriorityClass": ".Values.priorityClasses"}
"""What is the whole cluster's: another release has made it."""
HEAD = "{{- /* Generated from deploy/k8s by `make chart`; never edited. */ -}}\n"
SETTINGS = {"operator": "operator", "migrate": "migrate"}
OTLP = "BOSS_OTLP_ENDPOINT"
Identity = tuple[str, ...]


def settings_of(config_map: str) -> str | None:
    """Return which settings a ConfigMap holds: those of all, of migrations, or of one service."""
    service = config_map.removesuffix("-knobs")
    return service if service != config_map else SETTINGS.get(config_map)


@dataclass(slots=True)
class Writer:
    """Writes all objects there are in any rendering."""

    pen: Pen
    rows: list[Rendered]
    nodes: dict[Identity, tuple[Seen, Node]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        trees: dict[Identity, dict[int, object]] = defaultdict(dict)
        for number, row in enumerate(self.rows):
            for name, tree in row.objects.items():
                trees[name][number] = tree
        self.nodes = {name: (frozenset(those), merge(those)) for name, those in trees.items()}

    @property
    def hashed(self) -> frozenset[str]:
        return frozenset[str]().union(*(row.hashed for row in self.rows))

    def files(self) -> dict[str, str]:
        """Return the text of each template by its name."""
        texts: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.nodes, key=_order):
            texts[self._file(name)].append("\n".join(self._object(name)))
        return {name: HEAD + "\n".join(one) + "\n" for name, one in sorted(texts.items())}

    def _file(self, name: Identity) -> str:
        """Put an object into the file of its service, or else of its kind."""
        kind = name[0].lower()
        owner = _label(self.nodes[name][1], "app.kubernetes.io/name")
        return f"{owner or kind}.yaml"

    def _object(self, name: Identity) -> Lines:
        seen, node = self.nodes[name]
        everywhere = frozenset(range(len(self.rows)))
        spot = Spot(Place(name[0], name[1], ()), 0, seen)
        self.pen.more = partial(_more, readers=self._read_by(node))
        mapped = opened(node, seen)
        if not isinstance(mapped, Mapped):
            raise TypeError(f"{name} is no object")
        defined, lines = self._split(name, spot, mapped)
        yield from defined
        where = [f"if {self.pen.condition(seen, everywhere)}"] if seen != everywhere else []
        where += [f"if {OPTIONAL[name[0]]}"] if name[0] in OPTIONAL else []
        yield from (f"{{{{- {one} }}}}" for one in where)
        yield "---"
        yield from lines
        yield from ("{{- end }}" for _ in where)

    def _split(self, name: Identity, spot: Spot, node: Mapped) -> tuple[list[str], list[str]]:
        """Return what is defined before an object, and the object."""
        if name[0] == "ConfigMap" and (name[1] in self.hashed or settings_of(name[1])):
            return _config_map(self.pen, spot, node)
        if name[0] == "Job":
            return _job(self.pen, spot, node)
        return [], list(self.pen.mapping(spot, node))

    def _read_by(self, node: Node) -> tuple[str, ...]:
        return tuple(sorted(self.hashed & set(_config_maps(node))))


def _order(name: Identity) -> tuple[str, str]:
    return name[1], name[0]


def _label(node: Node, label: str) -> str:
    match node:
        case Same(dict() as manifest):
            return str(manifest.get("metadata", {}).get("labels", {}).get(label, ""))
        case Mapped(entries):
            for key, _, entry in entries:
                if key == "metadata":
                    return _label(Same({"metadata": _plain(entry)}), label)
    return ""


def _plain(node: Node) -> object:
    """Return the parts of metadata that are the same everywhere."""
    match node:
        case Same(value):
            return value
        case Mapped(entries):
            return {key: _plain(one) for key, _, one in entries}
        case Listed() | Either():
            return None
        case _:
            assert_never(node)


def _config_maps(node: Node) -> Iterator[str]:
    match node:
        case Same(value):
            yield from _named_in(value)
        case Mapped() | Listed() | Either():
            for part in parts(node):
                yield from _config_maps(part)
        case _:
            assert_never(node)


def _named_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key in ("configMapRef", "configMapKeyRef", "configMap"):
            if isinstance(value.get(key), dict):
                yield str(value[key].get("name"))
        for inner in value.values():
            yield from _named_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named_in(inner)


def _config_map(pen: Pen, spot: Spot, node: Mapped) -> tuple[list[str], list[str]]:
    """Define what it holds under a name, so that pods have the hash of it."""
    name = spot.place.name
    rest = Mapped(tuple(one for one in node.entries if one[0] != "data"))
    ((seen, data),) = [(seen, one) for key, seen, one in node.entries if key == "data"]
    inner = Spot(Place("ConfigMap", name, ("data",)), 0, seen)
    mapped = opened(data, seen)
    assert isinstance(mapped, Mapped)  # noqa: S101 - a ConfigMap of ours holds something
    defined = [f'{{{{- define "kaitong.said.{name}" }}}}', *pen.mapping(inner, mapped)]
    # What stands last may be several lines: their end is not trimmed.
    defined += [*_collector(name, mapped), "{{ end }}"]
    owner = settings_of(name)
    said = f'(include "kaitong.said.{name}" . | fromYaml)'
    of_owner = f"(deepCopy (.Values.settings.{owner} | default dict))"
    merged = f"merge {of_owner} {said}" if owner else said
    defined.append(
        f'{{{{- define "kaitong.data.{name}" }}}}{{{{ {merged} | toYaml }}}}{{{{ end }}}}'
    )
    held = f'data: {{{{- include "kaitong.data.{name}" . | nindent 2 }}}}'
    return defined, [*pen.mapping(spot, rest), held]


def _collector(name: str, data: Mapped) -> Lines:
    """Say where spans go, if somebody does: kustomize says nothing of it."""
    if name == "operator" and OTLP not in {key for key, _, _ in data.entries}:
        yield "{{- with .Values.addresses.otlp }}"
        yield f"{OTLP}: {{{{ . | quote }}}}"
        yield "{{- end }}"


def _job(pen: Pen, spot: Spot, node: Mapped) -> tuple[list[str], list[str]]:
    """Name it by the release, and by what it is made of."""
    name = spot.place.name
    mark = name.replace(f".{VERSION}", "")
    spec = Mapped(tuple(one for one in node.entries if one[0] == "spec"))
    rest = Mapped(tuple(one for one in node.entries if one[0] != "spec"))
    defined = [f'{{{{- define "kaitong.job.{mark}" }}}}', *pen.mapping(spot, spec), "{{- end }}"]
    made_of = f'{{{{ include "kaitong.job.{mark}" . | sha256sum | trunc 8 }}}}'
    lines = [
        f"{line}-{made_of}" if line.startswith("  name: ") else line
        for line in pen.mapping(spot, rest)
    ]
    return defined, [*_unquoted(lines), f'{{{{- include "kaitong.job.{mark}" . }}}}']


def _unquoted(lines: list[str]) -> list[str]:
    """A name is written without quotes: what follows it belongs to it."""
    return [
        line.replace('"', "", 1).replace('"-{{', "-{{") if line.startswith('  name: "') else line
        for line in lines
    ]


def _more(spot: Spot, node: Node, *, readers: tuple[str, ...]) -> Lines:
    """Add what a chart has beside kustomize to a mapping."""
    path, kind = spot.place.path, spot.place.kind
    keys = {key for key, _, _ in node.entries} if isinstance(node, Mapped) else set()
    if path == ("metadata",) and kind in KEPT and "annotations" not in keys:
        yield f"{spot.margin}annotations:"
        yield f"{spot.margin}  helm.sh/resource-policy: keep"
    if path == ("metadata", "annotations") and kind in KEPT:
        yield f"{spot.margin}helm.sh/resource-policy: keep"
    if path[-2:] == ("template", "metadata") and kind in {"Deployment", "StatefulSet"}:
        yield from _annotations(spot, keys, readers)
    if "containers" in keys:
        yield from _of_every_pod(spot)
    if path[-2:-1] == ("containers",) and "image" in keys and "imagePullPolicy" not in keys:
        yield f"{spot.margin}{{{{- with .Values.images.pullPolicy }}}}"
        yield f"{spot.margin}imagePullPolicy: {{{{ . }}}}"
        yield f"{spot.margin}{{{{- end }}}}"


def _annotations(spot: Spot, keys: set[str], readers: tuple[str, ...]) -> Lines:
    """A pod has the hash of what it reads."""
    if not readers or "annotations" in keys:
        if "annotations" in keys:
            raise ValueError(f"{spot.place} has annotations; say how the hash is added to them")
        return
    read = " ".join(f'(include "kaitong.data.{name}" .)' for name in readers)
    yield f"{spot.margin}annotations:"
    yield f'{spot.margin}  kaitong/settings: {{{{ list {read} | join "\\n" | sha256sum }}}}'
    yield f"{spot.margin}  {{{{- with .Values.pods.annotations }}}}"
    yield f"{spot.margin}  {{{{- toYaml . | nindent {2 * spot.depth + 2} }}}}"
    yield f"{spot.margin}  {{{{- end }}}}"


def _of_every_pod(spot: Spot) -> Lines:
    for name, value in (
        ("imagePullSecrets", "images.pullSecrets"),
        ("nodeSelector", "pods.nodeSelector"),
        ("tolerations", "pods.tolerations"),
    ):
        yield f"{spot.margin}{{{{- with .Values.{value} }}}}"
        yield f"{spot.margin}{name}: {{{{- toYaml . | nindent {2 * spot.depth + 2} }}}}"
        yield f"{spot.margin}{{{{- end }}}}"
