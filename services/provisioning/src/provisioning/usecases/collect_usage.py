"""Collect a file of call records: each record is said once, what is wrong is counted with why."""

from collections.abc import Iterator, Mapping, Sequence

from kernel.clock import Clock
from provisioning.domain.events import UsageRecorded
from provisioning.domain.usage import Flaw, RecordFile, RefusedLine, UsageRecord
from provisioning.usecases.ports import Desk, RecordFolder
from provisioning.usecases.watch_card import say_seen


async def collect_usage(name: str, *, desk: Desk, folder: RecordFolder, clock: Clock) -> None:
    """Take one closed file; the file goes to the archive when its records are said.

    After a crash in between it is found again, known, and only put away.
    """
    file = await folder.read(name)
    async with desk:
        if await desk.usage.open_file(file):
            await _say(file, desk=desk, clock=clock)
    await folder.archive(name)


async def _say(file: RecordFile, *, desk: Desk, clock: Clock) -> None:
    now = clock.now()
    cards = sorted({record.imsi for record in file.records})
    holders = await desk.profiles.holders(cards)
    known = [record for record in file.records if record.imsi in holders]
    fresh = await desk.usage.remember(known)
    if fresh:
        said = [UsageRecorded(record, holders[record.imsi]) for record in fresh]
        await desk.say(*said, now=now)
    await say_seen(cards, desk=desk, clock=clock)
    refused = [*file.refused, *_left_out(file, holders, fresh)]
    await desk.usage.close_file(file, refused, said=len(fresh), now=now)


def _left_out(
    file: RecordFile, holders: Mapping[str, str], fresh: Sequence[UsageRecord]
) -> Iterator[RefusedLine]:
    """Records of cards nobody holds, and records that were said before."""
    said = {(record.id, record.record_seq) for record in fresh}
    for record in file.records:
        if record.imsi not in holders:
            yield RefusedLine(record.record_seq, Flaw.CARD_UNKNOWN, record.id)
        elif (record.id, record.record_seq) not in said:
            yield RefusedLine(record.record_seq, Flaw.SAID_BEFORE, record.id)
