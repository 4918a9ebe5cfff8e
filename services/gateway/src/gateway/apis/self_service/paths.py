"""The paths of what somebody sees and does about their own numbers, in fen."""

from gateway.apis.self_service.bodies import BODIES
from gateway.apis.self_service.handlers.offerings import Offerings
from gateway.apis.self_service.handlers.packs import Packs
from gateway.apis.self_service.handlers.subscribers import Subscribers
from gateway.apis.self_service.names import OF_A_PACK
from gateway.apis.self_service.roles import BUY_PACK, OPEN_DATA, READ_SUBSCRIBER
from gateway.apis.self_service.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.balance_proof import PROOF
from gateway.records.names import OF_A_QUESTION
from gateway.records.roles import READ_BALANCE, READ_OFFERINGS
from gateway.rest.door.api import Api
from gateway.rest.door.path import Path

SUBSCRIBER = "/v1/subscribers/{id}"


def api(services: Services) -> Api:
    """Return what is asked of numbers in service; packs on sale are offerings of TMF620, too."""
    subscribers, packs = Subscribers(services), Packs(services)
    offerings = Offerings(services)
    paths = (
        Path(method="GET", path="/v1/subscribers", act=READ_SUBSCRIBER, names=OF_A_QUESTION,
             answer=subscribers.subscribers, summary="List what a customer has",
             asks=("customerId", "afterId", "limit")),
        Path(method="GET", path=SUBSCRIBER, act=READ_SUBSCRIBER, answer=subscribers.subscriber,
             names=OF_A_QUESTION,
             summary="Read a subscriber, by id or MSISDN"),
        Path(method="GET", path=f"{SUBSCRIBER}/balance", act=READ_BALANCE, names=OF_A_QUESTION,
             answer=subscribers.balance, asks=(PROOF,),
             summary="Read the balance, in fen", gives="Balance"),
        Path(method="GET", path=f"{SUBSCRIBER}/usage", act=READ_BALANCE, answer=subscribers.usage,
             names=OF_A_QUESTION,
             summary="List rated usage with its derivation",
             asks=("proof", "offset", "limit")),
        Path(method="GET", path=f"{SUBSCRIBER}/postings", act=READ_BALANCE, names=OF_A_QUESTION,
             answer=subscribers.postings, summary="List the ledger of the account",
             asks=(PROOF, "offset", "limit")),
        Path(method="GET", path="/v1/packs", act=READ_OFFERINGS, answer=packs.on_sale,
             gives="Packs", summary="List packs that may be bought",
             heading=headings.CATALOGUE),
        Path(method="POST", path=f"{SUBSCRIBER}/packs", act=BUY_PACK, names=OF_A_PACK,
             answer=packs.buy, takes="PackPurchase", gives="PackBought",
             summary="Buy a pack from the balance, at once"),
        Path(method="GET", path=f"{SUBSCRIBER}/allowances", act=READ_BALANCE,
             names=OF_A_PACK, answer=packs.allowances, gives="Allowances",
             summary="List what plan and packs still let them use, in the order in which they pay"),
        Path(method="POST", path="/v1/allowances/{id}/cancellation", act=BUY_PACK,
             names=OF_A_PACK, answer=packs.cancel, takes="PackCancellation",
             gives="PackCancelled", summary="Give an unused pack back, or let it not renew"),
        Path(method="POST", path=f"{SUBSCRIBER}/data-openings", act=OPEN_DATA,
             names=OF_A_PACK, answer=packs.open_data, takes="DataOpening", gives="DataOpened",
             summary="Let data that was cut off at its cap go on in the same month"),
        Path(method="GET", path="/v1/offerings", act=READ_OFFERINGS, answer=offerings.offerings,
             asks=("customerId",), names={"id": "customerId"},
             summary="List what can be bought",
             heading=headings.CATALOGUE),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.SUBSCRIBERS,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
