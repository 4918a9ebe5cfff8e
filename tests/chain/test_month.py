"""A prepaid and a postpaid subscriber live a month, and every fen of it explains itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from boss.billing.v1 import events_pb2
from harness.books import Books
from harness.chain import FRIEND, Town
from harness.money_trail import MILLIFEN, explained, said, trail_of
from harness.plans import MONTHLY, Pack, fee_by_day, included_by
from harness.record_files import SHANGHAI, by_number, reckon, records
from launch.story import Anna

PREPAID, LATER = "KEEP8", "postpaid-basic"
FIRST_MONEY = {PREPAID: 1500, LATER: 0}
A_MINUTE = 15
"""Fen."""
INCLUDED_KINDS = {PREPAID: ["VOICE_MO", "DATA"], LATER: ["DATA"]}
NOTICES = {
    PREPAID: ("allowance_threshold", "balance_low", "stopped_for_arrears"),
    LATER: ("allowance_threshold", "data_beyond", "credit_low", "stopped_for_exposure"),
}
OPENED_ON, DAYS = 10, 7
OTHER_FRIEND = "01065550177"
MB, GB = 1024**2, 1024**3
LET_THROUGH, USED_UP, BARRED = "let through", "credit used up", "barred outgoing"


PACK = Pack("DATA10", 1000, 1024 * 1024)


@dataclass
class Living:
    """Somebody who uses her telephone, and pays when nothing is let through any more."""

    town: Town
    anna: Anna
    offering: str
    first_money: int
    data_a_day: int
    pays_at_once: int
    paid: int = 0
    packs: list[tuple[Pack, datetime]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def account(self) -> str:
        door = f"/v1/subscribers/{self.anna.subscriber}/balance"
        return str(self.town.http.get(door).json()["id"])

    @property
    def can_spend(self) -> int:
        """What is left, and of who pays later what is left of the limit."""
        door = f"/v1/subscribers/{self.anna.subscriber}/balance"
        return int(self.town.http.get(door).json()["available"])

    @property
    def minutes_left(self) -> int:
        """Minutes her plan still includes."""
        door = f"/v1/subscribers/{self.anna.subscriber}/allowances"
        left = self.town.http.get(door).raise_for_status().json()
        return sum(one["left"] for one in left if one["kind"] == "voice")

    def lives_a_day(self) -> None:
        """Call, write, send a message and use data; pay where something is not let through."""
        handsets, sim = self.town.scene.handsets, self.anna.sim
        acts: tuple[Callable[[], str], ...] = (
            lambda: handsets.call(sim, to=FRIEND, seconds=401),
            lambda: handsets.write(sim, to=FRIEND, body="see you " * 10),
            lambda: handsets.send_multimedia(sim, to=(FRIEND, OTHER_FRIEND), octets=80_000),
            lambda: handsets.use_data(sim, octets=self.data_a_day),
        )
        for act in acts:
            answer = act()
            self.answers[answer] += 1
            if answer != LET_THROUGH:
                self.pays(self.pays_at_once)
        self.town.is_quiet()

    def talks_where_nobody_could_ask(self) -> None:
        """Spend more than there is: stopped at once, and back once she has paid."""
        self.town.scene.handsets.faults.lose_charging()
        minutes = self.can_spend // A_MINUTE + self.minutes_left + 2
        assert self.town.calls(self.anna, seconds=60 * minutes) == LET_THROUGH
        self.town.comes_true(lambda: self.town.level(self.anna) == "one_way")
        assert self.town.calls(self.anna) == BARRED
        self.pays(self.pays_at_once)
        assert self.town.calls(self.anna) == LET_THROUGH
        self.town.is_quiet()

    def buys(self, pack: Pack) -> None:
        """Buy a pack at the counter, from the balance."""
        self.packs.append((pack, self.town.now()))
        door = f"/v1/subscribers/{self.anna.subscriber}/packs"
        bought = self.town.http.post(door, json={"pack": pack.code})
        assert bought.status_code == 201, bought.text

    def pays(self, fen: int) -> None:
        """Pay, and go on once the network lets her."""
        self.town.pays(self.anna, fen=fen)
        self.paid += fen
        self.town.comes_true(lambda: self.town.level(self.anna) == "none")
        self.town.is_quiet()


def begins_on(town: Town, day: int) -> None:
    """Turn the clock to noon of this day of the next month, where the operator is."""
    local = town.now() + SHANGHAI
    first = (local.replace(day=1) + timedelta(days=32)).replace(day=day, hour=12, minute=0)
    turns_to(town, first - SHANGHAI)


def turns_to(town: Town, moment: datetime) -> None:
    moved = town.http.post("/v1/clock", json={"to": moment.isoformat()})
    assert moved.is_success, moved.text


def test_a_prepaid_and_a_postpaid_subscriber_live_a_month(town: Town) -> None:
    begins_on(town, OPENED_ON)
    prepaid, later = (
        town.opens_for_somebody(prepaid=FIRST_MONEY[one], offering=one) for one in (PREPAID, LATER)
    )
    lives = (
        Living(town, prepaid, PREPAID, FIRST_MONEY[PREPAID], 20 * MB, 1000),
        Living(town, later, LATER, FIRST_MONEY[LATER], 6 * GB, 4000),
    )
    month = (town.now() + SHANGHAI).month
    lives[1].buys(PACK)

    while (town.now() + SHANGHAI).month == month:
        for one in lives:
            one.lives_a_day()
        town.later(days=3)
    for one in lives:
        one.lives_a_day()
        one.talks_where_nobody_could_ask()

    for one in lives:
        everything_explains_itself(one)
        she_was_told_and_stopped(one)
    assert Books(town).network_differs() == []
    assert Books(town).ledger().sum_minor == 0


def everything_explains_itself(one: Living) -> None:
    """Records, explanations, ledger and balance say the same, to a thousandth of a fen."""
    used = by_number(records(one.town))[one.anna.number]
    explanations = explained(one.town, used)
    trail = trail_of(one.town, one.account)

    assert len(used) > 4 * DAYS
    assert {record.type for record in used} == {"VOICE_MO", "SMS_MO", "MMS_MO", "DATA"}
    assert set(explanations) == {record.id for record in used}
    charged = sum(usage.charged_millifen for usage in explanations.values())
    packs = [pack.bought(at) for pack, at in one.packs]
    plan = included_by(one.offering, opened_at=used[0].started_at)
    reckoned = reckon(used, [*plan, *packs])
    assert charged == reckoned.millifen
    assert charged == trail.millifen_used
    # What allowances paid and what is beyond them is what was used.
    paid = Counter[str]()
    for record in used:
        paid[record.type] += explanations[record.id].allowance_used
    assert paid == reckoned.included
    assert [kind for kind, units in paid.items() if units] == INCLUDED_KINDS[one.offering]
    assert trail.balance == one.town.balance(one.anna)
    # Not a fen more or less than what was paid, the fees of two months, and what was used.
    fees = fee_by_day(one.offering, opened_at=used[0].started_at) + MONTHLY[one.offering]
    fees += sum(pack.price for pack, _ in one.packs)
    assert trail.balance == one.first_money + one.paid - fees - charged // MILLIFEN


def she_was_told_and_stopped(one: Living) -> None:
    """Money was used up at the switch, she was reminded, and what passed unasked stopped her."""
    assert one.answers[USED_UP] > 0
    told = Counter(
        text.template
        for text in said(one.town, events_pb2.SmsRequested)
        if text.subscriber_id == one.anna.subscriber
    )
    assert not [notice for notice in NOTICES[one.offering] if not told[notice]], told
