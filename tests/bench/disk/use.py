"""Records of use on their whole way: a switch's files, provisioning, the topic, billing."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.ground import Ground
from emulator.records.domain.record_file import RecordFile
from emulator.records.wire import content
from emulator.switch.domain.call_record import Amount, CallRecord, RecordType
from kernel.clock import SystemClock
from kernel.ids import new_id

SWITCH = "MSC-B"
"""Not the emulator's own: its files are written by nobody else."""
RECORDS_IN_A_FILE = 1000
LOOK_SECONDS = 0.5
MOST_SECONDS = 300.0
_CARDS = "SELECT msisdn, seen_imsi FROM profile WHERE seen_present ORDER BY msisdn"
"""Use is known by its card: a record of one that nobody has is refused."""
_RATED = "SELECT count(*) FROM usage_record"


def use(ground: Ground, number: int) -> Callable[[], Awaitable[None]]:
    """Return what lays so many records before provisioning, and waits until all are rated."""

    async def act() -> None:
        url = ground.operator.surroundings.databases["billing"].replace("+asyncpg", "", 1)
        cards = await _cards(ground)
        billing = await asyncpg.connect(url)
        try:
            before = int(await billing.fetchval(_RATED))
            for file in _files(cards, number):
                name = f"{SWITCH}-{file.sequence:010}.jsonl"
                path = ground.data_dir / "call-records" / name
                half = path.with_name(f".{name}")
                half.write_bytes(content(file, switch=SWITCH))
                half.rename(path)
            async with asyncio.timeout(MOST_SECONDS):
                # Rated by another process: there is no event to wait for.
                while int(await billing.fetchval(_RATED)) - before < number:  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await billing.close()

    return act


async def _cards(ground: Ground) -> list[tuple[str, str]]:
    """Return each number in the network with its card."""
    url = ground.operator.surroundings.databases["provisioning"].replace("+asyncpg", "", 1)
    provisioning = await asyncpg.connect(url)
    try:
        cards = await provisioning.fetch(_CARDS)
    finally:
        await provisioning.close()
    return [(str(one["msisdn"]), str(one["seen_imsi"])) for one in cards]


def _files(cards: Sequence[tuple[str, str]], records: int) -> list[RecordFile]:
    dice = random.Random(1)  # noqa: S311 - no secret
    begun = SystemClock().now() - timedelta(seconds=1)
    made = [_call(dice.choice(cards), begun + timedelta(microseconds=n)) for n in range(records)]
    starts = range(0, records, RECORDS_IN_A_FILE)
    return [
        RecordFile(turn, tuple(made[start : start + RECORDS_IN_A_FILE]))
        for turn, start in enumerate(starts, 1)
    ]


def _call(card: tuple[str, str], at: datetime) -> CallRecord:
    msisdn, imsi = card
    return CallRecord(
        cdr_id=new_id(),
        type=RecordType.TEXT,
        msisdn=msisdn,
        imsi=imsi,
        peer="8613811112222",
        start_time=at,
        amount=Amount(count=1),
        cell="460-00-1-1",
        roam_type="home",
    )
