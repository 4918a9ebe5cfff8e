"""What a look at the operator found before or behind a release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One thing that was looked at; `name` is what --despite takes."""

    name: str
    holds: bool
    told: str

    @classmethod
    def well(cls, name: str, told: str) -> "Looked":
        return cls(name=name, told=told, holds=True)

    @classmethod
    def wrong(cls, name: str, told: str) -> "Looked":
        return cls(name=name, told=told, holds=False)

    def __str__(self) -> str:
        return f"{'ok  ' if self.holds else 'NO  '} {self.name}: {self.told}"

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "holds": self.holds, "told": self.told}


def against(findings: Iterable[Looked], *, despite: Sequence[str]) -> Sequence[Looked]:
    """Return what speaks against going on."""
    return [one for one in findings if not one.holds and one.name not in despite]
