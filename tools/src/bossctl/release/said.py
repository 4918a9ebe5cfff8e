"""Whether what an overlay says in its ConfigMap `release` came to be in what was rendered."""

from collections.abc import Iterator, Sequence

from bossctl.cluster.kubernetes import Manifest
from bossctl.cluster.rendering import at, mappings, name_of
from bossctl.release.findings import Looked
from bossctl.release.manifests import PINNED, migrations, versions

RUNBOOKS = "/docs/runbooks/"
HOW = (
    "this overlay stands on one that had its release already: name `resources` and `components` "
    "as that one does, `../../release` last (deploy/README.md, An overlay of your own)"
)


def as_said(manifests: Sequence[Manifest], *, asked: str) -> Looked:
    """Compare `version=`, `runbooks=` and `prometheus=` with what took them up.

    `asked` is the version --version named; empty where it named none.
    """
    said = _said(manifests)
    wrong = [
        *_versions(manifests, asked or said.get("version", "")),
        *_beginnings("runbooks", said, _pages(manifests)),
        *_beginnings("prometheus", said, _addresses(manifests)),
    ]
    told = f"{'; '.join(wrong)}: {HOW}" if wrong else "what the ConfigMap `release` says"
    return Looked(name="said", holds=not wrong, told=told)


def _said(manifests: Sequence[Manifest]) -> dict[str, str]:
    """Return the data of the ConfigMap `release`; kustomize adds a hash to its name."""
    for manifest in manifests:
        data = at(manifest, "data")
        is_release = name_of(manifest).partition("-")[0] == "release"
        if manifest["kind"] == "ConfigMap" and is_release and isinstance(data, dict):
            return {str(key): str(value) for key, value in data.items()}
    return {}


def _versions(manifests: Sequence[Manifest], wanted: str) -> Iterator[str]:
    """A migration is named `<service>-migrate.<version>`, by the chart with a hash behind it."""
    others = versions(manifests) - {wanted, PINNED} if wanted else ()
    if others:
        yield f"version={wanted} is asked, images are of {', '.join(sorted(others))}"
    names = [name_of(one) for one in migrations(manifests)] if wanted else []
    ends = {name.partition(".")[2] for name in names}
    if strange := sorted(end for end in ends if end and not _is_of(end, wanted)):
        yield f"version={wanted} is asked, migrations are named by {', '.join(strange)}"


def _is_of(ending: str, version: str) -> bool:
    return ending == version or ending.startswith(f"{version}-")


def _beginnings(name: str, said: dict[str, str], names: Iterator[str]) -> Iterator[str]:
    wanted = said.get(name, "").rstrip("/")
    others = {one for one in names if one.rstrip("/") != wanted}
    if wanted and others:
        yield f"{name}={wanted} is said, {', '.join(sorted(others))} came of it"


def _pages(manifests: Sequence[Manifest]) -> Iterator[str]:
    for manifest in manifests:
        if manifest["kind"] == "PrometheusRule":
            for each in mappings(manifest):
                page = str(each.get("runbook_url", ""))
                if RUNBOOKS in page:
                    yield page.partition(RUNBOOKS)[0]


def _addresses(manifests: Sequence[Manifest]) -> Iterator[str]:
    for manifest in manifests:
        if manifest["kind"] == "ScaledObject":
            yield from (
                str(each["serverAddress"]) for each in mappings(manifest) if "serverAddress" in each
            )
