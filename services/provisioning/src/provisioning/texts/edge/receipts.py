"""What the SMS centre tells us later: that a handset has a text, or will never have it."""

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import Counter

from kernel.clock import Clock
from provisioning.elements.domain.short_message import DeliveryReceipt
from provisioning.texts.domain.receipt import ReceiptIds, receipt_key_of
from provisioning.texts.ports import Ending, UnitOfWork
from provisioning.texts.usecases.take_receipt import take_receipt
from runtime.telemetry.tracing import span

RECEIPTS = Counter(
    "kaitong_text_receipts", "Delivery receipts, by what they made of a text", ["end"]
)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipts:
    """Takes receipts from the link to the SMS centre."""

    units: Callable[[], UnitOfWork]
    clock: Clock
    ids: ReceiptIds

    async def take(self, receipt: DeliveryReceipt) -> None:
        """Keep what it says; the centre is told that we have it only then."""
        ending = Ending(
            key=receipt_key_of(receipt.message_id, self.ids),
            reference=receipt.reference,
            msisdn=receipt.number,
            fate=receipt.fate,
            code=receipt.code,
        )
        with span("text receipt"):
            state = await take_receipt(ending, uow=self.units(), now=self.clock.now())
        RECEIPTS.labels(state.value if state else UNKNOWN).inc()
