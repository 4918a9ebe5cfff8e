"""A numbering plan: which number is meant, however it was dialled or written down.

A plan is data (`kernel.plan_of_china`): blocks of numbers, the prefixes that lead abroad, to
another area and over another carrier. Everybody who meets numbers reads them by the same plan, so
that one number written in five ways is one number (ITU-T E.164; E.123 for signs between digits).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kernel.value import value

_LONGEST_ABROAD = 15
_SHORTEST_ABROAD = 5
_LONGEST_SHORT = 7
"""Shorter numbers than subscribers have are reached inside the country."""
_LONGEST_NATIONAL = 13
_MOST_READ = 20_000
_SIGNS = str.maketrans("", "", " -().\u00a0\u2010\u2011\u2012\u2013")
_DIALLED = re.compile(r"\+?[0-9]*\+?[0-9]+")
_SCHEMES = ("tel:", "sip:")
"""Switches of the IMS write addresses (RFC 3966; 3GPP TS 32.298)."""


class NumberKind(StrEnum):
    """What is at the other end."""

    MOBILE = "mobile"
    FIXED = "fixed"
    LOCAL = "local"
    """A landline dialled without its area, which only the switch knows."""
    ABROAD = "abroad"
    EMERGENCY = "emergency"
    SERVICE = "service"
    """Short numbers of operators and authorities, and what else has no country code."""
    SERVICE_PROVIDER = "service_provider"
    """Texts to and from service providers (SP)."""
    BUSINESS = "business"
    """The same short number in the whole country."""
    SHARED_COST = "shared_cost"
    FREEPHONE = "freephone"


_OF_SUBSCRIBERS = frozenset({NumberKind.MOBILE, NumberKind.FIXED})


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers that begin alike; `shortest` and `longest` count all their digits."""

    prefix: str
    kind: NumberKind
    shortest: int
    longest: int


@value
class Number:
    """One number. `digits`: with the country code where it has one, never with a plus.

    `via`: the prefix of the carrier a call went over (an IP call); empty: none.
    """

    kind: NumberKind
    digits: str
    text: str
    """The one way to write it: equal for all spellings, and read it is this number again."""
    via: str = ""

    @property
    def is_abroad(self) -> bool:
        return self.kind is NumberKind.ABROAD

    @property
    def has_country(self) -> bool:
        """Tell whether its digits begin with the code of a country."""
        return self.is_abroad or self.kind in _OF_SUBSCRIBERS


@dataclass(frozen=True, slots=True)
class NumberingPlan:
    """The numbers of one country. Without blocks only what has a country code is told apart."""

    country_code: str
    abroad: str = "00"
    trunk: str = ""
    """Dialled before the area of another place in the country."""
    blocks: tuple[Block, ...] = ()
    areas: tuple[Block, ...] = ()
    """Landlines that begin like service numbers, once the country or the trunk prefix is said."""
    carriers: tuple[str, ...] = ()
    """Prefixes of IP calls: the number that is called stands behind."""
    _blocks: dict[str, list[Block]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """By their prefix."""
    _lengths: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _whole: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Beginnings of mobile numbers with their country code, and how long these are: nearly all
    numbers are written so, and are what they are without being taken apart."""
    _whole_length: int = field(init=False, repr=False, compare=False)
    _known: dict[str, Number | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Sort the blocks, so that a look-up tries only the lengths there are."""
        for block in self.blocks:
            self._blocks.setdefault(block.prefix, []).append(block)
        object.__setattr__(self, "_whole_length", len(self.country_code) + 2)
        lengths = sorted({len(prefix) for prefix in self._blocks}, reverse=True)
        object.__setattr__(self, "_lengths", tuple(lengths))
        others = [*self._blocks, *self.carriers, *(one.prefix for one in self.areas)]
        for block in self.blocks:
            longer = (other for other in others if other != block.prefix)
            alone = not any(other.startswith(block.prefix) for other in longer)
            if block.kind is NumberKind.MOBILE and alone and block.shortest == block.longest:
                size = len(self.country_code) + block.longest
                self._whole.setdefault(self.country_code + block.prefix, size)

    def read(self, said: str) -> Number | None:
        """Return the number that is meant; None where it is none."""
        if self._is_whole(said):
            return Number(NumberKind.MOBILE, said, said)
        try:
            return self._known[said]
        except KeyError:
            pass
        plain = _plain(said)
        number = self._read(plain) if plain else None
        if len(self._known) >= _MOST_READ:
            self._known.clear()
        self._known[said] = number
        return number

    def normal(self, said: str) -> str:
        """Return the one way to write a number; what is no number stays as it is."""
        if self._is_whole(said):
            return said
        number = self.read(said)
        return said if number is None else number.text

    def beginning(self, said: str) -> str | None:
        """Return how numbers are kept that begin so, with the country code; None: it is none."""
        text = unicodedata.normalize("NFKC", said).strip().translate(_SIGNS)
        digits = text.removeprefix("+")
        if not (digits.isascii() and digits.isdecimal()):
            return None
        code, bare = self.country_code, digits.removeprefix(self.abroad)
        if bare.startswith(code):
            return code + bare.removeprefix(code).removeprefix(self.trunk)
        if text != bare or code.startswith(bare):
            return bare
        return code + bare.removeprefix(self.trunk)

    def _is_whole(self, said: str) -> bool:
        return self.mobile_beginning(said) is not None

    def mobile_beginning(self, said: str) -> str | None:
        """Return how a mobile number with its country code begins; None where it is none."""
        beginning = said[: self._whole_length]
        if self._whole.get(beginning) == len(said) and said.isascii() and said.isdecimal():
            return beginning
        return None

    def mobiles(self) -> Mapping[str, int]:
        """Return all that `mobile_beginning` answers, and how long these numbers are."""
        return self._whole

    def _read(self, plain: str) -> Number | None:
        if plain.startswith(("+", self.abroad)):
            return self._with_country(plain)
        return self._read_bare(plain) or self._elsewhere(plain)

    def _with_country(self, plain: str) -> Number | None:
        digits = plain
        while digits.startswith(("+", self.abroad)):
            digits = digits.removeprefix("+").removeprefix(self.abroad)
        if digits.startswith(self.country_code):
            return self._national(digits.removeprefix(self.country_code))
        return self._elsewhere(digits)

    def _elsewhere(self, digits: str) -> Number | None:
        """Read digits that begin with the code of another country."""
        fits = _SHORTEST_ABROAD <= len(digits) <= _LONGEST_ABROAD and digits.isdecimal()
        if not fits or digits.startswith(("0", self.country_code)):
            return None
        # Without a plus it may be a number of this country: 1 312 555 0100 is a mobile of China.
        text = digits if self._read_bare(digits) is None else f"+{digits}"
        return Number(NumberKind.ABROAD, digits, text)

    def _read_bare(self, digits: str) -> Number | None:
        """Return the number of this country that these digits are, if they are one."""
        return (
            self._over_carrier(digits)
            or self._own_spelled_out(digits)
            or self._in_block(digits)
            or self._own(digits)
            or self._of_other_place(digits)
            or self._short(digits)
        )

    def _over_carrier(self, plain: str) -> Number | None:
        # Nearly no call goes this way: all prefixes are looked for at once.
        if not self.carriers or not plain.startswith(self.carriers):
            return None
        for prefix in self.carriers:
            if plain.startswith(prefix):
                called = self._read(plain.removeprefix(prefix))
                if called is not None and not called.via and _is_called(called):
                    return Number(called.kind, called.digits, prefix + called.text, prefix)
        return None

    def _own_spelled_out(self, plain: str) -> Number | None:
        """Read a number of the country with its code and nothing before it."""
        if not plain.startswith(self.country_code):
            return None
        national = plain.removeprefix(self.country_code)
        return None if self._is_local(national) else self._in_area(national)

    def _own(self, plain: str) -> Number | None:
        """Read what is longer than any local number and begins with the code of the country."""
        if not plain.startswith(self.country_code) or len(plain) <= _LONGEST_SHORT + 1:
            return None
        return self._national(plain.removeprefix(self.country_code))

    def _of_other_place(self, plain: str) -> Number | None:
        if not self.trunk or not plain.startswith(self.trunk):
            return None
        return self._national(plain.removeprefix(self.trunk))

    def _national(self, plain: str) -> Number | None:
        """Read what follows the code of the country, or the prefix of another place."""
        # Some write the trunk prefix behind the country code as well: +86 (0)10 ...
        national = plain.lstrip(self.trunk) if self.trunk else plain
        if not self._is_local(national):
            number = self._over_carrier(national) or self._in_area(national)
            if number is not None:
                return number
        if not 1 < len(national) <= _LONGEST_NATIONAL or not national.isdecimal():
            return None
        if len(national) < _LONGEST_SHORT:
            return Number(NumberKind.SERVICE, national, national)
        digits = self.country_code + national
        return Number(NumberKind.FIXED, digits, digits)

    def _short(self, plain: str) -> Number | None:
        if 1 < len(plain) <= _LONGEST_SHORT and plain.isdecimal() and plain[0] != "0":
            return Number(NumberKind.SERVICE, plain, plain)
        return None

    def _in_area(self, national: str) -> Number | None:
        """Read a number of the country of which was said that it is one."""
        if not any(_holds(one, national) for one in self.areas):
            return self._in_block(national)
        digits = self.country_code + national
        return Number(NumberKind.FIXED, digits, digits)

    def _in_block(self, digits: str) -> Number | None:
        block = self._block_of(digits)
        if block is None or not digits.isdecimal():
            return None
        has_country = block.kind in _OF_SUBSCRIBERS
        whole = self.country_code + digits if has_country else digits
        return Number(block.kind, whole, whole)

    def _is_local(self, digits: str) -> bool:
        block = self._block_of(digits)
        return block is not None and block.kind is NumberKind.LOCAL

    def _block_of(self, digits: str) -> Block | None:
        for length in self._lengths:
            for block in self._blocks.get(digits[:length], ()):
                if _holds(block, digits):
                    return block
        return None


def _holds(block: Block, digits: str) -> bool:
    return block.shortest <= len(digits) <= block.longest and digits.startswith(block.prefix)


def _is_called(number: Number) -> bool:
    """Tell whether a carrier is asked for such a number; to short ones it does not lead."""
    return number.has_country


def _plain(said: str) -> str:
    """Return the digits and the plus; empty where there is anything else."""
    if said.isascii() and said.isdecimal():
        return said
    text = unicodedata.normalize("NFKC", said).strip().lower()
    for scheme in _SCHEMES:
        if text.startswith(scheme):
            text = text.removeprefix(scheme).partition(";")[0].partition("@")[0]
    text = text.translate(_SIGNS)
    return text if _DIALLED.fullmatch(text) else ""
