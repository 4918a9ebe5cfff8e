"""The last order of those a process follows, which it judges by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Followed:
    id: str
    process: str


NO_ORDER = Followed("", "")
"""No such order was fulfilled for the subscriber."""
