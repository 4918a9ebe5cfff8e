"""Vouchers, from their messages; a code leaves this module only as its seal."""

import re
from datetime import timedelta

from billing.accounts.wire.values import day_of, money_of, msisdn_of, word_of
from billing.payments.domain.voucher import Voucher, hash_of_code, sealed
from billing.payments.usecases.load_vouchers import BlockVouchers, LoadVouchers
from billing.payments.usecases.redeem_voucher import RedeemVoucher
from boss.billing.v1 import commands_pb2
from kernel.caller import Caller
from kernel.civil import start_of_day
from kernel.errors import Invalid

MOST_AT_ONCE = 20_000
_SERIAL = re.compile(r"[0-9A-Za-z-]{1,40}")
_HASH = re.compile(r"[0-9a-f]{64}")


def sealed_request(
    request: commands_pb2.RedeemVoucherRequest, *, key: bytes
) -> commands_pb2.RedeemVoucherRequest:
    """Return it with the seal in place of the code, which goes no further."""
    code_hash = hash_of_code(request.code)
    return commands_pb2.RedeemVoucherRequest(
        request_id=request.request_id, msisdn=request.msisdn, code=sealed(code_hash, key=key)
    )


def redemption_of(request: commands_pb2.RedeemVoucherRequest) -> RedeemVoucher:
    """Return what is asked for, of a sealed request; raises `FIELD_NOT_VALID`."""
    return RedeemVoucher(msisdn_of(request.msisdn, field="msisdn"), request.code)


def batch_of(
    request: commands_pb2.LoadVouchersRequest, *, caller: Caller, key: bytes
) -> LoadVouchers:
    """Return the batch; raises `FIELD_NOT_VALID` with the field that is wrong."""
    batch = word_of(request.batch, field="batch")
    amount = money_of(request.amount, field="amount")
    last_day = day_of(request.valid_until, field="valid_until")
    if last_day is None:
        raise Invalid("FIELD_MISSING", "Say until when.", field="valid_until")
    valid_to = start_of_day(last_day + timedelta(days=1))
    _check_count(len(request.vouchers), field="vouchers")
    vouchers = [
        Voucher(
            serial=_serial(one.serial, field=f"vouchers[{place}].serial"),
            seal=sealed(_hash(one.code_hash, field=f"vouchers[{place}].code_hash"), key=key),
            batch=batch,
            amount=amount,
            valid_to=valid_to,
        )
        for place, one in enumerate(request.vouchers)
    ]
    return LoadVouchers(
        batch=batch,
        amount=amount,
        valid_to=valid_to,
        vouchers=vouchers,
        caller=caller,
    )


def blocking_of(
    request: commands_pb2.BlockVouchersRequest, *, caller: Caller, reason: str
) -> BlockVouchers:
    """Return which are blocked; raises `FIELD_NOT_VALID`."""
    _check_count(len(request.serials), field="serials")
    serials = [_serial(one, field=f"serials[{place}]") for place, one in enumerate(request.serials)]
    return BlockVouchers(serials, caller, reason)


def _check_count(count: int, *, field: str) -> None:
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid("FIELD_NOT_VALID", f"1 to {MOST_AT_ONCE} at once.", field=field)


def _serial(text: str, *, field: str) -> str:
    if not _SERIAL.fullmatch(text):
        raise Invalid("FIELD_NOT_VALID", "This is not a serial.", field=field)
    return text


def _hash(text: str, *, field: str) -> str:
    if not _HASH.fullmatch(text.lower()):
        raise Invalid("FIELD_NOT_VALID", "This is not a SHA-256.", field=field)
    return text.lower()
