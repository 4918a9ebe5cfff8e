"""What TM Forum's interfaces have and this door does not, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.rest.door.api import Api
from kernel.errors import Refusal

EVENTS = "Events are said on Kafka: docs/events.md."


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Says why there is nothing at a path, or not with this method."""

    resources: Mapping[str, str]
    """Of paths where nothing is: 501."""
    methods: Mapping[str, str]
    """Of what is there and stays as it is, by how its path begins: 405."""

    @classmethod
    def by(cls, apis: Iterable[Api]) -> "NotOffered":
        """Return it for what these APIs leave out; none of TM Forum's has its hub of events."""
        named = [api for api in apis if api.base]
        resources = {
            f"{api.base}/{name}": sentence
            for api in named
            for name, sentence in {**api.not_offered, "hub": EVENTS}.items()
        }
        return cls(resources, {api.base: api.unchanged for api in named})

    def path(self, path: str) -> Refusal:
        """Return why nothing is at this path: `NOT_OFFERED` or `NO_SUCH_PATH`."""
        for resource, sentence in self.resources.items():
            if path == resource or path.startswith(f"{resource}/"):
                return Refusal("NOT_OFFERED", sentence)
        return Refusal("NO_SUCH_PATH", "There is nothing at this path; see /openapi.json.")

    def method(self, method: str, path: str) -> Refusal:
        """Return why this method is not offered at this path: `METHOD_NOT_ALLOWED`."""
        why = next((said for base, said in self.methods.items() if path.startswith(f"{base}/")), "")
        sentence = f"{method} is not offered here; {why or 'see /openapi.json.'}"
        return Refusal("METHOD_NOT_ALLOWED", sentence)
