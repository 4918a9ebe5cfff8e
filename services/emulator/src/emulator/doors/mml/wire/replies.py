"""From what the HLR answers to the details of a reply of the MML door."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from emulator.doors.mml.wire.mml import SUCCESS, Reply
from emulator.hlr.domain.subscription import Key, Subscription

HEADERS = (
    "IMSI", "ISDN", "TPLID", "ODBOC", "ODBIC", "ODBROAM", "ODBPS",
    "IC", "OC", "GPRSLOCK", "VLRNUM", "LASTUL", "GPRSTPLID", "SS", "SSREG",
)  # fmt: skip
NOTHING = "NONE"


def row(subscription: Subscription) -> tuple[str, ...]:
    """Return a subscription as the values of HEADERS."""
    profile = subscription.profile
    return (
        subscription.imsi,
        profile.isdn,
        str(subscription.template),
        profile.outgoing.value,
        profile.incoming.value,
        profile.roaming.value,
        profile.packet.value,
        _flag(value=profile.lock_incoming),
        _flag(value=profile.lock_outgoing),
        _flag(value=profile.lock_packet),
        subscription.serving_node or NOTHING,
        _moment(subscription.located_at),
        profile.packet_profile or NOTHING,
        profile.services or NOTHING,
        profile.registered or NOTHING,
    )


def subscription_reply(subscription: Subscription) -> Reply:
    """Return one subscription, a line per parameter."""
    shown = [("HLRSN", "1"), *zip(HEADERS, row(subscription), strict=True)]
    return replace(SUCCESS, details=_lines(shown))


def key_reply(key: Key) -> Reply:
    """Return that there are keys, never the keys."""
    return replace(
        SUCCESS,
        details=_lines([("IMSI", key.imsi), ("CARDTYPE", key.card_type), ("ALG", "MILENAGE")]),
    )


def page_reply(page: Sequence[Subscription], *, asked: int) -> Reply:
    """Return a page of subscriptions and behind which IMSI the next one begins."""
    following = page[-1].imsi if len(page) == asked else NOTHING
    details = [
        " ".join(HEADERS),
        *(" ".join(row(one)) for one in page),
        f"(Number of results = {len(page)})",
        f"NEXT  =  {following}",
    ]
    return replace(SUCCESS, details=details)


def _lines(shown: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{name:>12}  =  {value}" for name, value in shown]


def _flag(*, value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else NOTHING
