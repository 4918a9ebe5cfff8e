"""The paths of TMF620: what is sold."""

from gateway.apis.tmf620_product_catalog.filters import CATALOGUE
from gateway.apis.tmf620_product_catalog.handlers import ProductCatalogue
from gateway.apis.tmf620_product_catalog.mapping.catalogue import RESOURCES
from gateway.apis.tmf620_product_catalog.mapping.things import BASE, TYPES
from gateway.apis.tmf620_product_catalog.schemas import SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.roles import READ_OFFERINGS
from gateway.rest.door.api import Api
from gateway.rest.door.path import SORTED, Path

AS_A_WHOLE = "The catalogue is loaded as a whole: bossctl catalogue load."


def api(services: Services) -> Api:
    """Return TMF620: loaded as a whole elsewhere, so it is only read here."""
    catalogue = ProductCatalogue(services)
    lists = [
        Path(method="GET", path=f"{BASE}/{name}", act=READ_OFFERINGS,
             answer=catalogue.lists(name), gives=f"{TYPES[name]}List",
             summary=f"List or find every {name}", asks=SORTED, filters=CATALOGUE[name])
        for name in RESOURCES
    ]  # fmt: skip
    reads = [
        Path(method="GET", path=f"{BASE}/{name}/{{id}}", act=READ_OFFERINGS,
             answer=catalogue.reads(name), gives=TYPES[name], summary=f"Read a {name}",
             asks=("fields",))
        for name in RESOURCES
    ]  # fmt: skip
    return Api(
        heading=headings.CATALOGUE,
        paths=(*lists, *reads),
        schemas=SCHEMAS,
        base=BASE,
        not_offered={
            "importJob": AS_A_WHOLE,
            "exportJob": "Read the lists: they are the whole catalogue.",
        },
        unchanged=AS_A_WHOLE,
    )
