"""One customer's life, told step by step: what the counter did, and what the network saw."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from launch.agreement import agreement
from launch.counter import Counter, Order
from launch.handsets import Handsets, refused
from launch.open_orders import placed_when_free
from launch.person import somebody
from launch.self_service import SelfService
from launch.stock_files import MadeCard, StockFiles
from launch.waiting import comes_true

PREPAID = 1000
"""Fen paid at the opening and after the stop."""
KEEPING = 2000
"""Fen paid before going away for three months."""
OFFERING = "prepaid-basic"
PROOFS = ("id_seen", "face")
A_FRIEND = "01065550100"
LONG_CALL = 600
"""Seconds."""
A_MINUTE = 15
"""Fen."""
MOST_CALLS = 40
SOON = 20.0
"""Seconds within which the network is to follow."""
SLOW = 1500
"""Milliseconds the HLR takes to change the card, so that a text can be sent meanwhile."""
BANK_SAYS = "Your code is 482913"
CARD_ENDS = "补换卡"
"""What the warning to a card that is replaced speaks of (rules R-SIM-4)."""

AGREEMENT = agreement(OFFERING)
"""Of the plan that is opened here."""


class StoryBroke(RuntimeError):
    """Something did not go as the story is told."""


@dataclass(frozen=True, slots=True)
class Anna:
    """The customer as the story knows her so far."""

    customer: str = ""
    paper: str = field(default="", repr=False)
    subscriber: str = ""
    number: str = ""
    card: MadeCard | None = None

    @property
    def sim(self) -> MadeCard:
        if self.card is None:
            raise StoryBroke("Anna has no card yet")
        return self.card


class Tells(Protocol):
    def say(self, line: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the story plays."""

    counter: Counter
    handsets: Handsets
    stock: StockFiles
    teller: Tells
    apps: Callable[[str], SelfService] | None = None
    """The app of a customer, by their id; None where no provider collects what is paid there."""

    def counter_says(self, sentence: str) -> None:
        self.teller.say(f"     counter  {sentence}")

    def network_says(self, sentence: str) -> None:
        self.teller.say(f"     network  {sentence}")

    def carry_out(self, anna: Anna, process: str, **fields: Any) -> Order:
        """Place an order for Anna, seen with her paper and her face, and wait for its end."""
        return self.ended(self.place(anna, process, **fields))

    def place(self, anna: Anna, process: str, **fields: Any) -> Order:
        proof = self.counter.check(anna.customer, kinds=PROOFS, paper=anna.paper)
        who: Any = {"customer": anna.customer, "subscriber": anna.subscriber, "proofs": [proof]}
        asked = partial(self.counter.order, process, **who, **fields)
        return placed_when_free(asked, within=SOON)

    def ended(self, order: Order) -> Order:
        """Wait for an order that is to succeed; raises StoryBroke where it does not."""
        seen = self.counter.finished(order)
        if seen.state != "completed":
            raise StoryBroke(f"order {seen.id} ended {seen.state}: {dict(seen.content)}")
        return seen

    def call(self, anna: Anna) -> str:
        return self.handsets.call(anna.sim, to=A_FRIEND, seconds=LONG_CALL)

    def settles(self, anna: Anna) -> None:
        """Wait until the books are settled: what the network does next, it does for all of it."""

        def is_active() -> bool:
            return bool(self.counter.subscriber(anna.subscriber)["state"] == "active")

        if not comes_true(is_active, within=SOON):
            raise StoryBroke("the network resumed her, but the books do not say so")

    def settled(self, anna: Anna, is_so: Callable[[int], bool]) -> None:
        """Wait until her balance is so; raises StoryBroke where it does not become so."""
        if not comes_true(lambda: is_so(self.counter.balance(anna.subscriber)), within=SOON):
            raise StoryBroke(f"{self.counter.balance(anna.subscriber)} fen are left")

    def expect(self, sentence: str, check: Callable[[], bool], *, within: float = SOON) -> None:
        """Wait until the network has come so far; raises StoryBroke where it does not."""
        if not comes_true(check, within=within):
            raise StoryBroke(f"it did not come true within {within:.0f} s: {sentence}")
        self.network_says(sentence)


def is_opened(scene: Scene, anna: Anna) -> Anna:
    """新开户"""
    person = somebody()
    card = scene.stock.card(scene.counter.free_card())
    opened = replace(
        anna,
        customer=scene.counter.meet(person),
        paper=person.paper,
        number=scene.counter.free_number(),
        card=card,
    )
    order = scene.carry_out(
        opened,
        "new_subscription",
        msisdn=opened.number,
        iccid=card.iccid,
        offering=OFFERING,
        prepayment=PREPAID,
        agreement=AGREEMENT,
    )
    scene.counter_says(f"{person.name} gets {opened.number} and pays {yuan(PREPAID)}")
    return replace(opened, subscriber=order.subscriber)


def switches_on(scene: Scene, anna: Anna) -> Anna:
    scene.expect("the card is authenticated and taken in", lambda: is_in(scene, anna.sim))
    return anna


def talks_her_money_away(scene: Scene, anna: Anna) -> Anna:
    """预付费 (7.3): every started minute costs, and the switch asks before it lets her through."""
    calls = 0
    while not refused(answer := call_and_be_charged(scene, anna)):
        calls += 1
        if calls == MOST_CALLS:
            raise StoryBroke(f"{calls} calls, and there is still money")
    scene.network_says(f"{calls} calls of {LONG_CALL // 60} minutes let through")
    lasted = scene.handsets.talked(anna.sim)
    scene.network_says(f"the next call is cut after {lasted // 60} minutes: {answer}")
    scene.settled(anna, lambda left: left < A_MINUTE)
    scene.counter_says(f"{yuan(scene.counter.balance(anna.subscriber))} are left")
    return anna


def is_stopped(scene: Scene, anna: Anna) -> Anna:
    """欠费停机: a switch that can ask nobody lets her through, and its record tells."""
    if scene.counter.balance(anna.subscriber) > 0:
        scene.handsets.faults.lose_charging()
        answer = scene.call(anna)
        scene.network_says(f"nobody who charges is reached, and a call is {answer}")
    scene.settled(anna, lambda left: left <= 0)
    scene.counter_says(f"{yuan(scene.counter.balance(anna.subscriber))} are left")
    scene.expect("the next call is refused: barred outgoing", lambda: is_barred(scene, anna))
    return anna


def pays(scene: Scene, anna: Anna) -> Anna:
    """缴费复机"""
    fen = max(0, -scene.counter.balance(anna.subscriber)) + PREPAID
    if scene.apps is None:
        scene.counter.pay(anna.subscriber, fen=fen)
        scene.counter_says(f"she pays {yuan(fen)}")
    else:
        became = scene.apps(anna.customer).tops_up(anna.number, fen=fen)
        scene.counter_says(f"she pays {yuan(fen)} in her app: {became}, as the provider says")
    scene.expect("calls are let through again", lambda: not refused(scene.call(anna)))
    scene.settles(anna)
    return anna


def loses_her_card(scene: Scene, anna: Anna) -> Anna:
    """补卡: a text sent meanwhile must not reach the lost card; the warning that it ends may."""
    lost, new = anna.sim, scene.stock.card(scene.counter.free_card())
    scene.handsets.faults.slow_down("MOD IMSI", milliseconds=SLOW)
    order = scene.place(anna, "sim_swap", new_iccid=new.iccid, kind="lost")
    out = comes_true(lambda: not scene.handsets.is_attached(lost), within=SOON)
    scene.network_says(f"the lost card is {'thrown out first' if out else 'still in'}")
    scene.handsets.text(anna.number, sender="Bank", body=BANK_SAYS)
    scene.ended(order)
    scene.counter_says(f"she gets another card, {new.iccid}")
    if is_in(scene, lost):
        raise StoryBroke("the lost card is taken in again")
    swapped = replace(anna, card=new)
    scene.expect("the new card is taken in", lambda: is_in(scene, new))
    received = scene.handsets.inbox(lost)
    if BANK_SAYS in received:
        raise StoryBroke("the lost handset received a text meant for her")
    if any(CARD_ENDS in words for words in received):
        scene.network_says("the lost handset was told that its card is being replaced")
    scene.network_says("the bank's text, sent meanwhile, did not reach the lost handset")
    return swapped


def goes_away(scene: Scene, anna: Anna) -> Anna:
    """停机保号: the keep fee of all months she chooses must be there."""
    scene.counter.pay(anna.subscriber, fen=KEEPING)
    scene.counter_says(f"she pays {yuan(KEEPING)} for the months she will be away")
    scene.carry_out(anna, "voluntary_suspension", months=3)
    scene.counter_says("she keeps her number while she is away")
    answer = scene.call(anna)
    if not refused(answer):
        raise StoryBroke("a suspended number can call")
    scene.network_says(f"a call is refused: {answer}")
    return anna


def comes_back(scene: Scene, anna: Anna) -> Anna:
    """报停复话"""
    scene.carry_out(anna, "voluntary_resumption")
    scene.counter_says("she is back")
    scene.expect("a call is let through", lambda: not refused(scene.call(anna)))
    return anna


def leaves(scene: Scene, anna: Anna) -> Anna:
    """销户"""
    scene.carry_out(anna, "termination")
    scene.counter_says("she leaves; the number rests for 90 days")
    scene.expect("nobody knows her card any more", lambda: not is_in(scene, anna.sim))
    # What her last call cost is told after she has left, and taken from that.
    scene.settled(anna, lambda left: left == 0)
    back = scene.counter.balance(anna.subscriber, of="payableBack")
    scene.counter_says(f"{yuan(back)} can be paid back to her")
    return anna


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story."""

    title: str
    act: Callable[[Scene, Anna], Anna]


STORY = (
    Step("Anna opens a number at the counter", is_opened),
    Step("She puts the card into her telephone", switches_on),
    Step("She calls a friend until her money is used up", talks_her_money_away),
    Step("She talks on where nobody could ask, and is stopped", is_stopped),
    Step("She pays, and is resumed", pays),
    Step("She loses the card and gets another", loses_her_card),
    Step("She goes away for a while", goes_away),
    Step("She comes back", comes_back),
    Step("She leaves", leaves),
)


def tell(scene: Scene) -> Anna:
    """Tell the story to its end; raises StoryBroke where something goes otherwise."""
    anna = Anna()
    for place, step in enumerate(STORY, start=1):
        scene.teller.say(f"\n  {place}. {step.title}")
        anna = step.act(scene, anna)
    return anna


def is_in(scene: Scene, card: MadeCard) -> bool:
    """Tell whether the network takes this card in, by switching its handset on."""
    return not refused(scene.handsets.attach(card))


def is_barred(scene: Scene, anna: Anna) -> bool:
    return scene.call(anna) == "barred outgoing"


def call_and_be_charged(scene: Scene, anna: Anna) -> str:
    """Call, and wait until the call was charged: its record comes a moment after it."""
    before = scene.counter.balance(anna.subscriber)
    answer = scene.call(anna)
    if not refused(answer):
        comes_true(lambda: scene.counter.balance(anna.subscriber) < before, within=SOON)
    return answer


def yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d} yuan"
