"""Voucher cards (充值卡): redeemed once, known by a keyed hash of their code, guessed by nobody."""

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kernel.errors import Invalid, NotFound, Refusal
from kernel.lifecycle import Lifecycle
from kernel.money import Money

_CODE = re.compile(r"[0-9A-Z]{8,32}")
_NO_PART = str.maketrans("", "", " -")


class VoucherState(StrEnum):
    """What a voucher is in."""

    WAITING = "waiting"
    """Until a second person releases its batch."""
    ACTIVE = "active"
    USED = "used"
    BLOCKED = "blocked"


class VoucherAct(StrEnum):
    """What happens to it."""

    RELEASED = "released"
    REDEEMED = "redeemed"
    BLOCKED = "blocked"
    GIVEN_BACK = "given_back"


VOUCHER = Lifecycle(
    name="voucher",
    states=VoucherState,
    starts=frozenset({VoucherState.ACTIVE, VoucherState.WAITING}),
    moves={
        (VoucherState.WAITING, VoucherAct.RELEASED): VoucherState.ACTIVE,
        (VoucherState.WAITING, VoucherAct.BLOCKED): VoucherState.BLOCKED,
        (VoucherState.ACTIVE, VoucherAct.REDEEMED): VoucherState.USED,
        (VoucherState.ACTIVE, VoucherAct.BLOCKED): VoucherState.BLOCKED,
        # Its payment was reversed: it was redeemed for another number than was meant.
        (VoucherState.USED, VoucherAct.GIVEN_BACK): VoucherState.ACTIVE,
    },
    ends=frozenset({VoucherState.BLOCKED}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A printed card: `seal` stands for its code."""

    serial: str
    seal: str
    batch: str
    amount: Money
    valid_to: datetime
    state: VoucherState = VoucherState.ACTIVE
    loaded_by: str = ""

    def after(self, act: VoucherAct) -> "Voucher":
        """Return it after an act; raises `STATE_NOT_ALLOWED` where the table has no such move."""
        return replace(self, state=VOUCHER.after(self.state, act))


@dataclass(frozen=True, slots=True)
class WaitingBatch:
    """Vouchers of one batch, loaded by one person, that wait for a second one."""

    batch: str
    loaded_by: str
    vouchers: int
    worth: Money


def reference_of(serial: str, *, before: int) -> str:
    """Return under which reference a voucher is paid in that was given back so often before."""
    return f"{serial}/{before + 1}" if before else serial


def serial_of(reference: str) -> str:
    """Return the serial of the voucher that was paid in under this reference."""
    return reference.partition("/")[0]


def redeemable(voucher: Voucher | None, *, at: datetime) -> Voucher:
    """Return it; raises `VOUCHER_UNKNOWN`, `VOUCHER_NOT_RELEASED`, `VOUCHER_USED`,
    `VOUCHER_BLOCKED`, `VOUCHER_EXPIRED`.
    """
    if voucher is None:
        raise NotFound("VOUCHER_UNKNOWN", "There is no voucher of this code.", field="code")
    if voucher.state is VoucherState.WAITING:
        raise Refusal("VOUCHER_NOT_RELEASED", "This voucher is not sold yet.", field="code")
    if voucher.state is VoucherState.USED:
        raise Refusal("VOUCHER_USED", "This voucher was redeemed already.", field="code")
    if voucher.state is VoucherState.BLOCKED:
        raise Refusal("VOUCHER_BLOCKED", "This voucher is blocked.", field="code")
    if voucher.valid_to <= at:
        raise Refusal("VOUCHER_EXPIRED", "This voucher is no longer valid.", field="code")
    return voucher


def hash_of_code(code: str) -> str:
    """Return the hash the printer gives of a code; raises `FIELD_NOT_VALID` for what is none."""
    plain = code.translate(_NO_PART).upper()
    if not _CODE.fullmatch(plain):
        sentence = "A code has 8 to 32 letters and digits."
        raise Invalid("FIELD_NOT_VALID", sentence, field="code")
    return hashlib.sha256(plain.encode()).hexdigest()


def sealed(code_hash: str, *, key: bytes) -> str:
    """Return what is kept of a code: without the key it tells nothing, however short the code."""
    return hmac.new(key, b"voucher " + code_hash.encode(), hashlib.sha256).hexdigest()
