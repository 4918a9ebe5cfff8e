"""What a catalogue would change before it is loaded: `catalogue diff`, `catalogue simulate`."""

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heappushpop

from boss.billing.v1.catalogue_pb2 import (
    CatalogueChange,
    DiffCatalogueRequest,
    SimulateCatalogueRequest,
    SimulateCatalogueResponse,
    SimulatedKind,
    SimulatedSubscriber,
)
from boss.billing.v1.catalogue_pb2_grpc import CatalogueServiceStub
from bossctl.amounts import in_fen
from bossctl.client import LONG_SECONDS, Client
from bossctl.outcome import DONE, UNSUCCESSFUL
from bossctl.output import progress, say, show_table, stream, wants_json
from bossctl.quantities import MOST_SHOWN, shown_at_most, whole
from bossctl.table import table
from bossctl.words import Arguments

CHANGE = ("section", "code", "field", "loaded", "proposed")
KIND = ("kind", "records", "charged", "now", "then", "difference", "waiting now", "then")
SUBSCRIBER = ("subscriber", "offering", "now", "then", "difference", "waiting now", "then")
Sums = tuple[int, int, int, int, int, int]
"""Records; charged, now and then in thousandths of a fen; waiting now and then."""
NOTHING: Sums = (0, 0, 0, 0, 0, 0)


def add_diff_words(act: argparse.ArgumentParser) -> None:
    act.add_argument("--at", default="", metavar="DAY", help="compare with what is valid then")


def add_simulate_words(act: argparse.ArgumentParser) -> None:
    act.add_argument("--month", default="", help="such as 2026-10; left out: the last one")
    act.add_argument(
        "--show",
        type=whole(least=0, most=MOST_SHOWN),
        default=20,
        help="so many subscribers, most changed first",
    )
    act.add_argument(
        "--page", type=shown_at_most, default=500, help="subscribers asked for at once"
    )


async def diff(catalogue: str, arguments: Arguments, client: Client) -> int:
    """Print what the files say otherwise; return 1 where that is anything, as `diff` does."""
    stub = CatalogueServiceStub(client.channels["billing"])
    request = DiffCatalogueRequest(catalogue=catalogue, at=arguments.at)
    answer = await client.ask("billing", stub.DiffCatalogue, request, seconds=LONG_SECONDS)
    if wants_json():
        for change in answer.changes:
            stream(_as_json(change))
        return UNSUCCESSFUL if answer.changes else DONE
    known = f"version {answer.catalogue_version}, valid from {answer.valid_from}"
    say(known if answer.catalogue_version else "no catalogue is valid then")
    show_table(CHANGE, map(_change_row, answer.changes), empty="no difference")
    return UNSUCCESSFUL if answer.changes else DONE


async def simulate(catalogue: str, arguments: Arguments, client: Client) -> int:
    """Have the month rated page by page, and print the sums and whom it changes most."""
    stub = CatalogueServiceStub(client.channels["billing"])
    request = SimulateCatalogueRequest(
        catalogue=catalogue, month=arguments.month, limit=arguments.page
    )
    tally = _Tally(most=arguments.show)
    while True:
        page = await client.ask("billing", stub.SimulateCatalogue, request, seconds=LONG_SECONDS)
        tally.add(page)
        if wants_json():
            for subscriber in page.changed:
                stream(_subscriber_json(subscriber))
        progress(f"{page.month}: {tally.subscribers} subscribers rated")
        if not page.next_subscriber_id:
            break
        request.month = page.month
        request.after_subscriber_id = page.next_subscriber_id
    if wants_json():
        stream(tally.as_json())
    else:
        say(tally.as_tables())
    return DONE


@dataclass
class _Tally:
    """What all pages said together; of subscribers only those that change most are kept."""

    most: int
    subscribers: int = 0
    changed: int = 0
    kinds: dict[str, Sums] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    heap: list[tuple[int, str, str, Sums]] = field(default_factory=list)

    def add(self, page: SimulateCatalogueResponse) -> None:
        self.subscribers += page.subscribers
        self.changed += len(page.changed)
        for kind in page.totals:
            self.kinds[kind.kind] = _added(self.kinds[kind.kind], _sums(kind))
        for subscriber in page.changed:
            whole = _added(*map(_sums, subscriber.kinds))
            ranked = (
                abs(whole[3] - whole[2]),
                subscriber.subscriber_id,
                subscriber.offering,
                whole,
            )
            if len(self.heap) < self.most:
                self.heap.append(ranked)
                self.heap.sort()
            elif self.heap:
                heappushpop(self.heap, ranked)

    def as_json(self) -> dict[str, object]:
        kinds = {kind: _sums_json(sums) for kind, sums in sorted(self.kinds.items())}
        said: dict[str, object] = {
            "subscribers": self.subscribers,
            "changed": self.changed,
            "kinds": kinds,
        }
        return said | {"total": _sums_json(_added(*self.kinds.values()))}

    def as_tables(self) -> str:
        rows = [(kind, *_cells(sums)) for kind, sums in sorted(self.kinds.items())]
        rows.append(("together", *_cells(_added(*self.kinds.values()))))
        said = [table(KIND, rows), "Amounts are in fen.", ""]
        said.append(f"{self.changed} of {self.subscribers} subscribers would pay otherwise")
        if self.heap:
            ranked = [
                (subscriber, offering, *_cells(sums)[2:])
                for _, subscriber, offering, sums in sorted(self.heap, reverse=True)
            ]
            said.append(table(SUBSCRIBER, ranked))
        return "\n".join(said)


def _sums(kind: SimulatedKind) -> Sums:
    return (
        kind.records, kind.charged_millifen, kind.now_millifen, kind.then_millifen,
        kind.now_waiting, kind.then_waiting,
    )  # fmt: skip


def _added(*every: Sums) -> Sums:
    records, charged, now, then, waiting, waits = map(sum, zip(NOTHING, *every, strict=True))
    return records, charged, now, then, waiting, waits


def _cells(sums: Sums) -> tuple[object, ...]:
    records, charged, now, then, waiting, waits = sums
    amounts = map(in_fen, (charged, now, then, then - now))
    return (records, *amounts, waiting, waits)


def _sums_json(sums: Sums) -> dict[str, int]:
    names = ("records", "charged_millifen", "now_millifen", "then_millifen")
    return dict(zip((*names, "now_waiting", "then_waiting"), sums, strict=True))


def _subscriber_json(subscriber: SimulatedSubscriber) -> dict[str, object]:
    kinds = {kind.kind: _sums_json(_sums(kind)) for kind in subscriber.kinds}
    return {
        "subscriber_id": subscriber.subscriber_id,
        "offering": subscriber.offering,
        "kinds": kinds,
    }


def _as_json(change: CatalogueChange) -> dict[str, object]:
    said: dict[str, object] = {
        "section": change.section,
        "code": change.code,
        "field": change.field,
    }
    if change.HasField("loaded"):
        said["loaded"] = json.loads(change.loaded)
    if change.HasField("proposed"):
        said["proposed"] = json.loads(change.proposed)
    return said


def _change_row(change: CatalogueChange) -> tuple[str, ...]:
    loaded = change.loaded if change.HasField("loaded") else "-"
    proposed = change.proposed if change.HasField("proposed") else "-"
    return (change.section, change.code, change.field, loaded, proposed)
