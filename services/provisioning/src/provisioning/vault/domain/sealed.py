"""Octets as they are kept where they are nobody's business."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sealed:
    key_id: str
    nonce: bytes
    sealed: bytes
