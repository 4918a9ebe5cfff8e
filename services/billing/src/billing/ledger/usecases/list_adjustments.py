"""List what was moved by hand, for staff."""

from collections.abc import Sequence

from billing.accounts.usecases.find_account import check_staff
from billing.ledger.domain.adjustment import Adjustment
from billing.ledger.ports.adjustments import AdjustmentReads, WhichAdjustments
from kernel.caller import Caller


async def list_adjustments(
    which: WhichAdjustments, *, adjustments: AdjustmentReads, caller: Caller
) -> tuple[Sequence[Adjustment], int]:
    """Return them, newest first, and how many there are; raises `NOT_YOURS` for customers."""
    check_staff(caller)
    return await adjustments.newest(which)
