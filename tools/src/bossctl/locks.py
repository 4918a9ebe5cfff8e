"""Who must wait after too many wrong tries: `locks list | lift`."""

from boss.runtime.v1.guessing_pb2 import LiftLockRequest, ListLocksRequest
from boss.runtime.v1.guessing_pb2_grpc import GuessingServiceStub
from bossctl.client import Client
from bossctl.named import must_be_one_of, services_named
from bossctl.outcome import DONE, Misused
from bossctl.output import say, show_table
from bossctl.words import Arguments, Parsers, command, group, with_reason
from runtime.guessing import Kind

ANYBODY, ANYTHING = "anybody", "anything"
"""A lock that holds whoever tries, or whatever is tried."""
HEADINGS = ("service", "kind", "who", "target", "wrong", "locks", "until")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "locks", about="who must wait after too many wrong tries")
    about = "list locks, the longest first; service passwords are locked beside (unlocking)"
    listing = command(acts, "list", about=about, run=list_locks)
    listing.add_argument("--service", default="", help="of one service only")
    lifting = command(acts, "lift", about="lift a lock and forget what was counted", run=lift)
    lifting.add_argument("service")
    lifting.add_argument("kind", help="what was guessed, as `locks list` shows it")
    lifting.add_argument("--who", default="", help="as listed; alone: whatever they tried")
    lifting.add_argument("--target", default="", help="as listed; alone: whoever tried")
    with_reason(lifting)


async def list_locks(arguments: Arguments, client: Client) -> int:
    """List the locks of one service or of all."""
    services = services_named(arguments.service, client)
    rows = []
    for service in services:
        stub = GuessingServiceStub(client.channels[service])
        answer = await client.ask(service, stub.ListLocks, ListLocksRequest())
        for lock in answer.locks:
            until = lock.until.ToJsonString()
            who, target = lock.who or ANYBODY, lock.target or ANYTHING
            rows.append((service, lock.kind, who, target, lock.wrong, lock.locks, until))
    show_table(HEADINGS, rows, empty="nobody is locked")
    return DONE


async def lift(arguments: Arguments, client: Client) -> int:
    """Lift the locks of who, at what, or all that fit; audited with the reason."""
    if not arguments.who and not arguments.target:
        raise Misused("Say which: --who, --target or both, as `locks list` shows them.")
    must_be_one_of("kind", arguments.kind, tuple(Kind))
    service = arguments.service
    request = LiftLockRequest(
        kind=arguments.kind,
        who="" if arguments.who == ANYBODY else arguments.who,
        target="" if arguments.target == ANYTHING else arguments.target,
        reason=arguments.reason,
    )
    stub = GuessingServiceStub(client.channels[service])
    lifted = (await client.ask(service, stub.LiftLock, request)).lifted
    say(f"{lifted} locks lifted", service=service, kind=arguments.kind, lifted=lifted)
    return DONE
