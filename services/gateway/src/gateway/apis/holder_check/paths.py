"""The paths of this API; the reference people read is made from them."""

from gateway.apis.holder_check.bodies import BODIES
from gateway.apis.holder_check.handlers import HolderChecks
from gateway.apis.holder_check.names import NAMES
from gateway.apis.holder_check.roles import BE_CHECKED, READ_PUK, SET_PASSWORD
from gateway.apis.holder_check.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.rest.door.api import Api
from gateway.rest.door.path import Heading, Path

HEADING = Heading(
    "Checks",
    "One-time codes, service passwords, and the proofs they make of who somebody is. A proof is of "
    "one number, and good in the channel where it was made.",
)
SUBSCRIBER = "/v1/subscribers/{id}"


def api(services: Services) -> Api:
    """Return this API."""
    checks = HolderChecks(services)
    paths = (
        Path(method="POST", path=f"{SUBSCRIBER}/codes", act=BE_CHECKED, answer=checks.send_code,
             names=NAMES, takes="CodeCreate", gives="CodeSent",
             summary="Send a one-time code to the number by text"),
        Path(method="POST", path=f"{SUBSCRIBER}/proofs", act=BE_CHECKED, answer=checks.prove,
             names=NAMES, takes="HolderProofCreate", gives="HolderProof",
             summary="Prove who the holder is: by a code, the password, the paper's number"),
        Path(method="POST", path=f"{SUBSCRIBER}/password", act=SET_PASSWORD,
             answer=checks.prepare_password, names=NAMES, takes="PasswordPrepare",
             gives="PasswordPrepared",
             summary="Say a new service password for the order that sets it"),
        Path(method="GET", path=f"{SUBSCRIBER}/puk", act=READ_PUK, answer=checks.read_puk,
             names=NAMES, gives="Puk", asks=("order",),
             summary="Read the PUK of the card, by an order of unlocking; audited"),
        Path(method="POST", path=f"{SUBSCRIBER}/password/change", act=SET_PASSWORD,
             answer=checks.change_password, names=NAMES, takes="PasswordChange",
             gives="PasswordSet",
             summary="Change the service password by saying the old one"),
        Path(method="POST", path=f"{SUBSCRIBER}/password/reset", act=SET_PASSWORD,
             answer=checks.reset_password, names=NAMES, takes="PasswordReset",
             gives="PasswordSet",
             summary="Set a service password that was forgotten, or the first one"),
    )  # fmt: skip
    return Api(
        heading=HEADING,
        paths=paths,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
