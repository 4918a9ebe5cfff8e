"""The paths of TMF681: what was written to a number."""

from gateway.apis.tmf681_communication.filters import MESSAGE
from gateway.apis.tmf681_communication.handlers import Messages
from gateway.apis.tmf681_communication.mapping import BASE, RESOURCE
from gateway.apis.tmf681_communication.names import OF_A_TEXT
from gateway.apis.tmf681_communication.schemas import SCHEMAS
from gateway.clients.services import Services
from gateway.records.holdings import WHOSE, Holdings
from gateway.records.names import OF_A_HOLDING
from gateway.records.roles import READ_BALANCE
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, Heading, Path

HEADING = Heading(
    "Texts (TMF681)",
    "What a number was told by text, and what became of it; never a code.",
)


def api(services: Services) -> Api:
    """Return TMF681."""
    messages = Messages(services, Holdings(services))
    paths = (
        Path(method="GET", path=RESOURCE, act=READ_BALANCE, answer=messages.list,
             names=OF_A_HOLDING, gives="CommunicationMessages",
             summary="List what one number was told, newest first",
             asks=(*WHOSE, "subject", *PAGE), filters=MESSAGE),
        Path(method="GET", path=RESOURCE + "/{id}", act=READ_BALANCE, answer=messages.read,
             names=OF_A_TEXT, summary="Read one text", gives="CommunicationMessage",
             asks=("fields",)),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=HEADING,
        base=BASE,
        unchanged="What was sent stays as it was; services ask for texts, people do not.",
        schemas=SCHEMAS,
    )
