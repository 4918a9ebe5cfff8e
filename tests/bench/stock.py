"""Numbers and SIM cards for the bench, with their keys, as the lists bossctl loads."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.operations import bossctl
from launch.operator import Operator
from launch.stock_files import check_digit

FIRST_NUMBER = 8618000000000
FIRST_CARD = 5_000_000
NETWORK, ISSUER = "46001", "898601"


@dataclass(frozen=True, slots=True)
class Piece:
    """A number and a card that are free; nobody has taken them yet."""

    msisdn: str
    iccid: str


def load_stock(operator: Operator, folder: Path, *, pieces: int) -> Sequence[Piece]:
    """Load so many numbers and cards with their keys, and the catalogue; return them."""
    folder.mkdir(parents=True, exist_ok=True)
    cards = [_card(FIRST_CARD + place) for place in range(pieces)]
    numbers = [str(FIRST_NUMBER + place) for place in range(pieces)]
    _write(folder / "numbers.csv", ("msisdn",), ((one,) for one in numbers))
    _write(folder / "cards.csv", ("iccid", "imsi"), cards)
    _write(
        folder / "keys.csv",
        ("imsi", "ki", "opc"),
        ((imsi, f"{place:032x}", f"{place:032X}"[::-1]) for place, (_, imsi) in enumerate(cards)),
    )
    bossctl(
        operator, "stock", "load",
        "--numbers", str(folder / "numbers.csv"), "--cards", str(folder / "cards.csv"),
    )  # fmt: skip
    bossctl(operator, "vault", "load", str(folder / "keys.csv"))
    bossctl(operator, "catalogue", "load")
    return [Piece(number, iccid) for number, (iccid, _) in zip(numbers, cards, strict=True)]


def _card(number: int) -> tuple[str, str]:
    unchecked = f"{ISSUER}{number:013d}"
    return unchecked + check_digit(unchecked), f"{NETWORK}{number:010d}"


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
