"""The courses of changes, without a network: every answer, in every order, leads somewhere."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioning.changes.domain.change import What
from provisioning.changes.domain.course import (
    Become,
    Hold,
    Move,
    Notes,
    Refuse,
    Send,
    Verified,
    Wait,
    next_move,
)
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.restore_profile import RestoreProfile
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.elements.domain.answers import (
    Accepted,
    Answer,
    Denied,
    NotNow,
    Proven,
    Reason,
    Shown,
    Silence,
)
from provisioning.elements.domain.barring import AT_HOME, Level, bars_of
from provisioning.elements.domain.commands import (
    AddKeys,
    AddSubscription,
    Evict,
    MoveNumber,
    Probe,
    ReadNumber,
    RemoveKeys,
    RemoveSubscription,
    SetBars,
)
from provisioning.elements.domain.subscription import Record

NUMBER, OLD, NEW = "8613900000001", "460000000000001", "460000000000003"
CREATE, DELETE = CreateSubscription(NUMBER, OLD), DeleteSubscription(NUMBER, OLD)
STOP, SWAP = SetBarring(NUMBER, OLD, Level.ONE_WAY), ReplaceImsi(NUMBER, OLD, NEW)
RESTORE = RestoreProfile(NUMBER, OLD, Level.TWO_WAY, exists=True)
WHATS: Sequence[What] = (CREATE, DELETE, STOP, SWAP, RESTORE)


def record(imsi: str = OLD, level: Level = Level.NONE, node: str = "MSC-A") -> Record:
    return Record(NUMBER, imsi, bars_of(level, AT_HOME), node)


def walk(what: What, answers: Sequence[Answer]) -> tuple[list[Any], Move]:
    """Return the commands that were given, and the last move."""
    move = what.course.begin(what, Notes())
    told: list[Any] = []
    for answer in answers:
        assert isinstance(move, Send), (told, move)
        told.append(move.command)
        move = next_move(move, what, answer)
    return told, move


def test_opening_goes_from_keys_to_bars_and_looks() -> None:
    told, end = walk(CREATE, [Accepted(), Accepted(), Accepted(), Shown(record())])

    assert [type(one) for one in told] == [AddKeys, AddSubscription, SetBars, ReadNumber]
    assert end == Verified()


def test_keys_that_are_there_are_put_in_anew() -> None:
    told, end = walk(CREATE, [Denied(Reason.KEYS_THERE), Accepted(), Accepted()])

    assert [type(one) for one in told] == [AddKeys, RemoveKeys, AddKeys]
    assert isinstance(end, Send)
    assert isinstance(end.command, AddSubscription)


@pytest.mark.parametrize(
    "reason", [Reason.NETWORK_FULL, Reason.MSISDN_OUT_OF_RANGE, Reason.TEMPLATE_UNKNOWN]
)
def test_a_refused_subscription_takes_its_keys_back(reason: Reason) -> None:
    told, end = walk(CREATE, [Accepted(), Denied(reason), Shown(None), Accepted()])

    assert type(told[-1]) is RemoveKeys
    assert end == Refuse(reason)


def test_a_refusal_that_the_look_contradicts_is_none() -> None:
    told, end = walk(
        CREATE,
        [Accepted(), Denied(Reason.IMSI_IN_USE), Shown(record(level=Level.ONE_WAY)), Accepted()],
    )

    assert type(told[-1]) is SetBars
    assert end == Send(ReadNumber(NUMBER), Notes(rounds=1))


def test_silence_after_a_change_leads_to_a_look() -> None:
    _, move = walk(STOP, [Silence("TimeoutError")])

    assert move == Send(ReadNumber(NUMBER), Notes())


def test_silence_after_a_look_waits() -> None:
    _, move = walk(STOP, [Accepted(), Silence("TimeoutError")])

    assert isinstance(move, Wait)


def test_a_stop_that_is_in_force_already_is_done() -> None:
    _, end = walk(STOP, [Accepted(), Shown(record(level=Level.ONE_WAY))])

    assert end == Verified()


def test_a_stop_of_a_number_on_another_card_is_refused() -> None:
    _, end = walk(STOP, [Denied(Reason.UNKNOWN_SUBSCRIBER), Shown(record(NEW))])

    assert end == Refuse(Reason.IMSI_DIFFERS)


def test_a_swap_goes_its_way() -> None:
    told, end = walk(
        SWAP,
        [
            Shown(record()), Accepted(), Accepted(), Accepted(), Shown(record(NEW, node="")),
            Accepted(), Denied(Reason.UNKNOWN_CARD), Denied(Reason.UNKNOWN_CARD),
            Proven(matches=True), Accepted(), Denied(Reason.NO_KEYS),
        ],
    )  # fmt: skip

    assert [type(one) for one in told] == [
        ReadNumber, AddKeys, Evict, MoveNumber, ReadNumber, Evict, Evict, Probe, Probe,
        RemoveKeys, RemoveKeys,
    ]  # fmt: skip
    assert {one.node for one in told if isinstance(one, Evict)} == {"MSC-A"}
    assert [one.imsi for one in told if isinstance(one, Probe)] == [OLD, NEW]
    assert end == Verified()


def test_old_keys_never_go_before_the_old_card_was_evicted_and_refused() -> None:
    _, move = walk(
        SWAP,
        [
            Shown(record()), Accepted(), Accepted(), Accepted(), Shown(record(NEW)),
            Denied(Reason.UNKNOWN_CARD), Proven(matches=True),
        ],
    )  # fmt: skip

    assert isinstance(move, Send)
    assert not isinstance(move.command, RemoveKeys)


def test_a_deletion_remembers_who_served_the_card() -> None:
    told, end = walk(
        DELETE,
        [
            Shown(record()), Accepted(), Shown(None),
            Denied(Reason.UNKNOWN_CARD), Denied(Reason.NO_KEYS),
        ],
    )  # fmt: skip

    assert [type(one) for one in told] == [
        ReadNumber, RemoveSubscription, ReadNumber, Evict, RemoveKeys,
    ]  # fmt: skip
    assert told[3].node == "MSC-A"
    assert end == Verified()


@pytest.mark.parametrize(
    ("shown", "way"),
    [
        (None, CREATE),
        (record(NEW), ReplaceImsi(NUMBER, NEW, OLD)),
        (record(), SetBarring(NUMBER, OLD, Level.TWO_WAY)),
    ],
)
def test_a_repair_takes_the_way_of_the_change_that_leads_back(
    shown: Record | None, way: What
) -> None:
    _, move = walk(RESTORE, [Shown(shown)])

    assert isinstance(move, Become)
    assert move.what == way


records = st.none() | st.builds(
    record, st.sampled_from([OLD, NEW, "460000000000009"]), st.sampled_from(Level)
)
anything = st.one_of(
    st.just(Accepted()),
    st.builds(Shown, records),
    st.builds(Proven, st.booleans()),
    st.builds(Denied, st.sampled_from(Reason), st.just("ERR9"), st.just("no")),
    st.just(NotNow("ERR3202")),
    st.just(Silence("TimeoutError")),
)


@settings(max_examples=300)
@given(st.sampled_from(WHATS), st.booleans(), st.lists(anything, min_size=80, max_size=80))
def test_whatever_is_answered_a_course_comes_to_an_end(
    what: What,
    first: bool,  # noqa: FBT001 - hypothesis gives it by place
    answers: list[Answer],
) -> None:
    notes = Notes()
    move = what.course.begin(what, notes) if first else what.course.look(what, notes)
    told: list[Any] = []
    seen: list[Answer] = []
    for answer in answers:
        if not isinstance(move, Send):
            break
        told.append(move.command)
        seen.append(answer)
        move = next_move(move, what, answer)

    assert isinstance(move, Verified | Refuse | Hold | Wait | Become)
    if isinstance(move, Verified):
        assert isinstance(seen[-1], Shown | Denied)
    if isinstance(move, Refuse):
        looks = [one for one in seen if isinstance(one, Shown)]
        assert looks, "refused without having looked"
