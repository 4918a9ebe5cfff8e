"""What pretend billing says of batches of vouchers that wait for a second person."""

from typing import Any

from boss.billing.v1 import vouchers_pb2
from boss.billing.v1.vouchers_pb2_grpc import VoucherServiceServicer
from boss.values.v1.values_pb2 import Money

WORTH = Money(currency="CNY", minor=5_000_000)


class PretendVouchers(VoucherServiceServicer):
    """One batch waits."""

    notes: Any

    async def ReleaseVouchers(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return vouchers_pb2.ReleaseVouchersResponse(released=1000, worth=WORTH)

    async def ListWaitingBatches(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        waiting = vouchers_pb2.WaitingBatch(
            batch="spring", loaded_by="olga (bossctl)", vouchers=1000, worth=WORTH
        )
        return vouchers_pb2.ListWaitingBatchesResponse(batches=[waiting])
