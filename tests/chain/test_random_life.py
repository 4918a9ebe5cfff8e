"""A random life of legal acts: the books, the money and the network agree all along."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field, replace

from harness.books import Books
from harness.chain import Town
from launch.story import Anna

SEED = int(os.environ.get("KAITONG_LIFE_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
ACTS = int(os.environ.get("KAITONG_LIFE_ACTS", "25"))
PEOPLE = 3


@dataclass
class Life:
    """What happens to some people; a refusal is an answer like any other."""

    town: Town
    chance: random.Random
    people: list[Anna]
    done: list[str] = field(default_factory=list)

    def act(self) -> None:
        """Let one thing happen to one of them."""
        who = self.chance.randrange(len(self.people))
        acts = [self.talk, self.pay, self.swap, self.go_away, self.come_back, self.wait]
        if len(self.done) > ACTS // 2:
            acts.append(self.leave)
        what = self.chance.choice(acts)
        self.people[who] = what(self.people[who])
        self.done.append(f"{what.__name__} {who}")

    def talk(self, anna: Anna) -> Anna:
        self.town.calls(anna, seconds=self.chance.randrange(30, 6000))
        return anna

    def pay(self, anna: Anna) -> Anna:
        if self.town.subscriber(anna)["state"] != "terminated":
            self.town.pays(anna, fen=self.chance.randrange(1, 5000))
        return anna

    def swap(self, anna: Anna) -> Anna:
        new = self.town.scene.stock.card(self.town.scene.counter.free_card())
        order = self.town.asks_for(anna, "sim_swap", new_iccid=new.iccid, kind="lost")
        return replace(anna, card=new) if order.state == "completed" else anna

    def go_away(self, anna: Anna) -> Anna:
        self.town.asks_for(anna, "voluntary_suspension", months=self.chance.randrange(1, 7))
        return anna

    def come_back(self, anna: Anna) -> Anna:
        self.town.asks_for(anna, "voluntary_resumption")
        return anna

    def leave(self, anna: Anna) -> Anna:
        self.town.asks_for(anna, "termination")
        return anna

    def wait(self, anna: Anna) -> Anna:
        self.town.later(days=self.chance.randrange(1, 6))
        return anna


def test_books_money_and_network_agree_all_along(town: Town) -> None:
    print(f"seed {SEED}: repeat with KAITONG_LIFE_SEED={SEED}")  # noqa: T201
    people = [town.opens_for_somebody(prepaid=3000) for _ in range(PEOPLE)]
    life = Life(town, random.Random(SEED), people)  # noqa: S311  # repeatable, not secret
    books = Books(town)

    for _ in range(ACTS):
        life.act()
        town.is_quiet()

        assert books.network_differs() == [], life.done
        assert books.ledger().sum_minor == 0, life.done

    assert books.held_without_order() == []
    assert books.hand_overs_differ() == []
    numbers = [one.msisdn for one in books.subscribers() if one.state != "terminated"]
    assert len(numbers) == len(set(numbers))
