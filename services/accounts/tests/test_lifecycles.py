"""Random lives: whatever is done in whatever order, number, card, stops and state agree."""

from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shop_of_accounts import NOON

from accounts.stock.domain.phone_number import NUMBER, NumberState, PhoneNumber
from accounts.stock.domain.sim_card import SIM_CARD, SimCard, SimState
from accounts.subscribers.domain.moves import SUBSCRIBER, WITH_PHASE, Act, Phase
from accounts.subscribers.domain.stop import STOPS, KeptStop, Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber, stopped_again
from kernel.errors import Refusal
from kernel.numbering import Iccid, Imsi, Msisdn

ANY_STOP = st.sampled_from(
    [
        Stop(reason, level)
        for reason, row in STOPS.items()
        for level in sorted(row.levels)
        if reason not in WITH_PHASE
    ]
)


@dataclass
class Believed:
    """What the rules of the domain say should be so, kept apart from the code under test."""

    stops: frozenset[Stop] = frozenset()
    version: int = 1
    cards: int = 1

    def allow(self, stop: Stop) -> bool:
        """Tell whether rules 4.3 let a number in service be stopped so (T07, T08)."""
        worst = max((each.level for each in self.stops), default=Level.NONE)
        reasons = {each.reason for each in self.stops}
        match stop.reason:
            case StopReason.VOLUNTARY:
                return worst <= Level.DATA_ONLY or stop in self.stops
            case StopReason.LOST:
                asked = StopReason.VOLUNTARY in reasons
                return (worst < Level.TWO_WAY and not asked) or stop in self.stops
            case _:
                return True


class Life(RuleBasedStateMachine):
    """One number from its order to its end."""

    @initialize()
    def opens(self) -> None:
        number = PhoneNumber(Msisdn("8613900000001")).reserved_for("order")
        card = SimCard(Iccid("898600000000000001"), Imsi("460000000000001")).reserved_for("order")
        self.present = Subscriber("anna-1", "anna", number, card, "prepaid", opened_by="order")
        self.believed = Believed()
        self.old_cards: list[SimCard] = []

    @precondition(lambda self: self.present.phase is Phase.PENDING)
    @rule()
    def is_confirmed(self) -> None:
        self.present = self.present.activated(now=NOON)
        self.believed.version += 1

    @precondition(lambda self: self.present.phase is Phase.PENDING)
    @rule()
    def is_undone(self) -> None:
        undone = self.present.after(Act.UNDO)
        self.present = replace(undone, number=undone.number.released(), card=undone.card.released())
        self.believed.version += 1

    @rule(stop=ANY_STOP)
    def is_stopped(self, stop: Stop) -> None:
        kept = KeptStop(stop, since=NOON, added_by=f"order-{self.believed.version}")
        if self.present.phase is not Phase.ACTIVE or not self.believed.allow(stop):
            self.is_refused(lambda: self.present.with_stop(kept))
            return
        self.believed.version += stop not in self.believed.stops
        self.present = self.present.with_stop(kept)
        self.believed.stops |= {stop}

    @rule(stop=ANY_STOP)
    def is_resumed(self, stop: Stop) -> None:
        by = f"order-{self.believed.version}"
        if self.present.phase is not Phase.ACTIVE or stop not in self.believed.stops:
            self.is_refused(lambda: self.present.without_stop(stop, by=by, now=NOON))
            return
        lifted = self.present.without_stop(stop, by=by, now=NOON)
        again = stopped_again(lifted, stop, lifted_by=by)
        assert again.stops == self.present.stops
        assert again.in_force == self.present.in_force
        self.present = lifted
        self.believed.stops -= {stop}
        self.believed.version += 1

    @rule()
    def gets_another_card(self) -> None:
        self.believed.cards += 1
        serial = self.believed.cards
        card = SimCard(Iccid(f"8986{serial:014d}"), Imsi(f"46000{serial:010d}"))
        held = card.reserved_for("swap")
        if self.present.phase is not Phase.ACTIVE:
            self.is_refused(lambda: self.present.with_card(held, now=NOON))
            return
        self.old_cards.append(self.present.card.retired())
        self.present = self.present.with_card(held, now=NOON)
        self.believed.version += 1

    @precondition(lambda self: self.present.phase is not Phase.PENDING)
    @rule()
    def leaves(self) -> None:
        if self.present.phase is not Phase.ACTIVE:
            self.is_refused(lambda: self.present.terminated(by="order", now=NOON))
            return
        self.present = self.present.terminated(by="order", now=NOON)
        self.believed = replace(self.believed, stops=frozenset(), version=self.believed.version + 1)

    def is_refused(self, act: object) -> None:
        assert callable(act)
        try:
            act()
        except Refusal as refusal:
            assert refusal.code in {"STATE_NOT_ALLOWED", "STOP_NOT_IN_FORCE"}
        else:
            raise AssertionError("it was not refused")

    @invariant()
    def number_and_card_follow_the_phase(self) -> None:
        expected = {
            Phase.PENDING: (NumberState.RESERVED, SimState.RESERVED),
            Phase.ACTIVE: (NumberState.IN_USE, SimState.ACTIVE),
            Phase.TERMINATED: (NumberState.QUARANTINED, SimState.VOID),
            Phase.UNDONE: (NumberState.AVAILABLE, SimState.IN_STOCK),
        }
        present = self.present
        assert (present.number.state, present.card.state) == expected[present.phase]

    @invariant()
    def old_cards_stay_void(self) -> None:
        assert all(card.state is SimState.VOID for card in self.old_cards)
        assert self.present.card.iccid not in {card.iccid for card in self.old_cards}

    @invariant()
    def stops_are_what_was_added_and_not_lifted(self) -> None:
        assert self.present.stops == self.believed.stops
        assert len(self.present.in_force) == len(self.believed.stops)
        assert self.present.version == self.believed.version

    @invariant()
    def level_is_the_strictest(self) -> None:
        levels = [int(stop.level) for stop in self.believed.stops]
        assert int(self.present.level) == max(levels, default=0)

    @invariant()
    def whoever_is_active_is_not_stopped(self) -> None:
        capped = {stop for stop in self.believed.stops if stop.level is Level.DATA_ONLY}
        active = self.present.phase is Phase.ACTIVE and self.believed.stops <= capped
        assert (self.present.state == "active") is active


TestLife = Life.TestCase


def test_a_number_rests_for_ninety_days_to_the_moment() -> None:
    used = PhoneNumber(Msisdn("8613900000001")).reserved_for("order").assigned()

    resting = used.resting(since=NOON)

    assert resting.quarantined_until == NOON + timedelta(days=90)
    assert resting.returned() == PhoneNumber(used.msisdn, recycled=True)


def test_tables_are_drawn_for_the_documentation() -> None:
    drawn = [table.as_mermaid() for table in (NUMBER, SIM_CARD, SUBSCRIBER)]

    assert "quarantined --> available: return" in drawn[0]
    assert "void --> [*]" in drawn[1]
    assert "pending --> undone: undo" in drawn[2]
