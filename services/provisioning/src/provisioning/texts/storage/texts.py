"""Texts on their way: every write checks the turn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import (
    DateTime,
    Interval,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    text,
    update,
)

from kernel.errors import Stale
from provisioning.elements.domain.short_message import MOST_REFERENCES
from provisioning.texts.domain.sending import RECEIPT_IS_LATE
from provisioning.texts.domain.text_message import (
    NO_RECEIPT,
    NOT_SENT_IN_TIME,
    QUIET_HOURS,
    NewText,
    TextInHand,
    TextState,
)
from provisioning.texts.ports import Moved, Seal
from provisioning.texts.storage.rows import IN_HAND, in_hand
from provisioning.texts.tables import IS_OPEN, IS_TO_DO, TEXT_MESSAGE
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.statements import Statement
from runtime.wakes import wake

TEXTS = "texts"
_WAKE = partial(wake, TEXTS)
_C = TEXT_MESSAGE.c
_CLOCK = func.clock_timestamp()
_LEASE = timedelta(seconds=60)
_ADD = text("""
INSERT INTO text_message (id, subscriber_id, msisdn, template, language, key_id, nonce, sealed,
    is_urgent, is_secret, asked_at, expires_at, order_id, traceparent)
SELECT * FROM unnest(CAST(:id AS text[]), CAST(:subscriber_id AS text[]), CAST(:msisdn AS text[]),
    CAST(:template AS text[]), CAST(:language AS text[]), CAST(:key_id AS text[]),
    CAST(:nonce AS bytea[]), CAST(:sealed AS bytea[]), CAST(:is_urgent AS boolean[]),
    CAST(:is_secret AS boolean[]), CAST(:asked_at AS timestamptz[]),
    CAST(:expires_at AS timestamptz[]), CAST(:order_id AS text[]), CAST(:traceparent AS text[]))
ON CONFLICT (id) DO NOTHING
""")
_PLAIN = (
    "id", "subscriber_id", "msisdn", "template", "language", "is_urgent", "is_secret", "asked_at",
    "expires_at", "order_id", "traceparent",
)  # fmt: skip
_FREE = or_(_C.leased_until.is_(None), _C.leased_until < _CLOCK)
_BUSINESS = bindparam("now", type_=DateTime(timezone=True))
_DUE = (
    select(_C.id)
    .where(
        IS_TO_DO,
        _FREE,
        _C.ready_at <= _CLOCK,
        or_(_C.held_until.is_(None), _C.held_until <= _BUSINESS),
        _C.expires_at > _BUSINESS,
    )
    .order_by(_C.is_urgent.desc(), _C.seq)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .correlate(None)
)
_CLAIM = (
    update(TEXT_MESSAGE)
    .values(turn=_C.turn + 1, tries=_C.tries + 1, leased_until=_CLOCK + _LEASE)
    .where(_C.id.in_(_DUE))
    .returning(*IN_HAND, _C.seq)
)
_OURS = update(TEXT_MESSAGE).where(
    _C.id == bindparam("text_id"), _C.turn == bindparam("our_turn"), IS_OPEN
)
_BEGIN = _OURS.values(
    state=TextState.SENDING.value,
    reason="",
    sendings=_C.sendings + 1,
    msisdn=bindparam("number"),
    reference=func.mod(_C.seq, MOST_REFERENCES),
    held_until=None,
).returning(_C.reference)
_PUT_DOWN = _OURS.values(
    state=bindparam("state"), reason=bindparam("reason"), leased_until=None
).returning(_C.id)
_READY = _CLOCK + bindparam("pause", type_=Interval)
# What was not handed over does not count.
_AGAIN = _PUT_DOWN.values(ready_at=_READY, sendings=_C.sendings - bindparam("untaken"))
_HOLD = _PUT_DOWN.values(held_until=bindparam("until"))
_NO_SECRETS = {
    name: text(f"CASE WHEN is_secret THEN NULL ELSE {name} END")
    for name in ("key_id", "nonce", "sealed")
}
_SUBMIT = _PUT_DOWN.values(
    submitted_at=bindparam("at"), message_key=bindparam("message_key"), **_NO_SECRETS
)
_END = _PUT_DOWN.values(ended_at=bindparam("at"), **_NO_SECRETS)
_WAITS_FOR_RECEIPT = _C.state == TextState.SUBMITTED.value
_OVER = (
    select(_C.id)
    .where(
        IS_OPEN,
        _FREE,
        or_(
            and_(~_WAITS_FOR_RECEIPT, _C.expires_at <= _BUSINESS),
            and_(_WAITS_FOR_RECEIPT, _C.expires_at <= _BUSINESS - RECEIPT_IS_LATE),
        ),
    )
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .correlate(None)
)
_EXPIRE = (
    update(TEXT_MESSAGE)
    .values(
        state=TextState.EXPIRED.value,
        ended_at=_BUSINESS,
        turn=_C.turn + 1,
        leased_until=None,
        reason=case(
            (_WAITS_FOR_RECEIPT, literal(NO_RECEIPT)),
            (_C.reason.in_(["", QUIET_HOURS]), literal(NOT_SENT_IN_TIME)),
            else_=_C.reason,
        ),
        **_NO_SECRETS,
    )
    .where(_C.id.in_(_OVER))
    .returning(_C.reason)
)


class TextTable:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def add(self, texts: Sequence[NewText]) -> None:
        sealed = [self._seal.close_octets(one.words.encode(), bound_to=one.id) for one in texts]
        await self._database.execute(
            _ADD,
            key_id=[one.key_id for one in sealed],
            nonce=[one.nonce for one in sealed],
            sealed=[one.sealed for one in sealed],
            **{name: [getattr(one, name) for one in texts] for name in _PLAIN},
        )
        self._database.after_commit(_WAKE)

    async def claim(self, most: int, *, now: datetime) -> Sequence[TextInHand]:
        rows = await self._database.execute(_CLAIM, most=most, now=now)
        due = sorted(rows, key=lambda row: (not row.is_urgent, row.seq))
        return [in_hand(row, seal=self._seal) for row in due]

    async def begin(self, message: TextInHand, *, msisdn: str) -> int:
        row = await self._ours(_BEGIN, message, number=msisdn)
        return int(row.reference)

    async def postpone(
        self, message: TextInHand, moved: Moved, *, pause: timedelta, untaken: int
    ) -> None:
        await self._ours(_AGAIN, message, pause=pause, untaken=untaken, **_state_of(moved))

    async def hold(self, message: TextInHand, moved: Moved, *, until: datetime) -> None:
        await self._ours(_HOLD, message, until=until, **_state_of(moved))

    async def submit(self, message: TextInHand, moved: Moved, *, key: str) -> None:
        await self._ours(_SUBMIT, message, at=moved.now, message_key=key, **_state_of(moved))

    async def end(self, message: TextInHand, moved: Moved) -> None:
        await self._ours(_END, message, at=moved.now, **_state_of(moved))

    async def expire(self, most: int, *, now: datetime) -> Mapping[str, int]:
        return Counter(
            row.reason for row in await self._database.execute(_EXPIRE, most=most, now=now)
        )

    async def _ours(self, statement: Statement, message: TextInHand, **values: object) -> Row:
        result = await self._database.execute(
            statement, text_id=message.id, our_turn=message.turn, **values
        )
        row = result.first()
        if row is None:
            raise Stale("TEXT_IN_OTHER_HANDS", "Somebody else moved the text meanwhile.")
        return row


def _state_of(moved: Moved) -> dict[str, str]:
    return {"state": moved.state.value, "reason": moved.reason}
