"""Somebody who comes to the counter, with a paper nobody else has."""

import secrets
from dataclasses import dataclass

from kernel.identity_paper import check_sign

DISTRICT, BORN = "110101", "1990-03-07"


@dataclass(frozen=True, slots=True)
class Person:
    """A customer to be; the paper is a resident identity card (居民身份证)."""

    name: str
    paper: str
    born: str
    address: str


def somebody() -> Person:
    """Return Anna, with an identity number that passes its own check and is new each time."""
    digits = f"{DISTRICT}{BORN.replace('-', '')}{secrets.randbelow(1000):03d}"
    return Person(
        name="Anna Lin",
        paper=digits + check_sign(digits),
        born=BORN,
        address="Chang'an Avenue 1, Beijing",
    )
