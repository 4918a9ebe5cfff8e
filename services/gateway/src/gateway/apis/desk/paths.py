"""The paths of the desk: proofs and the stock."""

from gateway.apis.desk.bodies import BODIES
from gateway.apis.desk.handlers import ProofsAndStock
from gateway.apis.desk.names import OF_A_PROOF
from gateway.apis.desk.roles import READ_STOCK, RECORD_PROOF
from gateway.apis.desk.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.rest.door.api import Api
from gateway.rest.door.path import Path


def api(services: Services) -> Api:
    """Return what a desk needs before an order is placed."""
    desk = ProofsAndStock(services)
    paths = (
        Path(method="POST", path="/v1/proofs", act=RECORD_PROOF, answer=desk.record_proof,
             names=OF_A_PROOF,
             summary="Keep who was checked, and how", takes="ProofCreate", gives="Proof",
             heading=headings.CUSTOMERS),
        Path(method="GET", path="/v1/stock/numbers", act=READ_STOCK, answer=desk.numbers,
             summary="List numbers", asks=("state", "prefix", "offset", "limit")),
        Path(method="GET", path="/v1/stock/sim-cards", act=READ_STOCK, answer=desk.sim_cards,
             summary="List SIM cards", asks=("state", "offset", "limit")),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.SUBSCRIBERS,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
