"""How far the exchange of a Secret is: said in the Secret itself, so that anybody can go on."""

from dataclasses import dataclass, replace

from bossctl.cluster.kubernetes import Kubectl, Manifest
from bossctl.cluster.rendering import at, metadata_of
from bossctl.keys.content import Content, decoded, encoded
from bossctl.outcome import Unsuccessful

STAGE = "kaitong.io/rotation-stage"
"""The number of the stage whose content is there: `2` where its pods have it, `2 begun` before."""
BEGUN = " begun"


@dataclass(frozen=True, slots=True)
class Held:
    """A Secret as it was read, and how many stages of its rotation are done."""

    manifest: Manifest
    content: Content
    stage: int
    begun: bool

    @classmethod
    def read(cls, kubectl: Kubectl, name: str) -> "Held":
        """Raises Unsuccessful where there is none."""
        secret = kubectl.get("secret", name)
        if not secret:
            sentence = "`bossctl secrets make` makes what is missing."
            raise Unsuccessful(f"There is no Secret {name} in {kubectl.namespace}: {sentence}")
        said = at(metadata_of(secret[0]), "annotations", STAGE)
        told = said if isinstance(said, str) else "0"
        number = int(told.removesuffix(BEGUN))
        return cls(secret[0], decoded(secret[0]), number, told.endswith(BEGUN))

    def written(self, kubectl: Kubectl, content: Content, *, stage: str) -> "Held":
        """Put content and stage in place, unless somebody else was faster; return it as it is."""
        metadata = dict(metadata_of(self.manifest))
        notes = at(metadata, "annotations")
        annotations = dict(notes) if isinstance(notes, dict) else {}
        annotations.pop(STAGE, None)
        if stage:
            annotations[STAGE] = stage
        metadata["annotations"] = annotations
        manifest = {**self.manifest, "metadata": metadata, "data": encoded(content)}
        kubectl.replace(manifest)
        return Held.read(kubectl, str(metadata["name"]))

    def with_content(self, content: Content) -> "Held":
        return replace(self, content=content)
