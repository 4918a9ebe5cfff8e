"""The promise of a release: its doors and those of the release before live side by side.

On one database, one topic and one network, with orders and usage under way: the release before on
its own schema, then on ours, then both, then the release before alone again. What both say, hear,
call and answer goes through either. What it does not cover: images and rollouts of Kubernetes
(`make cluster-test`), other versions of Python or of packages, and releases further apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from harness.books import Books
from harness.chain import Town
from harness.release_before import OURS, BothReleases, is_known
from launch.counter import Counter
from launch.issuer import issue
from launch.operations import BossctlFailed, bossctl
from launch.person import somebody
from launch.stock_files import MadeCard
from launch.story import Anna
from launch.waiting import comes_true

TOPPED_UP = 5000
"""Fen."""
AT_ONCE = 4
ORDER_SECONDS = 90.0
ROLES = ("clerk", "supervisor", "operations")


@pytest.mark.skipif(not is_known(), reason="the history around us does not reach back so far")
def test_two_releases_live_side_by_side_on_one_database_and_one_topic(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with (
        BothReleases.beginning(tmp_path) as releases,
        Town.around(releases.operator, catalogue=releases.catalogue) as town,
    ):
        ours = at_our_door(town, releases)
        stock = drawer(town)
        people = opened(stock, [town])

        with ThreadPoolExecutor(1) as hand:
            # Orders are under way while their databases change.
            asked = hand.submit(opened, stock, [town] * AT_ONCE)
            releases.migrate()
            people += asked.result()
        use(town, people)

        with releases.beside():
            people += opened(stock, [town, ours] * 2)
            for service in OURS[:3]:
                # Whoever leads dies, and the other release takes over.
                releases.operator.kill(service)
            people += opened(stock, [ours] * AT_ONCE)
            releases.operator.wait_until_ready()
            for door in (town, ours):
                use(door, people)
            agrees(town)

        people += opened(stock, [town])
        use(town, people)

        # What only ours listens to waited while the release before was alone.
        with releases.beside():
            agrees(town)
        assert Books(town).orders_by_state() == {"fulfilled": len(people)}


def drawer(town: Town) -> Iterator[tuple[str, MadeCard]]:
    """Return numbers and cards nobody has, each once: several clerks take from it."""
    wanted = {"limit": "50"}
    numbers = town.http.get("/v1/stock/numbers", params={**wanted, "state": "available"}).json()
    cards = town.http.get("/v1/stock/sim-cards", params={**wanted, "state": "in_stock"}).json()
    for number, card in zip(numbers, cards, strict=False):
        yield str(number["msisdn"]), town.scene.stock.card(str(card["iccid"]))


def opened(stock: Iterator[tuple[str, MadeCard]], doors: Sequence[Town]) -> list[Anna]:
    """Open a number at each of these doors, all at once."""
    taken = list(islice(stock, len(doors)))
    with ThreadPoolExecutor(AT_ONCE) as hands:
        return list(hands.map(opened_at, doors, taken))


def opened_at(door: Town, taken: tuple[str, MadeCard]) -> Anna:
    person, (number, card) = somebody(), taken
    customer = door.scene.counter.meet(person)
    anna = Anna(customer=customer, paper=person.paper, number=number, card=card)
    asked = door.asks_to_open(anna, prepayment=TOPPED_UP)
    order = door.scene.counter.finished(asked, within=ORDER_SECONDS)
    assert order.state == "completed", order.content
    return replace(anna, subscriber=order.subscriber)


def at_our_door(town: Town, releases: BothReleases) -> Town:
    """Return the same town seen from our own REST door."""
    keys = releases.operator.surroundings.keys
    counter = Counter(releases.rest, token=issue(keys, subject="clerk-2", roles=ROLES))
    return replace(town, scene=replace(town.scene, counter=counter))


def use(town: Town, people: list[Anna]) -> None:
    """Let everybody pay and call, and everything come to rest."""
    for one in people:
        town.pays(one, fen=TOPPED_UP)
        switch_on(town, one)
        assert town.calls(one, seconds=61) == "let through"
    town.is_quiet()


def switch_on(town: Town, anna: Anna) -> None:
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == "let through")


def agrees(town: Town) -> None:
    """Nothing is lost, nothing is done twice, and the network is as orders asked.

    The release before, asked whether all is quiet, does not look at what only ours listens to:
    totals that differ may have to be counted again.
    """
    town.is_quiet()
    comes_true(lambda: counts_agree(town), within=ORDER_SECONDS)
    assert "everything agrees" in bossctl(town.operator, "reconcile")
    books = Books(town)
    assert books.network_differs() == []
    assert books.hand_overs_differ() == []


def counts_agree(town: Town) -> bool:
    try:
        return "everything agrees" in bossctl(town.operator, "reconcile")
    except BossctlFailed:
        return False
