"""Records of use on their way from the elements: `records refused | noted | files`."""

import argparse
from typing import TYPE_CHECKING

from boss.provisioning.v1.records_pb2 import (
    CountRecordsRequest,
    ListRefusedRecordsRequest,
    RefusedRecord,
)
from boss.provisioning.v1.records_pb2_grpc import RecordServiceStub
from bossctl.client import Client
from bossctl.named import must_be_one_of
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.quantities import an_id, shown_at_most
from bossctl.words import Arguments, Parsers, command, group

if TYPE_CHECKING:
    from boss.provisioning.v1.records_pb2_grpc import RecordServiceAsyncStub

REFUSED = ("id", "element", "file", "line", "reason", "field", "record", "refused at")
FILES = ("element", "files", "missing", "no trailer", "stated", "read", "said", "refused")
PAGE, USUAL = 500, 100
NOTED = "NUMBER_DIFFERS"
"""The one reason why a record is said and noted."""


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "records", about="records of use on their way from the elements")
    about = "list lines that were not said, the newest first; repeated ones with --reason"
    listing = command(acts, "refused", about=about, run=refused)
    listing.add_argument("--reason", default="", help="of this reason only, such as SAID_BEFORE")
    _add_paging(listing)
    about = "list records that were charged by their card and name another number"
    noting = command(acts, "noted", about=about, run=refused)
    noting.set_defaults(reason=NOTED)
    _add_paging(noting)
    command(acts, "files", about="count files and records, element by element", run=files)


def _add_paging(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--element", default="", help="of one element only")
    parser.add_argument(
        "--before", type=an_id, default=0, metavar="ID", help="go on behind this id"
    )
    parser.add_argument("--limit", type=shown_at_most, default=USUAL, help=f"usually {USUAL}")


async def refused(arguments: Arguments, client: Client) -> int:
    """List refused or noted lines page by page, with file, line, field and reason."""
    records: list[RefusedRecord] = []
    before = arguments.before
    while len(records) < arguments.limit:
        request = ListRefusedRecordsRequest(
            reason=arguments.reason,
            element=arguments.element,
            before_id=before,
            limit=min(PAGE, arguments.limit - len(records)),
        )
        page = await client.ask("provisioning", _of(client).ListRefusedRecords, request)
        records += page.records
        before = page.next_before_id
        if not before:
            break
    if not records and arguments.element:
        counted = await client.ask("provisioning", _of(client).CountRecords, CountRecordsRequest())
        known = [one.element for one in counted.elements if one.element]
        if known:
            must_be_one_of("element", arguments.element, known)
    empty = "none was noted" if arguments.reason == NOTED else "none was refused"
    show_table(REFUSED, [_row(one) for one in records], name="records", empty=empty)
    if before:
        say(f"there may be more: --before {before}", next_before=before)
    return DONE


async def files(arguments: Arguments, client: Client) -> int:
    """Show how many files and records were taken, and what became of them."""
    counted = await client.ask("provisioning", _of(client).CountRecords, CountRecordsRequest())
    rows = [
        (
            one.element or "(before)",
            one.files,
            one.files_missing,
            one.files_without_trailer,
            one.records_stated,
            one.records_read,
            one.records_said,
            one.records_refused,
        )
        for one in counted.elements
    ]
    show_table(FILES, rows, name="elements", empty="no file was taken")
    reasons = {one.reason: one.count for one in counted.refused}
    if reasons:
        told = ", ".join(f"{number} {reason}" for reason, number in reasons.items())
        say(f"refused: {told}", refused=reasons)
    noted = {one.reason: one.count for one in counted.noted}
    if noted:
        told = ", ".join(f"{number} {reason}" for reason, number in noted.items())
        say(f"charged, and to be looked at (bossctl records noted): {told}", noted=noted)
    return DONE


def _row(record: RefusedRecord) -> tuple[object, ...]:
    when = record.refused_at.ToJsonString()
    return (
        record.id,
        record.element,
        record.file,
        record.line,
        record.reason,
        record.field,
        record.record_id,
        when,
    )


def _of(client: Client) -> "RecordServiceAsyncStub":
    return RecordServiceStub(client.channels["provisioning"])
