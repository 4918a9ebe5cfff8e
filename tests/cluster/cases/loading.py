"""A row of the sizing table, confirmed: its busiest second goes on for two minutes."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import ClassVar

from sizing.need import Figures, Need
from typing_extensions import override

from cluster.beside import Beside
from cluster.cases.crowd import Customers
from cluster.cases.measuring import Taken, taken
from cluster.cases.using import agreed, number_opened
from cluster.cases.watching import Watcher
from cluster.telling import Wrong
from cluster.town import Town
from emulator.records.domain.record_file import RecordFile
from emulator.records.wire import content, file_name
from emulator.switch.domain.call_record import Amount, CallRecord, RecordType
from kernel.clock import SystemClock, monotonic
from kernel.ids import new_id
from launch.story import A_FRIEND, Anna

SUBSCRIBERS = 1_000_000
"""The row: what so many do in their busiest second is done here."""
SECONDS = 120
CALLERS, AT_ONCE = 48, 4
MONEY = 1000_00
"""Fen, for the texts of one of them."""
SWITCH = "MSC-LOAD"
"""Not the emulator's own: its files are written by nobody else."""
CHARGED_SECONDS = 60.0
"""The promise: 999 of 1000 uses are charged within it."""
RATED = "SELECT count(*) FROM usage_record"
OF_USE = ("provisioning-work", "billing-listen", "kaitong-postgres-0")


@dataclass
class Switch(Beside):
    """Lays a file of records before provisioning each second."""

    first: ClassVar[Iterator[int]] = count(1)
    """Numbers of its files have no gaps, however many of them there were in a run."""

    town: Town
    subscribers: Sequence[Anna]
    records: int
    seconds: int = SECONDS
    laid: list[float] = field(default_factory=list)
    """When each file was laid."""

    @override
    def go_on(self) -> None:
        begun = monotonic()
        while len(self.laid) < self.seconds and not self.told_to_stop.is_set():
            self.lay()
            self.laid.append(monotonic())
            time.sleep(max(0.0, begun + len(self.laid) - monotonic()))

    def lay(self) -> None:
        """Lay one more file."""
        sequence = next(Switch.first)
        file = RecordFile(sequence, tuple(self._text(turn) for turn in range(self.records)))
        folder = self.town.folder / "volumes" / "call-records"
        name = file_name(file, switch=SWITCH)
        half = folder / f".{name}"
        half.write_bytes(content(file, switch=SWITCH))
        half.rename(folder / name)

    def _text(self, turn: int) -> CallRecord:
        anna = self.subscribers[turn % len(self.subscribers)]
        return CallRecord(
            cdr_id=new_id(),
            type=RecordType.TEXT,
            msisdn=anna.number,
            imsi=anna.sim.imsi,
            peer=A_FRIEND,
            start_time=SystemClock().now(),
            amount=Amount(count=1),
            cell="460-00-1-1",
            roam_type="home",
        )


def borne(town: Town) -> str:
    """Have a row's busiest second last, and compare what it takes with what was reckoned."""
    need = Need(SUBSCRIBERS, Figures.read())
    with ThreadPoolExecutor(AT_ONCE) as opening:
        subscribers = list(opening.map(lambda _: with_money(town), range(CALLERS)))
    records = round(need.records_a_second)
    before, rated = taken(town), int(town.sql(RATED, database="billing"))
    with Watcher(town) as watcher, Customers(town, every=1 / need.orders_a_second) as customers:
        with Switch(town, subscribers, records) as switch:
            longest = _charged(town, switch, since=rated)
        spent = _spent(before, taken(town), records * SECONDS)
    told = (
        f"{records} records/s and {need.orders_a_second:.2f} orders/s for {SECONDS} s, of"
        f" {SUBSCRIBERS:,} subscribers; the latest charged after {longest:.1f} s"
    )
    town.figures.note("a row of the sizing table", told)
    town.figures.note("processor of a record, µs: taken (reckoned)", _compared(spent, need))
    if longest > CHARGED_SECONDS:
        raise Wrong(told)
    return f"{told}; {customers.judged()}; {watcher.told}; {agreed(town)}"


def with_money(town: Town) -> Anna:
    """Open somebody who can pay for texts."""
    anna = number_opened(town)
    town.counter().pay(anna.subscriber, fen=MONEY)
    return anna


def _charged(town: Town, switch: Switch, *, since: int) -> float:
    """Wait until every record has its price; return the longest a file waited for that."""
    longest, done, until = 0.0, 0, monotonic() + SECONDS + 2 * CHARGED_SECONDS
    while done < SECONDS:
        files = (int(town.sql(RATED, database="billing")) - since) // switch.records
        now = monotonic()
        for laid in switch.laid[done:files]:
            longest = max(longest, now - laid)
        done = max(done, files)
        if now > until:
            raise Wrong(f"{len(switch.laid)} files were laid, {done} are charged")
        time.sleep(0.5)
    return longest


def _spent(before: dict[str, Taken], after: dict[str, Taken], records: int) -> dict[str, float]:
    """Return the microseconds of a processor a record took, with all that went on beside it."""
    return {
        name: (after[name].nanoseconds - before[name].nanoseconds) / 1000 / records
        for name in OF_USE
    }


def _compared(spent: dict[str, float], need: Need) -> str:
    reckoned = need.figures.processor_us["record"]
    names = dict(zip(OF_USE, ("provisioning", "billing", "postgres"), strict=True))
    return ", ".join(f"{name} {used:.0f} ({reckoned[names[name]]})" for name, used in spent.items())
