"""The story is told to its end where the operator behaves, and stops where it does not."""

from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any, cast

import httpx
import jwt
import pytest

from kernel.identity_paper import is_identity_card_number
from launch import story
from launch.counter import Counter, Order, RefusedAtCounter
from launch.handsets import LET_THROUGH, Handsets
from launch.issuer import issue
from launch.key_files import KeyFiles
from launch.person import somebody
from launch.progress import Progress
from launch.stock_files import CARDS, MadeCard, StockFiles, check_digit
from launch.story import STORY, Scene, StoryBroke, tell

A_MINUTE = 15


class PretendOperator:
    """Answers as counter and as network at once; `leaks` sends texts to the lost card, too.

    `asks`: its switch asks for money before a call; `bars`: who has none is stopped.
    """

    def __init__(
        self, stock: StockFiles, *, leaks: str = "", asks: str = "yes", bars: str = "yes"
    ) -> None:
        self.cards = [line.split(",")[0] for line in stock.cards.read_text().splitlines()[1:]]
        self.leaks, self.asks, self.bars = leaks, asks, bars
        self.lasted = self.back = 0
        self.money, self.card, self.old, self.away = 0, "", "", ""
        self.texts: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.stock = stock

    def meet(self, person: object) -> str:
        return "anna"

    def check(self, customer: str, *, kinds: tuple[str, ...], paper: str) -> str:
        return f"{kinds} of {customer}"

    def free_number(self) -> str:
        return "8613900100000"

    def free_card(self) -> str:
        return self.cards.pop(0)

    def order(self, process: str, **given: Any) -> Order:
        self.asked.append(process)
        assert given["proofs"] == ["('id_seen', 'face') of anna"]
        getattr(self, process)(**given)
        return Order("one", "completed", {"productOrderItem": [{"product": {"id": "sub"}}]})

    def new_subscription(self, *, prepayment: int, iccid: str, **more: object) -> None:
        self.money, self.card = prepayment, self.stock.card(iccid).imsi

    def sim_swap(self, *, new_iccid: str, **more: object) -> None:
        self.texts.setdefault(self.card, []).append("您的号码正在办理补换卡业务")
        self.old, self.card = self.card, self.stock.card(new_iccid).imsi

    def voluntary_suspension(self, **more: object) -> None:
        self.away = "yes"

    def voluntary_resumption(self, **more: object) -> None:
        self.away = ""

    def termination(self, **more: object) -> None:
        self.card, self.money, self.back = "", 0, self.money

    def finished(self, order: Order) -> Order:
        return order

    def subscriber(self, subscriber: str) -> dict[str, str]:
        return {"state": "active"}

    def balance(self, subscriber: str, *, of: str = "balance") -> int:
        return self.money if of == "balance" else self.back

    def pay(self, subscriber: str, *, fen: int) -> None:
        self.money += fen

    def is_attached(self, card: MadeCard) -> bool:
        return card.imsi == self.card

    def attach(self, card: MadeCard) -> str:
        return LET_THROUGH if card.imsi == self.card else "imsi unknown"

    def call(self, card: MadeCard, *, to: str, seconds: int) -> str:
        if (self.money <= 0 and self.bars) or self.away or card.imsi != self.card:
            return "barred outgoing"
        cost = seconds // 60 * A_MINUTE
        paid = min(cost, self.money // A_MINUTE * A_MINUTE) if self.asks else cost
        self.money -= paid
        self.lasted = paid // A_MINUTE * 60
        return LET_THROUGH if paid == cost else "credit used up"

    def talked(self, card: MadeCard) -> int:
        return self.lasted

    @property
    def faults(self) -> "PretendOperator":
        return self

    def lose_charging(self) -> None:
        self.asks = ""

    def slow_down(self, command: str, *, milliseconds: int) -> None:
        assert command == "MOD IMSI"

    def text(self, to: str, *, sender: str, body: str) -> None:
        self.texts.setdefault(self.old if self.leaks else self.card, []).append(body)

    def inbox(self, card: MadeCard) -> tuple[str, ...]:
        return tuple(self.texts.get(card.imsi, ()))


@pytest.fixture
def stock(tmp_path: Path) -> StockFiles:
    return StockFiles.make(tmp_path / "stock")


def scene_of(pretend: PretendOperator, out: StringIO) -> Scene:
    return Scene(cast("Counter", pretend), cast("Handsets", pretend), pretend.stock, Progress(out))


class BusyOperator(PretendOperator):
    """An order of its own goes on when the books are settled; `refusals` come before its end."""

    def __init__(self, stock: StockFiles, *, code: str, refusals: int) -> None:
        super().__init__(stock)
        self.code, self.refusals = code, refusals

    def order(self, process: str, **given: Any) -> Order:
        if process == "sim_swap" and self.refusals:
            self.refusals -= 1
            raise RefusedAtCounter(self.code, "Not now.")
        return super().order(process, **given)


def test_an_order_that_still_goes_on_is_waited_for(stock: StockFiles) -> None:
    pretend = BusyOperator(stock, code="OPEN_ORDER_EXISTS", refusals=3)

    tell(scene_of(pretend, StringIO()))

    assert pretend.refusals == 0
    assert pretend.asked.count("sim_swap") == 1


@pytest.mark.parametrize(("code", "refusals"), [("OPEN_ORDER_EXISTS", 10**6), ("ID_EXPIRED", 1)])
def test_what_stays_refused_breaks_the_story(
    stock: StockFiles, monkeypatch: pytest.MonkeyPatch, code: str, refusals: int
) -> None:
    monkeypatch.setattr(story, "SOON", 0.1)
    pretend = BusyOperator(stock, code=code, refusals=refusals)

    with pytest.raises(RefusedAtCounter, match=code):
        tell(scene_of(pretend, StringIO()))


def test_it_is_told_from_the_first_step_to_the_last(stock: StockFiles) -> None:
    pretend, out = PretendOperator(stock), StringIO()

    tell(scene_of(pretend, out))

    assert [step.title for step in STORY if step.title not in out.getvalue()] == []
    assert "6 calls of 10 minutes let through" in out.getvalue()
    assert "the next call is cut after 6 minutes: credit used up" in out.getvalue()
    assert "nobody who charges is reached, and a call is let through" in out.getvalue()
    assert "the next call is refused: barred outgoing" in out.getvalue()
    assert "the lost handset was told that its card is being replaced" in out.getvalue()
    assert pretend.asked == [
        "new_subscription", "sim_swap", "voluntary_suspension", "voluntary_resumption",
        "termination",
    ]  # fmt: skip


def test_a_text_at_the_lost_handset_breaks_it(stock: StockFiles) -> None:
    with pytest.raises(StoryBroke, match="lost handset received"):
        tell(scene_of(PretendOperator(stock, leaks="yes"), StringIO()))


def test_a_network_that_never_asks_breaks_it(
    stock: StockFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "MOST_CALLS", 12)

    with pytest.raises(StoryBroke, match="there is still money"):
        tell(scene_of(PretendOperator(stock, asks="", bars=""), StringIO()))


def test_a_network_that_never_stops_her_breaks_it(
    stock: StockFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "SOON", 0.1)

    with pytest.raises(StoryBroke, match="barred outgoing"):
        tell(scene_of(PretendOperator(stock, bars=""), StringIO()))


def test_a_refused_order_breaks_it(stock: StockFiles) -> None:
    class Refuses(PretendOperator):
        def finished(self, order: Order) -> Order:
            return replace(order, state="failed")

    with pytest.raises(StoryBroke, match="ended failed"):
        tell(scene_of(Refuses(stock), StringIO()))


def test_cards_keep_their_keys(stock: StockFiles) -> None:
    again = StockFiles.make(stock.folder)

    assert again.keys.read_text() == stock.keys.read_text()
    assert stock.keys.stat().st_mode & 0o777 == 0o600
    assert len(set(stock.cards.read_text().splitlines())) == CARDS + 1


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("7992739871") == "3"


def test_somebody_has_a_paper_that_passes_its_check() -> None:
    assert is_identity_card_number(somebody().paper)


def answering(status: int, content: Mapping[str, Any]) -> Counter:
    counter = Counter("http://gateway", token="signed")
    counter._http = httpx.Client(
        base_url="http://gateway",
        transport=httpx.MockTransport(lambda asked: httpx.Response(status, json=content)),
    )
    return counter


def test_a_refusal_keeps_its_code() -> None:
    counter = answering(409, {"code": "NUMBER_NOT_AVAILABLE", "reason": "taken", "message": "No."})

    with pytest.raises(RefusedAtCounter, match=r"NUMBER_NOT_AVAILABLE: No\.") as refused:
        counter.order("new_subscription", customer="anna")

    assert refused.value.code == "NUMBER_NOT_AVAILABLE"


def test_an_order_that_hangs_is_not_waited_for_for_ever() -> None:
    counter = answering(200, {"id": "one", "state": "inProgress"})

    with pytest.raises(RuntimeError, match="still inProgress"):
        counter.finished(Order("one", "inProgress", {}), within=0.1)


def test_a_token_is_taken_by_who_has_the_key_set(tmp_path: Path) -> None:
    keys = KeyFiles.make(tmp_path / "secrets")
    known = jwt.PyJWKSet.from_json(keys.key_set.read_text())

    token = issue(keys, subject="boris", roles=("clerk",))

    key = known[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key.key, algorithms=["ES256"], audience="kaitong")
    assert (claims["sub"], claims["roles"], claims["channel"]) == ("boris", ["clerk"], "hall")


def test_a_token_of_another_operator_is_not_taken(tmp_path: Path) -> None:
    ours, theirs = KeyFiles.make(tmp_path / "ours"), KeyFiles.make(tmp_path / "theirs")
    key = jwt.PyJWKSet.from_json(ours.key_set.read_text()).keys[0]

    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(
            issue(theirs, subject="boris", roles=("clerk",)),
            key.key, algorithms=["ES256"], audience="kaitong",
        )  # fmt: skip
