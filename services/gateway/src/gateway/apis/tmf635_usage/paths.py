"""The paths of TMF635: every record of use with its charge."""

from gateway.apis.tmf635_usage.filters import USAGE, USAGE_SPECIFICATION
from gateway.apis.tmf635_usage.handlers.specifications import (
    list_specifications,
    read_specification,
)
from gateway.apis.tmf635_usage.handlers.usage import SINCE, UNTIL, RatedUsages
from gateway.apis.tmf635_usage.mapping import BASE, RESOURCE
from gateway.apis.tmf635_usage.schemas import SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.holdings import WHOSE, Holdings
from gateway.records.names import OF_A_HOLDING, OF_AN_ID
from gateway.records.roles import READ_BALANCE, READ_OFFERINGS
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, SORTED, Path


def api(services: Services) -> Api:
    """Return TMF635."""
    usage = RatedUsages(services, Holdings(services))
    paths = (
        Path(method="GET", path=f"{BASE}/usage", act=READ_BALANCE, answer=usage.list,
             names=OF_A_HOLDING, gives="Usages",
             summary="List rated usage of one number, newest first: six months",
             asks=(*WHOSE, "usageType", SINCE, UNTIL, "proof", *PAGE), filters=USAGE),
        Path(method="GET", path=BASE + "/usage/{id}", act=READ_BALANCE, answer=usage.read,
             names=OF_AN_ID, summary="Read a rated record", gives="Usage",
             asks=("proof", "fields")),
        Path(method="GET", path=RESOURCE, act=READ_OFFERINGS,
             answer=list_specifications, gives="UsageSpecifications",
             summary="List what kinds of use there are", asks=SORTED,
             filters=USAGE_SPECIFICATION),
        Path(method="GET", path=RESOURCE + "/{id}", act=READ_OFFERINGS,
             answer=read_specification, gives="UsageSpecification",
             summary="Read what a use of a kind consists of", asks=("fields",)),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.USAGE,
        base=BASE,
        unchanged="What was used comes from the network and is never edited.",
        schemas=SCHEMAS,
    )
