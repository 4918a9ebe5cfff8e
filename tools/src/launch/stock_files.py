"""Numbers and SIM cards to begin with, as lists, and the keys of the cards from their maker."""

import csv
import io
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from launch.private_file import write_privately

NUMBERS = 2000
CARDS = 4000
FIRST_NUMBER = 8613900100000
FIRST_CARD = 1
NETWORK = "46000"
ISSUER = "898600"
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class MadeCard:
    """A SIM card as its maker delivers it; the keys are hexadecimal."""

    iccid: str
    imsi: str
    ki: str
    opc: str
    puk: str = ""


@dataclass(frozen=True, slots=True)
class StockFiles:
    """Where the lists are."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "StockFiles":
        """Write the lists unless they are there: cards never get other keys."""
        files = cls(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if not files.keys.exists():
            cards = list(_cards())
            _write(files.numbers, ["msisdn"], ([str(FIRST_NUMBER + n)] for n in range(NUMBERS)))
            _write(files.cards, ["iccid", "imsi"], ([one.iccid, one.imsi] for one in cards))
            _write(
                files.keys,
                ["imsi", "ki", "opc", "puk"],
                ([one.imsi, one.ki, one.opc, one.puk] for one in cards),
            )
        return files

    @property
    def numbers(self) -> Path:
        return self.folder / "numbers.csv"

    @property
    def cards(self) -> Path:
        """The cards without their keys: for the shop."""
        return self.folder / "sim-cards.csv"

    @property
    def keys(self) -> Path:
        """The cards with their keys: for the vault, and for the pretend handsets."""
        return self.folder / "card-keys.csv"

    def card(self, iccid: str) -> MadeCard:
        """Return a card with its keys; raises LookupError for one that was never made."""
        imsi = _row(self.cards, "iccid", iccid)["imsi"]
        keys = _row(self.keys, "imsi", imsi)
        return MadeCard(
            iccid=iccid, imsi=imsi, ki=keys["ki"], opc=keys["opc"], puk=keys.get("puk", "")
        )


def _row(path: Path, column: str, wanted: str) -> dict[str, str]:
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            if row[column] == wanted:
                return row
    raise LookupError(f"no {column} {wanted} in {path.name}")


def check_digit(digits: str) -> str:
    """Return the digit that ends an ICCID (ISO/IEC 7812-1, Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def _cards() -> Iterator[MadeCard]:
    for number in range(FIRST_CARD, FIRST_CARD + CARDS):
        unchecked = f"{ISSUER}{number:013d}"
        yield MadeCard(
            iccid=unchecked + check_digit(unchecked),
            imsi=f"{NETWORK}{number:010d}",
            ki=secrets.token_hex(KEY_BYTES),
            opc=secrets.token_hex(KEY_BYTES),
            puk=f"{secrets.randbelow(10**8):08d}",
        )


def _write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_privately(path, text.getvalue())
