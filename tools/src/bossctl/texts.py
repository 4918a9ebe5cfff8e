"""What numbers were told by text: `texts list | show`."""

from typing import TYPE_CHECKING

from boss.provisioning.v1.texts_pb2 import GetTextRequest, ListTextsRequest, Text
from boss.provisioning.v1.texts_pb2_grpc import TextServiceStub
from bossctl.client import Client
from bossctl.named import must_be_one_of
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group
from kernel.plan_of_china import CHINA

if TYPE_CHECKING:
    from boss.provisioning.v1.texts_pb2_grpc import TextServiceAsyncStub

HEADINGS = ("id", "number", "template", "state", "reason", "times", "asked at", "words")
STATES = ("asked", "held", "sending", "submitted", "delivered", "failed", "expired")
PAGE, USUAL = 500, 50


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "texts", about="what numbers were told by text; codes are never shown")
    listing = command(acts, "list", about="list texts, the newest first", run=listed)
    listing.add_argument(
        "--number",
        type=CHINA.normal,
        help="to who has this number now, or had it last; however it is written",
    )
    listing.add_argument(
        "--subscriber",
        default="",
        metavar="ID",
        help="to this subscriber only, also where their number is another's by now",
    )
    listing.add_argument("--template", default="", help="of this template only")
    listing.add_argument(
        "--state", default=[], action="append", choices=STATES, help="in this state only"
    )
    listing.add_argument("--limit", type=shown_at_most, default=USUAL, help=f"usually {USUAL}")
    show = command(acts, "show", about="show one text and what became of it", run=shown)
    show.add_argument("id", help="as `texts list` shows it")


async def listed(arguments: Arguments, client: Client) -> int:
    """List texts page by page."""
    texts: list[Text] = []
    total = 1
    while len(texts) < min(arguments.limit, total):
        request = ListTextsRequest(
            msisdn=arguments.number or "",
            subscriber_id=arguments.subscriber,
            template=arguments.template,
            states=arguments.state,
            offset=len(texts),
            limit=min(PAGE, arguments.limit - len(texts)),
        )
        page = await client.ask("provisioning", _of(client).ListTexts, request)
        texts += page.texts
        total = page.total
        if not page.texts:
            if page.templates:
                must_be_one_of("template", arguments.template, page.templates)
            break
    show_table(HEADINGS, [_row(one) for one in texts], name="texts", empty="nothing was sent")
    if total > len(texts):
        say(f"there are more: --limit {total}", total=total)
    return DONE


async def shown(arguments: Arguments, client: Client) -> int:
    """Show one text."""
    request = GetTextRequest(text_id=arguments.id)
    text = (await client.ask("provisioning", _of(client).GetText, request)).text
    show_table(HEADINGS, [_row(text)], name="texts", empty="")
    return DONE


def _row(text: Text) -> tuple[object, ...]:
    return (
        text.id,
        text.msisdn,
        text.template,
        text.state,
        text.reason,
        text.sendings,
        text.asked_at.ToJsonString(),
        text.words or ("(a code)" if text.is_secret else ""),
    )


def _of(client: Client) -> "TextServiceAsyncStub":
    return TextServiceStub(client.channels["provisioning"])
