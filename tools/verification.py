"""The verification matrix (业务办理验证方式一览表, rules 2.21), read from what is enforced.

A cell is made from the forms of orders and the tables of accounts; a row whose process nobody has
built says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.proofs.domain.proof import FOR_A_BALANCE, FOR_A_LIST
from orders.ordering.domain.transfer import ComesAs
from orders.ordering.domain.values import Channel, LockKind, Proof, Role
from orders.ordering.domain.verification import (
    GUARDIANS_PAPERS,
    HANDLERS_PAPERS,
    ID,
    PROXY,
    SEALED_LETTER,
    V1,
    V1_X2,
    V2,
    V3,
    V3_TO_BE_CHANGED,
    V4,
    V5,
    V6,
    V9,
    WITH_NEW_HOLDER,
    Asked,
    Checks,
    of,
)
from orders.processes import CATALOGUE

HALL, KIOSK, DEALER = Channel.HALL, Channel.KIOSK, Channel.DEALER
COLUMNS: Mapping[str, tuple[Channel, Role]] = {
    "hall: holder": (HALL, Role.HOLDER),
    "hall: agent": (HALL, Role.AGENT),
    "hall: unit": (HALL, Role.HANDLER),
    "hall: guardian": (HALL, Role.GUARDIAN),
    "hotline": (Channel.HOTLINE, Role.HOLDER),
    "web": (Channel.WEB, Role.HOLDER),
    "app": (Channel.APP, Role.HOLDER),
    "sms": (Channel.SMS, Role.HOLDER),
    "kiosk": (KIOSK, Role.HOLDER),
    "dealer": (DEALER, Role.HOLDER),
    "back office": (HALL, Role.BACK_OFFICE),
}
"""Every channel and who asks there; the manual's WEB/APP are two: only an app sees a face."""

PERSONS: tuple[tuple[str, Checks], ...] = (
    ("proxy letter", PROXY | WITH_NEW_HOLDER), ("V1 both", V1 | WITH_NEW_HOLDER),
    ("V1x2", V1_X2), ("V1", V1), ("V3", V3), ("V3", V3_TO_BE_CHANGED), ("V2", V2), ("V9", V9),
    ("ID", ID),
    ("guardian ID+relation", GUARDIANS_PAPERS),
)  # fmt: skip
UNITS: tuple[tuple[str, Checks], ...] = (
    ("V6 both", V6 | WITH_NEW_HOLDER), ("V5", V5), ("V6", V6),
    ("handler ID+letter", HANDLERS_PAPERS), ("seal", SEALED_LETTER),
)  # fmt: skip
"""What sets of checks are called in the manual, the larger first."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the manual calls it, and what of ours it is: a process, a door, or nothing yet."""

    term: str
    process: str = ""
    ways: tuple[Asked, ...] = ()
    says: str = ""
    """What stands in every cell instead: the system's own, anybody who pays, not built."""


def ways_of(process: str) -> tuple[Asked, ...]:
    """Return how people may ask for a process, switched on or not."""
    return CATALOGUE[process].ways


def ways_of_kind(process: str, kind: str) -> tuple[Asked, ...]:
    """Return how people may ask for one kind of what a process is about."""
    return tuple(one for one in ways_of(process) if one.is_for(kind))


def list_ways() -> tuple[Asked, ...]:
    """Return how an itemised list is asked for, as accounts judges it."""
    return tuple(
        Asked(Channel(channel), Role.HOLDER, of(Role.HOLDER, *(Proof(one) for one in checks)))
        for channel, checks in FOR_A_LIST.items()
    )


def balance_ways() -> tuple[Asked, ...]:
    """Return how a balance is asked for, as accounts judges it; who signed in sees their own."""
    hall = [of(Role.HOLDER, *(Proof(one) for one in checks)) for checks in FOR_A_BALANCE[HALL]]
    return (
        *(Asked(HALL, Role.HOLDER, checks) for checks in hall),
        # The password is the number's, whoever says it; a unit's paper is its holder's.
        *(Asked(HALL, Role.AGENT, checks) for checks in hall if checks == V3),
        *(Asked(HALL, Role.HANDLER, checks) for checks in hall if checks == V6),
        *(Asked(one, Role.HOLDER, V4) for one in (Channel.HOTLINE, Channel.SMS)),
        *(Asked(one, Role.HOLDER, V4) for one in (Channel.WEB, Channel.APP)),
    )


NOT_BUILT = "not built"
SYSTEM, ANYBODY = "system", "V4"
ROWS: tuple[Row, ...] = (
    Row("新开户", "new_subscription"),
    Row("预开户", says=NOT_BUILT),
    Row("资料补录", says=NOT_BUILT),
    Row("停机保号", "voluntary_suspension"),
    Row("挂失", "loss_report"),
    Row("欠费停机", "arrears_suspension", says=SYSTEM),
    Row("报停复话", "voluntary_resumption"),
    Row("欠停复话", "arrears_resumption", says="pay"),
    Row("销户", "termination"),
    Row("补换卡", "sim_swap"),
    Row("一体机换卡", says=NOT_BUILT),
    Row("过户", "ownership_transfer", ways=ways_of_kind("ownership_transfer", ComesAs.HOLDER)),
    Row("套餐变更", "plan_change"),
    Row("信息变更 (contact)", "information_change"),
    Row("信息变更 (ID data)", says=NOT_BUILT),
    Row("语音补充", "supplementary_services"),
    Row("解锁 PUK", "unlocking", ways=ways_of_kind("unlocking", LockKind.SIM_PIN)),
    Row("国际漫游/长途", "roaming_and_long_distance"),
    Row("密码修改", "service_password_change"),
    Row("密码重置", "service_password_reset"),
    Row("缴费充值", says=ANYBODY),
    Row("余额查询", ways=balance_ways()),
    Row("详单查询", ways=list_ways()),
    Row("付费类型变更", says=NOT_BUILT),
)
"""In the order of the manual."""
OTHERS = tuple(
    Row(form.term, form.name)
    for form in CATALOGUE.values()
    if form.ways and form.name not in {row.process for row in ROWS}
)
"""What we have beside the manual's rows."""


def cells(row: Row) -> list[str]:
    """Return a row as the manual would write it."""
    if row.says:
        return [row.says] * len(COLUMNS)
    ways = row.ways or ways_of(row.process)
    return [cell(ways, *column) for column in COLUMNS.values()]


def cell(ways: Iterable[Asked], channel: Channel, role: Role) -> str:
    here = [one for one in ways if (one.channel, one.role) == (channel, role)]
    return " / ".join(dict.fromkeys(written(one) for one in here)) or "-"


def written(way: Asked) -> str:
    """Return a way as the manual writes it; [cfg] where an operator has to switch it on."""
    code = code_of(way.proofs, UNITS if way.role is Role.HANDLER else PERSONS)
    return f"{code} [cfg]" if way.unless_switched_on else code


def code_of(proofs: Checks, names: Iterable[tuple[str, Checks]]) -> str:
    codes, left = [], proofs
    for name, checks in names:
        if checks <= left:
            codes.append(name)
            left -= checks
    codes += [f"{check.proof} of {check.of}" for check in sorted(left)]
    return "+".join(codes) or "V4"
