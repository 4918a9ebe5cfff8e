"""The paths of this API; the reference people read is made from them."""

from gateway.apis.number_stock.bodies import BODIES
from gateway.apis.number_stock.handlers import BASE, StockNumbers
from gateway.apis.number_stock.names import NAMES
from gateway.apis.number_stock.roles import HOLD_NUMBER, READ_NUMBER
from gateway.apis.number_stock.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services, Stock
from gateway.records import headings
from gateway.records.roles import READ_OFFERINGS
from gateway.rest.door.api import Api
from gateway.rest.door.path import Path


def api(services: Services) -> Api:
    """Return this API."""
    stock = StockNumbers(Stock(services.channels), services)
    paths = (
        Path(method="GET", path="/v1/number-grades", act=READ_OFFERINGS, answer=stock.grades,
             gives="NumberGrades", heading=headings.CATALOGUE,
             summary="List what lucky numbers ask for, by their grade"),
        Path(method="GET", path=BASE + "/{msisdn}", act=READ_NUMBER, answer=stock.read,
             names=NAMES, gives="StockNumber",
             summary="Read one number of the stock: its state, and for whom it is held"),
        Path(method="POST", path=BASE + "/{msisdn}/hold", act=HOLD_NUMBER, answer=stock.hold,
             names=NAMES, takes="NumberHold", gives="StockNumber",
             summary="Hold a number for a customer, for half an hour or as it is set"),
        Path(method="POST", path=BASE + "/{msisdn}/release", act=HOLD_NUMBER,
             answer=stock.release, names=NAMES, takes="NumberRelease", gives="StockNumber",
             summary="Offer a number that is held to everybody again"),
    )  # fmt: skip
    return Api(
        heading=headings.SUBSCRIBERS,
        paths=paths,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
