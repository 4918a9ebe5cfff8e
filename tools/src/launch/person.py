"""Somebody who comes to the counter, with a paper nobody else has."""

import secrets
from dataclasses import dataclass

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
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
        paper=digits + check_character(digits),
        born=BORN,
        address="Chang'an Avenue 1, Beijing",
    )


def check_character(digits: str) -> str:
    """Return the last character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return CHECKS[total % len(CHECKS)]
