"""Put numbers and cards in stock: a whole file or none of it."""

from accounts.stock.domain.delivery import Delivery, Loaded
from accounts.stock.ports import UnitOfWork
from kernel.caller import Caller


async def load_stock(delivery: Delivery, *, caller: Caller, uow: UnitOfWork) -> Loaded:
    """Return what was added and what was known; raises `STOCK_ROW_CONTRADICTS`, `STAFF_ONLY`."""
    caller.must_work_here()
    async with uow:
        return await uow.stock.load(delivery)
