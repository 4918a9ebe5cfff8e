"""Put numbers and cards in stock: a whole file or none of it."""

from accounts.domain.asker import Asker
from accounts.domain.stock import Delivery, Loaded
from accounts.usecases.ports import Desk


async def load_stock(delivery: Delivery, *, asker: Asker, desk: Desk) -> Loaded:
    """Return what was added and what was known; raises `STOCK_ROW_CONTRADICTS`, `STAFF_ONLY`."""
    asker.must_work_here()
    async with desk:
        return await desk.stock.load(delivery)
