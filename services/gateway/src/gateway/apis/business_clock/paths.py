"""The paths of the business clock."""

from gateway.apis.business_clock.bodies import BODIES
from gateway.apis.business_clock.handlers import BusinessClock
from gateway.apis.business_clock.roles import MOVE_CLOCK, READ_CLOCK
from gateway.apis.business_clock.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.rest.door.api import Api
from gateway.rest.door.path import Heading, Path

HEADING = Heading(
    "Business clock",
    "The business time of all services, where it can be moved: never in production.",
)


def api(services: Services, *, quiet_seconds: float) -> Api:
    """Return the business clock, where it can be moved."""
    clock = BusinessClock(services, quiet_seconds)
    paths = (
        Path(method="GET", path="/v1/clock", act=READ_CLOCK, answer=clock.read,
             summary="Read the business clock and what is due"),
        Path(method="POST", path="/v1/clock", act=MOVE_CLOCK, answer=clock.move,
             summary="Move the business clock", takes="ClockMove", answers=(200,)),
        Path(method="POST", path="/v1/clock/run", act=MOVE_CLOCK, answer=clock.run,
             summary="Let the business clock run on from where it stands", answers=(200,)),
        Path(method="POST", path="/v1/clock/quiet", act=MOVE_CLOCK, answer=clock.wait,
             summary="Wait until nothing moves", answers=(200,)),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=HEADING,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
