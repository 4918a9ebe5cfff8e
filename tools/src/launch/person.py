"""Somebody who comes to the counter, with a paper nobody else has."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.identity_paper import check_sign

DISTRICT = "110101"
ELDEST = date(1950, 1, 1)
DAYS = 20_000
"""All of them are of age."""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer to be; the paper is a resident identity card (居民身份证)."""

    name: str
    paper: str
    born: str
    address: str


def main() -> None:
    """Print an identity number nobody else has: `python -m launch.person`."""
    print(somebody().paper)


def somebody() -> Person:
    """Return Anna, with an identity number that passes its own check and is new each time."""
    born = ELDEST + timedelta(days=secrets.randbelow(DAYS))
    digits = f"{DISTRICT}{born:%Y%m%d}{secrets.randbelow(1000):03d}"
    return Person(
        name="Anna Lin",
        paper=digits + check_sign(digits),
        born=born.isoformat(),
        address="Chang'an Avenue 1, Beijing",
    )


if __name__ == "__main__":
    main()
